import type { AnyArchive, Archive } from '../archive.js'
import { type Codec, compose, type Transform } from '../codec.js'
import { PilferError, show } from '../errors.js'
import { checkOptions } from '../internal/check-options.js'
import { type ArchiveUrl, known, parseArchiveUrl } from './url.js'

/** Options of the archive's own factory, for what a URL cannot say, such as `onDamage` or a codec with classes. */
export type OpenOptions = Readonly<Record<string, unknown>>

/** One kind of archive, as a URL opens it. */
interface Kind {
  /** What the path is, for a kind that needs one; the others take none. */
  readonly path?: string
  /** The parameters, each with what makes an option of its text. */
  readonly parameters: Readonly<Record<string, (text: string, url: string) => unknown>>
  open(path: string, options: OpenOptions): Promise<AnyArchive>
}

/** The parameters of a kind that keeps its entries on a disk. */
const KEPT: Kind['parameters'] = { codec: codecNamed, durability: asItIs }

const KINDS: Readonly<Record<string, Kind>> = {
  null: {
    parameters: {},
    async open(_, options) {
      checkOptions('nullArchive', options, {})
      return (await import('./null.js')).nullArchive()
    },
  },
  dict: {
    parameters: {},
    open: async (_, options) => (await import('./dict.js')).dictArchive(options),
  },
  dir: {
    path: 'the folder',
    parameters: KEPT,
    open: async (path, options) => (await import('./dir.js')).dirArchive(path, options),
  },
  file: {
    path: 'the file',
    parameters: KEPT,
    open: async (path, options) => (await import('./file.js')).fileArchive(path, options),
  },
  tar: {
    path: 'the tar',
    parameters: KEPT,
    open: async (path, options) => (await import('./tar.js')).tarArchive(path, options),
  },
  sql: {
    path: 'the database',
    parameters: { ...KEPT, table: asItIs, driver: asItIs },
    open: async (path, options) => (await import('./sql.js')).sqlArchive(path, options),
  },
  lmdb: {
    path: 'the folder',
    parameters: { ...KEPT, name: asItIs },
    open: async (path, options) => (await import('./lmdb.js')).lmdbArchive(path, options),
  },
}

const CODECS: Readonly<Record<string, () => Promise<Codec<any>>>> = {
  v8: async () => (await import('../codec/v8.js')).v8Codec(),
  json: async () => (await import('../codec/json.js')).jsonCodec(),
  bytes: async () => (await import('../codec/bytes.js')).bytesCodec(),
}

const TRANSFORMS: Readonly<Record<string, () => Promise<Transform>>> = {
  gzip: async () => (await import('../codec/gzip.js')).gzip(),
  brotli: async () => (await import('../codec/brotli.js')).brotli(),
  zstd: async () => (await import('../codec/zstd.js')).zstd(),
}

/** The URLs that lead to a synchronous archive. */
type SyncUrl = `${'null' | 'dict' | 'dir' | 'file' | 'tar' | 'lmdb' | 'sql'}:${string}`

/**
 * Opens the archive that `url` names, importing its module when it is needed.
 *
 * | URL | archive |
 * |---|---|
 * | `null:` | `nullArchive()` |
 * | `dict:` | `dictArchive()` |
 * | `dir:./memo?codec=json&durability=disk` | `dirArchive('./memo', { codec: jsonCodec(), durability: 'disk' })` |
 * | `file:./memo.log` | `fileArchive('./memo.log')` |
 * | `tar:./memo.tar` | `tarArchive('./memo.tar')` |
 * | `sql:memo.db?table=fib&driver=node:sqlite` | `await sqlArchive('memo.db', { table: 'fib', driver: 'node:sqlite' })` |
 * | `lmdb:./memo?name=fib` | `lmdbArchive('./memo', { name: 'fib' })` |
 *
 * `codec` is `v8`, `json` or `bytes`, and may be followed by `+gzip`, `+brotli` or `+zstd`. In a path, `%3f` stands
 * for a question mark and `%25` for a percent sign.
 *
 * @throws PilferError `ARCHIVE_URL` for a URL, a scheme or a parameter that is unknown; `OPTION_CONFLICT` for an
 * option that the URL gives as well; whatever the archive's own factory throws.
 * @example
 * ```ts
 * import { openArchive } from 'pilfer'
 *
 * const memo = await openArchive('dir:./memo?codec=v8+gzip')
 * memo.set('x', 1)
 * ```
 */
export function openArchive<V = unknown>(url: SyncUrl, options?: OpenOptions): Promise<Archive<V>>
export function openArchive<V = unknown>(url: string, options?: OpenOptions): Promise<AnyArchive<V>>
export async function openArchive(url: string, options: OpenOptions = {}): Promise<AnyArchive> {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new PilferError(
      'OPTION_INVALID',
      `openArchive takes an object of options, received ${show(options)}`,
    )
  const parts = parseArchiveUrl(url, Object.keys(KINDS))
  const kind = known(KINDS, parts.scheme, 'scheme', url)
  checkPath(kind, parts.path, url)
  return kind.open(parts.path, { ...options, ...(await fromParameters(kind, parts, options, url)) })
}

function checkPath(kind: Kind, path: string, url: string): void {
  if (kind.path === undefined && path !== '')
    throw new PilferError(
      'ARCHIVE_URL',
      `${show(url)} has a path, ${show(path)}, which this kind does not take`,
    )
  if (kind.path !== undefined && path === '')
    throw new PilferError('ARCHIVE_URL', `${show(url)} does not name ${kind.path}`)
  if (/^\/\/[^/]/.test(path))
    throw new PilferError(
      'ARCHIVE_URL',
      `${show(url)} names a host; a path has no slash in front, or one, as in dir:./memo and dir:/var/memo`,
    )
}

async function fromParameters(
  kind: Kind,
  { parameters }: ArchiveUrl,
  options: OpenOptions,
  url: string,
): Promise<OpenOptions> {
  const found: Record<string, unknown> = {}
  for (const [name, text] of parameters) {
    const convert = known(kind.parameters, name, 'parameter', url)
    if (options[name] !== undefined)
      throw new PilferError('OPTION_CONFLICT', `\`${name}\` is given both as an option and in ${show(url)}`)
    found[name] = await convert(text, url)
  }
  return found
}

/** A parameter that is an option as it stands; the factory checks it. */
function asItIs(text: string): string {
  return text
}

async function codecNamed(text: string, url: string): Promise<Codec<any>> {
  const [name, ...transforms] = text.split('+')
  const codec = await known(CODECS, name!, 'codec', url)()
  return compose(
    codec,
    ...(await Promise.all(transforms.map((t) => known(TRANSFORMS, t, 'compression', url)()))),
  )
}
