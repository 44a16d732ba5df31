import { PilferError, show } from '../errors.js'

/** An archive's URL in its parts. */
export interface ArchiveUrl {
  readonly scheme: string
  /** Decoded; `''` where there is none. */
  readonly path: string
  /** Decoded, in their order. */
  readonly parameters: ReadonlyMap<string, string>
}

const PARTS = /^(?<scheme>[a-z][a-z0-9+.-]*):(?<path>[^?]*)(?:\?(?<query>.*))?$/is

/**
 * The parts of `scheme:path?name=value&name=value`. A `+` means itself, and `%` with two digits a byte of UTF-8.
 *
 * @throws PilferError `ARCHIVE_URL`
 */
export function parseArchiveUrl(url: string, known: readonly string[]): ArchiveUrl {
  const parts = typeof url === 'string' ? PARTS.exec(url)?.groups : undefined
  if (parts === undefined)
    throw new PilferError(
      'ARCHIVE_URL',
      `an archive's URL looks like dir:./memo, with ${list(known)} before the colon; received ${show(url)}`,
    )
  const parameters = new Map<string, string>()
  for (const pair of (parts['query'] ?? '').split('&')) {
    if (pair === '') continue
    const [name, ...value] = pair.split('=')
    const key = decode(name!, url)
    if (parameters.has(key))
      throw new PilferError('ARCHIVE_URL', `${show(url)} has two values for \`${key}\``)
    parameters.set(key, decode(value.join('='), url))
  }
  return { scheme: parts['scheme']!.toLowerCase(), path: decode(parts['path']!, url), parameters }
}

/**
 * What `table` holds under `name`.
 *
 * @throws PilferError `ARCHIVE_URL` when that is nothing.
 */
export function known<T>(table: Readonly<Record<string, T>>, name: string, what: string, url: string): T {
  if (Object.hasOwn(table, name)) return table[name]!
  const names = Object.keys(table)
  const help = names.length === 0 ? 'there is none to give' : `known are ${list(names)}`
  throw new PilferError('ARCHIVE_URL', `${show(url)} has the unknown ${what} ${show(name)}; ${help}`)
}

const list = (names: readonly string[]): string => names.join(', ')

function decode(text: string, url: string): string {
  try {
    return decodeURIComponent(text)
  } catch (cause) {
    throw new PilferError('ARCHIVE_URL', `${show(url)} has a % that is not followed by a byte of UTF-8`, {
      cause,
    })
  }
}
