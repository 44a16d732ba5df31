import type { Codec, Encoded } from '../codec.js'
import { PilferError } from '../errors.js'
import { type Check, checkOptions } from '../internal/check-options.js'
import { Place } from '../internal/value/place.js'
import type { AnyClass, StorableClass } from './v8/class-option.js'
import { Classes } from './v8/classes.js'
import { isLoneView, loneViewStream, readLoneView, writeLoneView } from './v8/lone-view.js'
import { MirrorWriter } from './v8/mirror-writer.js'
import { isNative } from './v8/native.js'
import { Reader } from './v8/reader.js'
import { Writer } from './v8/writer.js'

export type { AnyClass, StorableClass }

/** The options of {@link v8Codec}. */
export interface V8CodecOptions {
  /**
   * The classes whose instances are kept: a class alone where the own enumerable properties are the whole of an
   * instance, otherwise with a pair of functions. Errors are kept without; classes over `Error` are named here.
   *
   * @default []
   */
  readonly classes?: readonly (AnyClass | StorableClass)[]
}

const OPTIONS: Record<string, Check> = {
  classes: { expected: 'an array of classes', ok: Array.isArray },
}

/**
 * The default codec: the data of JavaScript in the format of `node:v8`, readable under every version of Node.
 *
 * It keeps primitives, plain objects and arrays with all their oddities, Map, Set, Date, RegExp, BigInt, every kind of
 * view, Buffer, ArrayBuffer, errors with what they carry, URL and URLSearchParams, and instances of `classes`; cycles
 * stay cycles, and what is referred to twice is one object again. Whatever would not come back equal under
 * `util.isDeepStrictEqual` is refused when it is written. Getters are stored as the data that they give.
 *
 * Views and buffers of 64 KiB and more are blobs on the memory of the value, and are used as they are when reading.
 *
 * @throws PilferError `OPTION_INVALID` for a class that cannot be kept as it was given, `OPTION_CONFLICT` for two
 * classes of one name.
 *
 * @example
 * ```ts
 * import { v8Codec } from 'pilfer/codec/v8'
 *
 * class Point {
 *   constructor(readonly x: number, readonly y: number) {}
 * }
 *
 * const codec = v8Codec({ classes: [Point] })
 * codec.decode(codec.encode(new Map([['home', new Point(1, 2)]])))
 * ```
 */
export function v8Codec(options: V8CodecOptions = {}): Codec {
  checkOptions('v8Codec', options, OPTIONS)
  const classes = new Classes(options.classes ?? [])
  return {
    name: 'v8',
    stream: loneViewStream,
    encode: (value) => encode(value, classes),
    decode({ inline, blobs }) {
      try {
        return isLoneView(inline) ? readLoneView(inline, blobs) : new Reader(inline, blobs, classes).whole()
      } catch (cause) {
        if (cause instanceof PilferError && cause.code === 'CODEC_DECODE') throw cause
        throw new PilferError('CODEC_DECODE', `the bytes are no value of the v8 codec: ${cause}`, { cause })
      }
    },
  }
}

function encode(value: unknown, classes: Classes): Encoded {
  return writeLoneView(value) ?? unmirrored(value) ?? mirrored(value, classes)
}

/** The value as V8 writes it, where V8 alone can. */
function unmirrored(value: unknown): Encoded | undefined {
  try {
    if (!isNative(value)) return undefined
    const writer = new Writer()
    writer.writeValue(value)
    return writer.finish()
  } catch {
    // What is wrong, and where, is found out on the other way.
    return undefined
  }
}

function mirrored(value: unknown, classes: Classes): Encoded {
  try {
    const writer = new MirrorWriter(classes)
    writer.source(value, new Place())
    return writer.finish()
  } catch (cause) {
    if (cause instanceof PilferError) throw cause
    if (cause instanceof RangeError && !('code' in cause))
      throw new PilferError('VALUE_TOO_DEEP', 'the value nests too deep for what is left of the stack', {
        cause,
      })
    throw new PilferError('VALUE_UNSUPPORTED', `V8 cannot serialise the value: ${cause}`, { cause })
  }
}
