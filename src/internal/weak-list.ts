/** A list that does not keep its items alive. */
export class WeakList<T extends object> {
  #refs: WeakRef<T>[] = []
  #pruneAt = 16

  add(item: T): void {
    if (this.#refs.length === this.#pruneAt) {
      this.#refs = this.#refs.filter((ref) => ref.deref() !== undefined)
      this.#pruneAt = Math.max(16, 2 * this.#refs.length)
    }
    this.#refs.push(new WeakRef(item))
  }

  /** The items that are still there. */
  *[Symbol.iterator](): Generator<T> {
    for (const ref of this.#refs) {
      const item = ref.deref()
      if (item !== undefined) yield item
    }
  }
}
