import { constants, isUtf8 } from 'node:buffer'
import type { ArchiveRecord } from '../../archive.js'
import type { Codec, Encoded } from '../../codec.js'
import { PilferError, show } from '../../errors.js'
import { ownBytes } from '../../internal/own-bytes.js'
import { RecordCoder } from '../../internal/record/coder.js'
import { damaged, sumOfRecord } from '../../internal/record/record.js'
import type { SqlRow, SqlValue } from './driver.js'
import { isPlain, keyColumn } from './key.js'

/** The most bytes that SQLite takes in one row, and how many of them are kept for numbers and lengths. */
const LARGEST_ROW = 1e9
const RESERVED = 4096

const NO_TAGS: readonly string[] = Object.freeze([])
const NO_BLOBS: readonly number[] = Object.freeze([])

/** Records as rows and back, by one codec. */
export class RowCoder<V> {
  readonly #coder: RecordCoder<V>
  readonly #place: string

  /** @param place what holds the rows, for messages */
  constructor(codec: Codec<V>, place: string) {
    this.#coder = new RecordCoder(codec)
    this.#place = place
  }

  /** The row of `key` as messages name it. */
  where(key: string): string {
    return `${show(key)} in ${this.#place}`
  }

  /** The key of a row and its content, as the columns have them. */
  encode(key: string, record: ArchiveRecord<V>): SqlValue[] {
    const { codec } = this.#coder
    const { tags } = record
    // SQLite has no negative zero.
    const created = record.created + 0
    const expires = record.expires + 0
    const encoded = codec.encode(record.value)
    const { inline, blobs } = encoded
    const lengths = blobs.length === 0 ? NO_BLOBS : blobs.map((blob) => blob.length)
    const tagList = tags.length === 0 ? null : JSON.stringify(tags)
    this.#requireRoom(key, (tagList?.length ?? 0) * 3 + inline.length + totalOf(lengths))
    const meta = this.#coder.meta(key, { created, expires, tags })
    return [
      keyColumn(key),
      codec.name,
      created,
      expires === Infinity ? null : expires,
      tagList,
      blobs.length === 0 ? null : JSON.stringify(lengths),
      sumOfRecord(meta, inline.length, lengths, [inline, ...blobs]).sum,
      valueColumn(encoded, codec.text === true),
    ]
  }

  /**
   * The record of `key` that has this content, as it is read.
   *
   * @throws PilferError `RECORD_DAMAGED`, `CODEC_MISMATCH`, `CODEC_DECODE`.
   */
  decode(content: SqlRow, key: string): ArchiveRecord<V> {
    const [codecName, created, until, tagList, lengthList, checksum, body] = content
    const codec = codecName === null ? this.#coder.codec.name : textIn(codecName)
    const expires = until === null ? Infinity : until
    const tags = tagList === null ? NO_TAGS : listIn(tagList, isText)
    const blobLengths = lengthList === null ? NO_BLOBS : listIn(lengthList, isLength)
    if (
      codec === undefined ||
      typeof created !== 'number' ||
      typeof expires !== 'number' ||
      !(body instanceof Uint8Array) ||
      tags === undefined ||
      blobLengths === undefined
    )
      throw damaged(this.where(key), 'a column holds what is never in it')
    const inlineLength = body.length - totalOf(blobLengths)
    if (inlineLength < 0) throw damaged(this.where(key), 'its value is shorter than its blobs')
    const meta = { key, codec, created, expires, tags }
    const { sum, length } = sumOfRecord(meta, inlineLength, blobLengths, [body])
    if (sum !== checksum) throw damaged(this.where(key), 'its checksum does not hold')
    const encoded = split(body, inlineLength, blobLengths)
    const value = this.#coder.value({ codec }, encoded, () => this.where(key))
    return { value, created, expires, tags, size: length }
  }

  #requireRoom(key: string, length: number): void {
    const most = LARGEST_ROW - RESERVED - key.length * 3
    if (length > most)
      throw new PilferError(
        'VALUE_TOO_LARGE',
        `the value of ${this.where(key)} takes ${length} bytes, and SQLite has room for ${most}; use another kind of ` +
          'archive, such as dirArchive',
      )
  }
}

/** The value as one piece: text where the codec writes text and it comes back as it was, bytes otherwise. */
function valueColumn({ inline, blobs }: Encoded, isText: boolean): SqlValue {
  if (blobs.length > 0) return Buffer.concat([inline, ...blobs])
  if (!isText || inline.length > constants.MAX_STRING_LENGTH || !isUtf8(inline)) return inline
  const text = asBuffer(inline).toString()
  return isPlain(text) ? text : inline
}

/** The body in its parts; each blob is a copy in memory of its own. */
function split(body: Uint8Array, inlineLength: number, lengths: readonly number[]): Encoded {
  if (lengths.length === 0) return { inline: body, blobs: [] }
  let at = inlineLength
  const blobs = lengths.map((length) => {
    const blob = ownBytes(length)
    blob.set(body.subarray(at, at + length))
    at += length
    return blob
  })
  return { inline: body.subarray(0, inlineLength), blobs }
}

/** The items of a JSON array, or `undefined` where it is none of such items. */
function listIn<T>(json: SqlValue | undefined, isItem: (item: unknown) => item is T): T[] | undefined {
  const text = textIn(json)
  if (text === undefined) return undefined
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) && list.every(isItem) ? list : undefined
  } catch {
    return undefined
  }
}

/** The text that bytes are, or `undefined` where they are none. */
const textIn = (bytes: SqlValue | undefined): string | undefined =>
  bytes instanceof Uint8Array && isUtf8(bytes) ? asBuffer(bytes).toString() : undefined

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)

const isText = (item: unknown): item is string => typeof item === 'string'

const isLength = (item: unknown): item is number => Number.isSafeInteger(item) && (item as number) >= 0

const totalOf = (lengths: readonly number[]): number => lengths.reduce((total, length) => total + length, 0)
