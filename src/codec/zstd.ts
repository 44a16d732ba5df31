import * as zlib from 'node:zlib'
import type { Transform } from '../codec.js'
import { PilferError } from '../errors.js'
import { checkOptions } from '../internal/check-options.js'
import { decompressAll, integer, zlibTransform } from '../internal/zlib-transform.js'

/** The options of {@link zstd}. */
export interface ZstdOptions {
  /**
   * How hard to try, from 1 to 22.
   *
   * @default 3
   */
  readonly level?: number
}

/** What Node has from 22.15 on. */
interface Zstd {
  zstdCompressSync?(bytes: Uint8Array, options: { params: Record<number, number> }): Buffer
  zstdDecompressSync?(bytes: Uint8Array, options: unknown): unknown
  constants: Record<string, number>
}

/** The first word of a frame that every zstd reader skips. */
const SKIPPED = 0x184d2a50
const PREFIX_LENGTH = 16

/**
 * Compression with Zstandard, the fastest for its size. Needs Node 22.15 or newer to write and to read.
 *
 * @throws PilferError `CODEC_UNAVAILABLE` under an older Node.
 *
 * @example
 * ```ts
 * import { compose } from 'pilfer'
 * import { v8Codec } from 'pilfer/codec/v8'
 * import { zstd } from 'pilfer/codec/zstd'
 *
 * const [major, minor] = process.versions.node.split('.').map(Number) as [number, number]
 * if (major > 22 || (major === 22 && minor >= 15)) compose(v8Codec(), zstd())
 * ```
 */
export function zstd(options: ZstdOptions = {}): Transform {
  checkOptions('zstd', options, { level: integer(1, 22) })
  const { zstdCompressSync, zstdDecompressSync, constants } = zlib as unknown as Zstd
  if (zstdCompressSync === undefined || zstdDecompressSync === undefined)
    throw new PilferError(
      'CODEC_UNAVAILABLE',
      `zstd needs Node >= 22.15, and this is Node ${process.versions.node}; gzip and brotli are in every version`,
    )
  const params = {
    [constants.ZSTD_c_compressionLevel!]: options.level ?? 3,
    [constants.ZSTD_c_checksumFlag!]: 1,
  }
  return zlibTransform(
    'zstd',
    'zst',
    (bytes) => Buffer.concat([prefix(bytes.byteLength), zstdCompressSync(bytes, { params })]),
    (bytes) => {
      const length = lengthIn(bytes)
      const plain = decompressAll(bytes.subarray(PREFIX_LENGTH), zstdDecompressSync)
      if (plain.byteLength !== length) throw new Error(`${plain.byteLength} bytes instead of ${length}`)
      return plain
    },
  )
}

/**
 * The length of the plain bytes, in a frame to be skipped. Without it, Node 22 takes the beginning of a frame for
 * the whole.
 */
function prefix(length: number): Uint8Array {
  const bytes = Buffer.alloc(PREFIX_LENGTH)
  bytes.writeUInt32LE(SKIPPED, 0)
  bytes.writeUInt32LE(PREFIX_LENGTH - 8, 4)
  bytes.writeBigUInt64LE(BigInt(length), 8)
  return bytes
}

function lengthIn(bytes: Uint8Array): number {
  const { buffer, byteOffset, byteLength } = bytes
  const start = Buffer.from(buffer, byteOffset, byteLength)
  if (start.readUInt32LE(0) !== SKIPPED) throw new Error('the length is missing')
  return Number(start.readBigUInt64LE(8))
}
