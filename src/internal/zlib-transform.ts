import type { Transform } from '../codec.js'
import { PilferError } from '../errors.js'
import type { Check } from './check-options.js'
import { exactBuffer } from './exact-buffer.js'

/** Node's compressors count the bytes of their input in 32 bits. */
const MOST = 2 ** 32 - 1

/** A transform over functions of `node:zlib`; whatever `decompress` throws says that the bytes are damaged. */
export function zlibTransform(
  name: string,
  extension: string,
  compress: (bytes: Uint8Array) => Uint8Array,
  decompress: (bytes: Uint8Array) => Uint8Array,
): Transform {
  return {
    name,
    extension,
    apply(bytes) {
      const { byteLength } = bytes
      if (byteLength <= MOST) return compress(bytes)
      throw new PilferError(
        'VALUE_UNSUPPORTED',
        `${name} takes at most ${MOST} bytes in one piece, and here are ${byteLength}`,
      )
    },
    revert(bytes) {
      try {
        return new Uint8Array(exactBuffer(decompress(bytes)))
      } catch (cause) {
        throw new PilferError('CODEC_DECODE', `${name} cannot decompress the bytes: ${cause}`, { cause })
      }
    },
  }
}

/** What `decompress` of `node:zlib` makes of `bytes`; throws where it has left some over. */
export function decompressAll(
  bytes: Uint8Array,
  decompress: (bytes: Uint8Array, options: any) => unknown,
): Uint8Array {
  const { buffer, engine } = decompress(bytes, { info: true }) as {
    buffer: Uint8Array
    engine: { bytesWritten: number }
  }
  const left = bytes.byteLength - engine.bytesWritten
  if (left > 0) throw new Error(`${left} bytes too many`)
  return buffer
}

/** An integer from `least` to `most`. */
export const integer = (least: number, most: number): Check => ({
  expected: `an integer from ${least} to ${most}`,
  ok: (v) => Number.isInteger(v) && (v as number) >= least && (v as number) <= most,
})
