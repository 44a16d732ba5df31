import { Serializer } from 'node:v8'
import type { Encoded } from '../../codec.js'
import { BLOB_BYTES, FORMAT } from './format.js'
import { viewKind } from './views.js'

const START = Uint8Array.of(FORMAT)

/** Writes one value in V8's own format, with views in it as host objects, the large ones beside it. */
export class Writer extends Serializer {
  readonly #blobs: Uint8Array[] = []

  constructor() {
    super()
    ;(this as any)._setTreatArrayBufferViewsAsHostObjects(true)
    this.writeRawBytes(START)
    this.writeHeader()
  }

  /** The bytes of a view; beside the stream when they are many. */
  bytes(view: ArrayBufferView): void {
    if (view.byteLength < BLOB_BYTES) {
      this.writeUint32(view.byteLength + 1)
      this.writeRawBytes(view as NodeJS.ArrayBufferView)
    } else {
      this.writeUint32(0)
      this.#blobs.push(new Uint8Array(view.buffer, view.byteOffset, view.byteLength))
    }
  }

  finish(): Encoded {
    return { inline: this.releaseBuffer(), blobs: this.#blobs }
  }

  /** Called by V8 for each view, and for objects that it does not know. */
  _writeHostObject(view: ArrayBufferView): void {
    const kind = viewKind(view)
    if (kind === undefined) throw new TypeError('not a view that can be kept')
    this.writeUint32(kind)
    this.bytes(view)
  }
}
