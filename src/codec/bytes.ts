import { types } from 'node:util'
import type { Codec } from '../codec.js'
import { PilferError } from '../errors.js'
import { exactBuffer } from '../internal/exact-buffer.js'
import { Place, unsupported } from '../internal/value/place.js'
import { typeName } from '../internal/value/type-name.js'
import { leafOf } from './v8/leaves.js'

/** The kinds of value, in the order of their number in the stored bytes. */
const KINDS: readonly ((buffer: ArrayBuffer) => Uint8Array | ArrayBuffer)[] = [
  (buffer) => new Uint8Array(buffer),
  (buffer) => Buffer.from(buffer),
  (buffer) => buffer,
]

/**
 * Bytes as they are, without a copy: a `Uint8Array`, a `Buffer` or an `ArrayBuffer`, which comes back as the same
 * kind. Any other value is `VALUE_UNSUPPORTED`.
 *
 * @example
 * ```ts
 * import { bytesCodec } from 'pilfer/codec/bytes'
 *
 * const codec = bytesCodec()
 * codec.decode(codec.encode(Buffer.from('text')))
 * ```
 */
export function bytesCodec(): Codec<Uint8Array | ArrayBuffer> {
  return {
    name: 'bytes',
    extension: 'bin',
    stream: { inline: Uint8Array.of(0), bytesIn: () => 'blob' },
    encode(value) {
      const kind = kindOf(value)
      const { buffer, byteOffset } = value instanceof Uint8Array ? value : new Uint8Array(value)
      return { inline: Uint8Array.of(kind), blobs: [new Uint8Array(buffer, byteOffset, value.byteLength)] }
    },
    decode({ inline, blobs }) {
      const make = inline.length === 1 ? KINDS[inline[0]!] : undefined
      const [blob] = blobs
      if (make === undefined || blob === undefined || blobs.length > 1)
        throw new PilferError('CODEC_DECODE', 'the bytes are no value of the bytes codec')
      return make(exactBuffer(blob))
    },
  }
}

function kindOf(value: unknown): number {
  const place = new Place()
  if (typeof value !== 'object' || value === null || types.isProxy(value))
    throw unsupported(place, 'not bytes')
  const prototype = Object.getPrototypeOf(value)
  const kind = [Uint8Array, Buffer, ArrayBuffer].findIndex((type) => type.prototype === prototype)
  const leaf = leafOf(value)
  const fault = kind === -1 || leaf === undefined ? typeName(value) : leaf.fault(value)
  if (fault !== undefined) throw unsupported(place, fault)
  return kind
}
