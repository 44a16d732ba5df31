import type { Archive } from '../../archive.js'
import { v8Codec } from '../../codec/v8.js'
import type { Codec } from '../../codec.js'
import type { PilferError } from '../../errors.js'
import { createArchive } from '../../internal/archive-front.js'
import { checkOptions, func, object, oneOf } from '../../internal/check-options.js'
import { fileAt } from '../../internal/fs/file-path.js'
import type { Framing } from '../../internal/log/framing.js'
import { LogStore } from './store.js'

/** What archives in one file take. */
export interface LogArchiveOptions<V> {
  /**
   * Turns values into bytes and back. Every record names its codec and is read by no other.
   *
   * @default v8Codec()
   */
  readonly codec?: Codec<V>
  /**
   * What an entry survives once `set` has returned: `'process'`, the death of this process; `'disk'`, also that of
   * the machine, at the cost of waiting for the disk. `setMany` waits once for all its entries.
   *
   * @default 'process'
   */
  readonly durability?: 'process' | 'disk'
  /**
   * The time in ms since 1970, by which entries expire.
   *
   * @default Date.now
   */
  readonly clock?: () => number
  /**
   * Called once for each damaged stretch of the file, with a `RECORD_DAMAGED` error that says where it is, and with the
   * error of a compaction that failed, which loses nothing. It is called when all else is done, and may use the
   * archive; what it throws is thrown by the call that it belongs to.
   *
   * @default process.emitWarning
   */
  readonly onDamage?: (error: PilferError) => void
}

/**
 * The archive in the file at `path`.
 *
 * @param kind as in `'file'`
 * @param framing makes what says how records lie in one file, for a codec
 */
export function logArchive<V>(
  kind: string,
  path: string,
  options: LogArchiveOptions<V>,
  framing: (codec: Codec<V>) => Framing,
): Archive<V> {
  const what = `${kind}Archive`
  const place = fileAt(what, path)
  checkOptions(what, options, {
    codec: object('a codec, such as jsonCodec()', 'encode', 'decode'),
    durability: oneOf('process', 'disk'),
    clock: func,
    onDamage: func,
  })
  const { codec = v8Codec() as Codec<V>, durability, clock, onDamage = warn } = options
  const sync = durability === 'disk'
  const store = new LogStore<V>(place, { kind, framing: () => framing(codec), codec, sync, onDamage })
  return createArchive<V>(store, clock && { clock })
}

const warn = (error: PilferError): void => process.emitWarning(error)
