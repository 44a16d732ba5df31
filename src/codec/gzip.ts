import { gunzipSync, gzipSync } from 'node:zlib'
import type { Transform } from '../codec.js'
import { checkOptions } from '../internal/check-options.js'
import { decompressAll, integer, zlibTransform } from '../internal/zlib-transform.js'

/** The options of {@link gzip}. */
export interface GzipOptions {
  /**
   * How hard to try, from 0 (not at all) to 9.
   *
   * @default 6
   */
  readonly level?: number
}

/**
 * Compression with gzip, which has a checksum of its own and which everything can read.
 *
 * @example
 * ```ts
 * import { compose } from 'pilfer'
 * import { gzip } from 'pilfer/codec/gzip'
 * import { jsonCodec } from 'pilfer/codec/json'
 *
 * const codec = compose(jsonCodec(), gzip({ level: 9 }))
 * ```
 */
export function gzip(options: GzipOptions = {}): Transform {
  checkOptions('gzip', options, { level: integer(0, 9) })
  const { level = 6 } = options
  return zlibTransform(
    'gzip',
    'gz',
    (bytes) => gzipSync(bytes, { level }),
    (bytes) => decompressAll(bytes, gunzipSync),
  )
}
