import type { ArchiveRecord } from '../../archive.js'
import type { Codec, Encoded } from '../../codec.js'
import { PilferError, show } from '../../errors.js'
import {
  damaged,
  encodeRecord,
  type Likely,
  type ParsedRecord,
  type RecordHead,
  type RecordMeta,
} from './record.js'

/** The codec of what is no record, but bytes that something else has put into an archive's file. */
export const NO_CODEC = ''

/** Turns what an archive holds into records and back, by one codec. */
export class RecordCoder<V> {
  constructor(readonly codec: Codec<V>) {}

  /** What the record of `key` says beside its value. */
  meta(key: string, { created, expires, tags }: Omit<ArchiveRecord, 'value'>): RecordMeta {
    return { key, codec: this.codec.name, created, expires, tags }
  }

  /** The record as pieces to be written one after the other. */
  encode(key: string, record: ArchiveRecord<V>): Uint8Array[] {
    return encodeRecord(this.meta(key, record), this.codec.encode(record.value))
  }

  /** What the head of the record of `key` may well hold. */
  likely(key: string): Likely {
    return { key, codec: this.codec.name }
  }

  /**
   * The record of `key`.
   *
   * @param where what holds it, for the message
   * @throws PilferError `RECORD_DAMAGED` when it is that of another key; `CODEC_MISMATCH`, `CODEC_DECODE`.
   */
  decode({ head, encoded }: ParsedRecord, key: string, where: string): ArchiveRecord<V> {
    checkKey(head, key, where)
    const { created, expires, tags, length } = head
    const value =
      head.codec === NO_CODEC ? (new Uint8Array(encoded.inline) as V) : this.value(head, encoded, () => where)
    return { value, created, expires, tags, size: length }
  }

  /**
   * The value of a record that is known to be sound and that of its key.
   *
   * @param where gives what holds it, for the message
   * @throws PilferError `CODEC_MISMATCH`, `CODEC_DECODE`.
   */
  value(head: Pick<RecordHead, 'codec'>, encoded: Encoded, where: () => string): V {
    if (head.codec !== this.codec.name) this.checkCodec(head, where())
    try {
      return this.codec.decode(encoded)
    } catch (error) {
      if (!(error instanceof PilferError) || error.code !== 'CODEC_DECODE') throw error
      throw new PilferError('CODEC_DECODE', `${where()} cannot be decoded: ${error.message}`, {
        cause: error,
      })
    }
  }

  /** Throws `CODEC_MISMATCH` when another codec wrote the record. */
  checkCodec({ codec }: Pick<RecordHead, 'codec'>, where: string): void {
    const mine = this.codec.name
    if (codec !== mine)
      throw new PilferError(
        'CODEC_MISMATCH',
        `${where} was written with the codec ${show(codec)}; this archive reads with ${show(mine)}`,
      )
  }
}

/** Throws `RECORD_DAMAGED` when the record is not that of `key`. */
export function checkKey(head: Pick<RecordHead, 'key'>, key: string, where: string): void {
  if (head.key !== key) throw damaged(where, `it holds the key ${show(head.key)}`)
}
