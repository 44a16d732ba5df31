const FIRST_SLOTS = 16

/**
 * Remembers to which slot of the memory a call with one string led.
 *
 * Such a call is so common that it has a `Map` of its own, straight to the slot. A slot has at most one string that leads
 * there, so there are no more strings than slots, and the stamp can be kept by slot.
 */
export class LoneStrings {
  readonly #slots = new Map<string, number>()
  /** By slot: the string that leads there. */
  readonly #texts: (string | undefined)[] = []
  /** By slot: its stamp when the string came to lead there. */
  #stamps = new Float64Array(FIRST_SLOTS).fill(NaN)

  /** @param mostSlots calls that lead to slots beyond are not remembered */
  constructor(readonly mostSlots: number) {}

  /** The slot that the call with `text` led to, or -1. */
  find(stamps: Float64Array, text: string): number {
    const slot = this.#slots.get(text)
    return slot !== undefined && stamps[slot] === this.#stamps[slot] ? slot : -1
  }

  /** From now on the call leads to `slot`, until another entry is there. */
  remember(stamps: Float64Array, text: string, slot: number): void {
    if (slot >= this.mostSlots) return
    const left = this.#slots.get(text)
    if (left !== undefined) this.#texts[left] = undefined
    while (this.#texts.length <= slot) this.#texts.push(undefined)
    const former = this.#texts[slot]
    if (former !== undefined) this.#slots.delete(former)
    if (slot >= this.#stamps.length) this.#grow(slot)
    this.#texts[slot] = text
    this.#stamps[slot] = stamps[slot]!
    this.#slots.set(text, slot)
  }

  #grow(slot: number): void {
    let length = this.#stamps.length
    while (length <= slot) length *= 2
    const stamps = new Float64Array(length).fill(NaN)
    stamps.set(this.#stamps)
    this.#stamps = stamps
  }
}
