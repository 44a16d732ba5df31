import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import type { Transform } from '../codec.js'
import { checkOptions } from '../internal/check-options.js'
import { decompressAll, integer, zlibTransform } from '../internal/zlib-transform.js'

/** The options of {@link brotli}. */
export interface BrotliOptions {
  /**
   * How hard to try, from 0 to 11; the last steps take very long.
   *
   * @default 5
   */
  readonly quality?: number
}

/**
 * Compression with Brotli: smaller than gzip at the same speed, above all for text. It has no checksum of its own;
 * the archive's records have one.
 *
 * @example
 * ```ts
 * import { compose } from 'pilfer'
 * import { brotli } from 'pilfer/codec/brotli'
 * import { jsonCodec } from 'pilfer/codec/json'
 *
 * const codec = compose(jsonCodec(), brotli({ quality: 9 }))
 * ```
 */
export function brotli(options: BrotliOptions = {}): Transform {
  checkOptions('brotli', options, { quality: integer(0, 11) })
  const params = { [constants.BROTLI_PARAM_QUALITY]: options.quality ?? 5 }
  return zlibTransform(
    'brotli',
    'br',
    (bytes) => brotliCompressSync(bytes, { params }),
    (bytes) => decompressAll(bytes, brotliDecompressSync),
  )
}
