/**
 * A value as bytes: one small piece, and beside it the large ones as they lie in memory, so that writing them
 * needs no copy.
 */
export interface Encoded {
  /** Everything but the blobs. */
  readonly inline: Uint8Array
  /** Large binary parts, in an order of the codec's choosing. */
  readonly blobs: readonly Uint8Array[]
}

/**
 * Turns a value into bytes and back.
 *
 * What `decode` gives is equal to what `encode` took, under `util.isDeepStrictEqual`; a value for which that cannot
 * be kept is refused when it is written. No codec runs code found in the bytes.
 *
 * Who owns the bytes: what `encode` gives may be views on the value's own memory, so it is used before control goes
 * back to the caller. `decode` borrows `inline` for the call only, and owns each blob, which has an `ArrayBuffer` of
 * exactly its size to itself.
 *
 * `docs/extending.md` shows how to write one; `codecSuite` from `pilfer/testing` says whether it is right.
 */
export interface Codec<V = unknown> {
  /** Stored with each record; a record is only ever decoded by the codec that it names. */
  readonly name: string
  /**
   * What ends the name of a file with such a value, without the dot.
   *
   * @default the name
   */
  readonly extension?: string
  /**
   * What it writes is text in UTF-8, in one piece without blobs, and may be stored as such.
   *
   * @default false
   */
  readonly text?: boolean
  /** How it keeps bytes that come as a stream; absent where it cannot. */
  readonly stream?: StreamForm
  /** @throws PilferError `VALUE_UNSUPPORTED` or `VALUE_TOO_DEEP`, naming the path of the part that cannot be kept. */
  encode(value: V): Encoded
  /** @throws PilferError `CODEC_DECODE` when the bytes are not this codec's. */
  decode(encoded: Encoded): V
}

/** How a codec keeps bytes whose number is not known before. */
export interface StreamForm {
  /** The inline part of a `Uint8Array` whose bytes are the one blob. */
  readonly inline: Uint8Array
  /**
   * Where the bytes of a value are: in its one blob, or what this returns of its inline part.
   *
   * @returns `undefined` for a value that is anything but bytes
   */
  bytesIn(inline: Uint8Array, blobs: number): 'blob' | Uint8Array | undefined
}

/** A reversible change of bytes, such as compression. */
export interface Transform {
  /** Becomes part of the codec's name. */
  readonly name: string
  /**
   * What ends the name of a file with such bytes, without the dot.
   *
   * @default the name
   */
  readonly extension?: string
  /** The changed bytes. */
  apply(bytes: Uint8Array): Uint8Array
  /** The bytes as they were, in an `ArrayBuffer` of exactly their size. */
  revert(bytes: Uint8Array): Uint8Array
}

/**
 * A codec whose bytes pass through `transforms`, in order when writing and in reverse when reading.
 *
 * @example
 * ```ts
 * import { compose } from 'pilfer'
 * import { dirArchive } from 'pilfer/archive/dir'
 * import { gzip } from 'pilfer/codec/gzip'
 * import { v8Codec } from 'pilfer/codec/v8'
 *
 * const memo = dirArchive('./memo', { codec: compose(v8Codec(), gzip()) })
 * ```
 */
export function compose<V>(codec: Codec<V>, ...transforms: readonly Transform[]): Codec<V> {
  if (transforms.length === 0) return codec
  const write = (bytes: Uint8Array): Uint8Array => transforms.reduce((b, t) => t.apply(b), bytes)
  const read = (bytes: Uint8Array): Uint8Array => transforms.reduceRight((b, t) => t.revert(b), bytes)
  return {
    name: [codec.name, ...transforms.map((t) => t.name)].join('+'),
    extension: [codec, ...transforms].map((part) => part.extension ?? part.name).join('.'),
    encode(value) {
      const { inline, blobs } = codec.encode(value)
      return { inline: write(inline), blobs: blobs.map(write) }
    },
    decode: ({ inline, blobs }) => codec.decode({ inline: read(inline), blobs: blobs.map(read) }),
  }
}
