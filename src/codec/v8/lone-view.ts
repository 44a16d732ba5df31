import type { Encoded, StreamForm } from '../../codec.js'
import { exactBuffer } from '../../internal/exact-buffer.js'
import { ownCopy } from '../../internal/own-bytes.js'
import { BLOB_BYTES, LONE_VIEW } from './format.js'
import { makeView, VIEW_KINDS, viewFault, viewKind } from './views.js'

/** Where each part lies: the kind of view, how many blobs it has, how many bytes follow, and these. */
const AT = { kind: 1, blobs: 2, length: 4, bytes: 8 } as const

/**
 * A value that is a view and nothing else, such as a `Buffer`: its bytes as they are, for which V8 is not needed.
 * `undefined` for any other value.
 */
export function writeLoneView(value: unknown): Encoded | undefined {
  if (!ArrayBuffer.isView(value) || viewFault(value) !== undefined) return undefined
  const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
  const blobs = bytes.length < BLOB_BYTES ? [] : [bytes]
  const length = blobs.length === 0 ? bytes.length : 0
  const inline = writeHead(viewKind(value)!, blobs.length, length)
  if (length > 0) inline.set(bytes, AT.bytes)
  return { inline, blobs }
}

/** Whether bytes are what {@link writeLoneView} wrote. */
export const isLoneView = (inline: Uint8Array): boolean => inline[0] === LONE_VIEW

/** The view in them. Throws an error of any class where they hold none. */
export function readLoneView(inline: Uint8Array, blobs: readonly Uint8Array[]): ArrayBufferView {
  const length = uint32(inline, AT.length)
  const kind = inline[AT.kind]!
  if (kind >= VIEW_KINDS) throw new Error(`a view of the unknown kind ${kind}`)
  if (inline.length !== AT.bytes + length || blobs.length !== inline[AT.blobs] || blobs.length > 1)
    throw new Error(`${inline.length} bytes and ${blobs.length} blobs where there should be others`)
  if (blobs.length === 1) return makeView(kind, exactBuffer(blobs[0]!))
  return makeView(kind, ownCopy(inline.subarray(AT.bytes)))
}

/** Unsigned, little-endian. A `DataView` costs several times as much. */
const uint32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0

/** A stream is kept as the one blob of a `Uint8Array`; the bytes of any lone view are given as one. */
export const loneViewStream: StreamForm = {
  inline: writeHead(viewKind(new Uint8Array(0))!, 1, 0),
  bytesIn(inline, blobs) {
    if (!isLoneView(inline)) return undefined
    return blobs === 1 ? 'blob' : inline.subarray(AT.bytes)
  },
}

function writeHead(kind: number, blobs: number, length: number): Buffer {
  const inline = Buffer.allocUnsafe(AT.bytes + length)
  inline.writeUInt32LE(LONE_VIEW)
  inline.writeUInt32LE(length, AT.length)
  inline[AT.kind] = kind
  inline[AT.blobs] = blobs
  return inline
}
