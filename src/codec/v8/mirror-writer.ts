import { dataSymbols } from '../../internal/value/data-properties.js'
import { type Place, readProperty, unsupported } from '../../internal/value/place.js'
import type { Classes } from './classes.js'
import { REFERENCE } from './format.js'
import type { KnownClass } from './known-class.js'
import { Marker, Mirror } from './mirror.js'
import type { TagWriter } from './tag.js'
import { Writer } from './writer.js'

/** A tagged object that has been met. */
interface Met {
  readonly number: number
  readonly marker: Marker
  /** Whether it is being written, is there but for its parts, or needs nothing more. */
  state: 'begun' | 'waiting' | 'done'
}

/** Writes one value through its mirror, with the tagged objects as host objects. */
export class MirrorWriter extends Writer implements TagWriter {
  readonly #classes: Classes
  readonly #mirror: Mirror
  readonly #met = new Map<object, Met>()
  readonly #classNames = new Map<string, number>()
  /** The objects whose parts are written next. */
  #waiting: Met[] = []
  /** How deep the parts begin. */
  #depth = 0

  constructor(classes: Classes) {
    super()
    this.#classes = classes
    this.#mirror = new Mirror(classes)
  }

  source(value: unknown, place: Place): void {
    const outer = [this.#waiting, this.#depth] as const
    this.#waiting = []
    this.#depth = place.depth
    this.keep(value, place)
    // The list grows while it is gone through.
    for (const met of this.#waiting) this.#parts(met)
    ;[this.#waiting, this.#depth] = outer
  }

  keep(value: unknown, place: Place): void {
    this.writeValue(this.#mirror.of(value, place))
  }

  members(whole: object, place: Place): void {
    this.writeValue(this.#mirror.properties(whole, place))
    const symbols = dataSymbols(whole)
    this.writeUint32(symbols.length)
    for (const symbol of symbols) {
      const name = Symbol.keyFor(symbol)
      if (name === undefined) throw unsupported(place.at(symbol), 'a property under an unregistered symbol')
      this.writeValue(name)
      this.keep(readProperty(whole, symbol, place), place.at(symbol))
    }
  }

  classOf(value: object): KnownClass | undefined {
    return this.#classes.of(value)
  }

  className(name: string): void {
    const number = this.#classNames.get(name)
    this.writeUint32(number ?? this.#classNames.size)
    if (number !== undefined) return
    this.#classNames.set(name, this.#classNames.size)
    this.writeValue(name)
  }

  override _writeHostObject(view: ArrayBufferView): void {
    if (view instanceof Marker) this.#tagged(view)
    else super._writeHostObject(view)
  }

  #tagged(marker: Marker): void {
    const met = this.#met.get(marker.value)
    if (met === undefined) this.#begin(marker)
    else this.#refer(met, marker.place)
  }

  #begin(marker: Marker): void {
    const { value, tag, place } = marker
    const met: Met = { number: this.#met.size, marker, state: 'begun' }
    this.#met.set(value, met)
    this.writeUint32(tag.code)
    tag.write(value, this, place)
    met.state = tag.parts === undefined ? 'done' : 'waiting'
    if (met.state === 'waiting') this.#waiting.push(met)
  }

  #refer(met: Met, place: Place): void {
    if (met.state === 'begun')
      throw unsupported(place, 'a reference to the very object whose `encode` gave it')
    if (met.state === 'waiting') this.#waiting.push(met)
    this.writeUint32(REFERENCE)
    this.writeUint32(met.number)
  }

  #parts(met: Met): void {
    if (met.state === 'done') return
    met.state = 'done'
    const { value, tag, place } = met.marker
    tag.parts?.write(value, this, place.withDepth(this.#depth))
  }
}
