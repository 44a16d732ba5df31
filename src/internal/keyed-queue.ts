/**
 * Runs asynchronous work of one key in the order in which it was asked for, so that of two writes the later one is
 * also the one that lasts. Work of different keys does not wait for each other.
 */
export class KeyedQueue {
  readonly #last = new Map<string, Promise<unknown>>()

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key)
    const run = before === undefined ? work() : before.then(work, work)
    this.#last.set(key, run)
    try {
      return await run
    } finally {
      if (this.#last.get(key) === run) this.#last.delete(key)
    }
  }
}
