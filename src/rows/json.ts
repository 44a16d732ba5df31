import type { Codec, Encoded } from '../codec.js'
import { PilferError, show } from '../errors.js'
import { checkOptions, object } from '../internal/check-options.js'
import { exactJson } from '../internal/exact-json.js'
import { readable } from './readable.js'
import { listOfRows, ROW_MEMBERS, type Row, requireRow } from './row.js'

/** What {@link toJsonLines} and {@link fromJsonLines} take. */
export interface JsonLinesOptions {
  /**
   * For what JSON cannot say: its bytes, in base64, are beside the rest of the row.
   *
   * @default none; such a value is refused
   */
  readonly codec?: Codec<any>
}

/** What a codec made of a member of a row, as it stands in a line. */
interface EncodedMember {
  readonly codec: string
  readonly inline: string
  readonly blobs: readonly string[]
}

const CODEC = object('a codec such as v8Codec()', 'encode', 'decode')

/**
 * Rows as lines of JSON, one for each, which {@link fromJsonLines} reads back. What JSON would not give back equal, such as
 * a Map, is written by `codec`, under `encoded` rather than `value` or `args`; an ignored argument becomes the word `NULL`.
 *
 * @throws PilferError `VALUE_UNSUPPORTED` or `VALUE_TOO_DEEP`, naming row and column, for what neither JSON nor the
 * codec can keep; `ROW_INVALID` for what is no row; `OPTION_INVALID` or `OPTION_UNKNOWN`.
 *
 * @example
 * ```ts
 * import { v8Codec } from 'pilfer/codec/v8'
 * import { fromJsonLines, toJsonLines } from 'pilfer/rows'
 *
 * const codec = v8Codec()
 * const text = toJsonLines([{ key: 'x', value: 1 }, { key: 'y', value: new Set([1n]) }], { codec })
 * console.log(text.split('\n')[0]) // {"key":"x","value":1}
 * console.log(fromJsonLines(text, { codec })[1]?.value) // Set(1) { 1n }
 * ```
 */
export function toJsonLines(rows: Iterable<Row>, options: JsonLinesOptions = {}): string {
  checkOptions('toJsonLines', options, { codec: CODEC })
  let text = ''
  let number = 0
  for (const row of listOfRows('toJsonLines', rows)) {
    requireRow(row, `row ${++number}`)
    text += `${line(row, number, options.codec)}\n`
  }
  return text
}

function line(row: Row, number: number, codec: Codec<any> | undefined): string {
  const plain: Record<string, unknown> = {}
  const encoded: Record<string, EncodedMember> = {}
  for (const name of ROW_MEMBERS) {
    const value = readable(row, name, `row ${number}`)
    if (value === undefined && name !== 'value') continue
    if (exactJson(value) !== undefined) plain[name] = value
    else encoded[name] = encode(value, codec, `\`${name}\` of row ${number}`)
  }
  return JSON.stringify(Object.keys(encoded).length === 0 ? plain : { ...plain, encoded })
}

function encode(value: unknown, codec: Codec<any> | undefined, where: string): EncodedMember {
  if (codec === undefined)
    throw new PilferError(
      'VALUE_UNSUPPORTED',
      `${where} is nothing that JSON would give back equal; give a \`codec\` for it, such as v8Codec()`,
    )
  const { inline, blobs } = placed(where, () => codec.encode(value))
  return { codec: codec.name, inline: base64(inline), blobs: blobs.map(base64) }
}

/**
 * The rows in lines of JSON. Empty lines are passed over.
 *
 * @throws PilferError `ROW_INVALID`, naming the line, for a line that is no row; `CODEC_MISMATCH` where a codec is
 * needed that is not the one given; `CODEC_DECODE` where it cannot read the bytes.
 *
 * @example
 * ```ts
 * import { fromJsonLines } from 'pilfer/rows'
 *
 * console.log(fromJsonLines('{"key":"x","value":1}\n')) // [ { key: 'x', value: 1 } ]
 * ```
 */
export function fromJsonLines(text: string, options: JsonLinesOptions = {}): Row[] {
  checkOptions('fromJsonLines', options, { codec: CODEC })
  if (typeof text !== 'string')
    throw new PilferError('OPTION_INVALID', `fromJsonLines takes a string, received ${show(text)}`)
  const rows: Row[] = []
  for (const [i, json] of text.split('\n').entries())
    if (json.trim() !== '') rows.push(parsed(json, `line ${i + 1}`, options.codec))
  return rows
}

function parsed(json: string, where: string, codec: Codec<any> | undefined): Row {
  const { encoded = {}, ...plain } = parseObject(json, where)
  if (!isObject(encoded))
    throw new PilferError(
      'ROW_INVALID',
      `\`encoded\` of ${where} must be an object, received ${show(encoded)}`,
    )
  const unknown = [...Object.keys(plain), ...Object.keys(encoded)].find((name) => !isMember(name))
  if (unknown !== undefined)
    throw new PilferError('ROW_INVALID', `${where} has ${show(unknown)}, which is no member of a row`)
  const row: Record<string, unknown> = {}
  for (const name of ROW_MEMBERS) {
    const isPlain = Object.hasOwn(plain, name)
    const isEncoded = Object.hasOwn(encoded, name)
    if (isPlain && isEncoded) throw new PilferError('ROW_INVALID', `${where} has \`${name}\` twice`)
    if (isPlain) row[name] = plain[name]
    if (isEncoded) row[name] = decode(encoded[name], `\`${name}\` of ${where}`, codec)
  }
  requireRow(row, where)
  return row
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isMember = (name: string): boolean => (ROW_MEMBERS as readonly string[]).includes(name)

function parseObject(json: string, where: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json)
    if (isObject(value)) return value
  } catch (cause) {
    throw new PilferError('ROW_INVALID', `${where} is no JSON: ${cause}`, { cause })
  }
  throw new PilferError('ROW_INVALID', `${where} is no row`)
}

function decode(member: unknown, where: string, codec: Codec<any> | undefined): unknown {
  const { codec: name, inline, blobs } = (member ?? {}) as Partial<EncodedMember>
  if (typeof name !== 'string' || !Array.isArray(blobs))
    throw new PilferError('ROW_INVALID', `${where} is nothing that a codec wrote`)
  if (name !== codec?.name)
    throw new PilferError(
      'CODEC_MISMATCH',
      `${where} was written with the codec ${show(name)}; fromJsonLines has ${codec === undefined ? 'none' : show(codec.name)}`,
    )
  const encoded: Encoded = { inline: bytes(inline, where), blobs: blobs.map((blob) => bytes(blob, where)) }
  return placed(where, () => codec.decode(encoded))
}

/** What `work` gives; an error of ours says where it was. */
function placed<T>(where: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof PilferError)) throw error
    throw new PilferError(error.code, `${where}: ${error.message}`, { cause: error })
  }
}

const base64 = (data: Uint8Array): string =>
  Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')

/** The bytes in memory of their own. */
function bytes(text: unknown, where: string): Uint8Array {
  const data = Uint8Array.from(Buffer.from(typeof text === 'string' ? text : '', 'base64'))
  if (base64(data) !== text) throw new PilferError('ROW_INVALID', `${where} has bytes that are no base64`)
  return data
}
