import { Deserializer } from 'node:v8'
import { exactBuffer } from '../../internal/exact-buffer.js'
import { setOwn } from '../../internal/value/data-properties.js'
import type { Classes } from './classes.js'
import { FORMAT, REFERENCE } from './format.js'
import type { KnownClass } from './known-class.js'
import type { Tag, TagReader } from './tag.js'
import { TAGS } from './tags.js'
import { makeView, VIEW_KINDS } from './views.js'

/** A tagged object that has been met. */
interface Met {
  readonly tag: Tag
  /** The object, once it is there. */
  object?: object
  /** Whether its parts are still to be read. */
  isWaiting: boolean
}

/** Reads what a `Writer` wrote. Throws an error of any class where the bytes are not of its making. */
export class Reader extends Deserializer implements TagReader {
  readonly #inline: Uint8Array
  readonly #blobs: readonly Uint8Array[]
  readonly #classes: Classes
  readonly #known: KnownClass[] = []
  readonly #met: Met[] = []
  #waiting: Met[] = []
  #blobsUsed = 0

  constructor(inline: Uint8Array, blobs: readonly Uint8Array[], classes: Classes) {
    super(inline.subarray(1))
    this.#inline = inline
    this.#blobs = blobs
    this.#classes = classes
  }

  /** The one value that the bytes hold. */
  whole(): unknown {
    if (this.#inline[0] !== FORMAT) throw new Error(`format ${this.#inline[0]} instead of ${FORMAT}`)
    this.readHeader()
    const value = this.source()
    const end = this.readRawBytes(0).byteOffset - this.#inline.byteOffset
    if (end < this.#inline.length) throw new Error(`${this.#inline.length - end} bytes too many`)
    if (this.#blobsUsed < this.#blobs.length)
      throw new Error(`${this.#blobs.length - this.#blobsUsed} blobs too many`)
    return value
  }

  source(): unknown {
    const outer = this.#waiting
    this.#waiting = []
    const value = this.readValue()
    // The list grows while it is gone through.
    for (const met of this.#waiting) this.#parts(met)
    this.#waiting = outer
    return value
  }

  readText(): string {
    const text: unknown = this.readValue()
    if (typeof text !== 'string') throw new Error('something else where a string was expected')
    return text
  }

  members(into: object): void {
    const properties = this.readValue()
    for (const key of Object.keys(properties)) setOwn(into, key, properties[key])
    for (let symbols = this.readUint32(); symbols > 0; symbols--)
      setOwn(into, Symbol.for(this.readText()), this.readValue())
  }

  className(): KnownClass {
    const number = this.readUint32()
    if (number === this.#known.length) this.#known.push(this.#classes.named(this.readText()))
    const known = this.#known[number]
    if (known === undefined) throw new Error(`class ${number} before its name`)
    return known
  }

  bytes(): ArrayBuffer {
    const length = this.readUint32()
    if (length > 0) return new Uint8Array(this.readRawBytes(length - 1)).buffer
    const blob = this.#blobs[this.#blobsUsed++]
    if (blob === undefined) throw new Error('a blob too few')
    return exactBuffer(blob)
  }

  /** Called by V8 for what `_writeHostObject` wrote. */
  _readHostObject(): object {
    const code = this.readUint32()
    if (code < VIEW_KINDS) return makeView(code, this.bytes())
    if (code === REFERENCE) return this.#referred()
    const tag = TAGS.get(code)
    if (tag === undefined) throw new Error(`an object of the unknown kind ${code}`)
    const met: Met = { tag, isWaiting: false }
    this.#met.push(met)
    met.object = tag.read(this) as object
    met.isWaiting = tag.parts !== undefined
    if (met.isWaiting) this.#waiting.push(met)
    return met.object
  }

  #referred(): object {
    const met = this.#met[this.readUint32()]
    if (met?.object === undefined) throw new Error('a reference to an object that is not there')
    if (met.isWaiting) this.#waiting.push(met)
    return met.object
  }

  #parts(met: Met): void {
    if (!met.isWaiting) return
    met.isWaiting = false
    met.tag.parts!.read(met.object!, this)
  }
}
