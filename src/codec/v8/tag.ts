import type { Place } from '../../internal/value/place.js'
import type { KnownClass } from './known-class.js'

/** One kind of object that V8 would change, and how it is written instead. Reading goes in the order of writing. */
export interface Tag<T extends object = any> {
  /** Stands for the tag in the stored bytes; never changes. */
  readonly code: number
  write(value: T, out: TagWriter, place: Place): void
  /** The object; without its parts if it has `parts`. */
  read(from: TagReader): T
  /**
   * What is put into the object once it is there, so that its parts may refer to it. It is written and read after
   * the value that the object was met in, which keeps the stack low however long a chain of such objects is.
   */
  readonly parts?: {
    write(value: T, out: TagWriter, place: Place): void
    read(into: T, from: TagReader): void
  }
}

/** What a tag writes with. Numbers come before values, since V8 looks at what follows an ArrayBuffer. */
export interface TagWriter {
  writeUint32(value: number): void
  writeDouble(value: number): void
  /** What V8 keeps, as it is. */
  writeValue(value: unknown): unknown
  /** Any value. */
  keep(value: unknown, place: Place): void
  /** The value that an object is made of; all of it is read before the object is made. */
  source(value: unknown, place: Place): void
  /** The own enumerable properties of `whole`, those under registered symbols too. */
  members(whole: object, place: Place): void
  /** The registered class that an object is a direct instance of. */
  classOf(value: object): KnownClass | undefined
  /** A class by its name, in full the first time only. */
  className(name: string): void
  /** The bytes of a view; beside the stream when they are many. */
  bytes(view: ArrayBufferView): void
}

/** What a tag reads with. */
export interface TagReader {
  readUint32(): number
  readDouble(): number
  readValue(): any
  readText(): string
  source(): unknown
  members(into: object): void
  className(): KnownClass
  bytes(): ArrayBuffer
}
