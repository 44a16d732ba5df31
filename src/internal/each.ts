import type { Steps } from './run.js'

/**
 * Visits items one after the other, waiting for those that have to be waited for, until a visit says `false`. Says
 * whether it came to the end.
 */
export function* each<T>(
  items: Iterable<T> | AsyncIterable<T>,
  visit: (item: T) => Steps<boolean>,
): Steps<boolean> {
  const iterator = Symbol.iterator in items ? items[Symbol.iterator]() : items[Symbol.asyncIterator]()
  let isAtEnd = false
  try {
    for (;;) {
      const step: IteratorResult<T> = yield iterator.next()
      if (step.done) {
        isAtEnd = true
        return true
      }
      if (!(yield* visit(step.value))) return false
    }
  } finally {
    if (!isAtEnd) yield iterator.return?.()
  }
}

/** All items as a list; a promise where they have to be waited for. */
export function listOf<T>(items: Iterable<T> | AsyncIterable<T>): T[] | Promise<T[]> {
  return Symbol.iterator in items ? [...items] : listOfAsync(items)
}

async function listOfAsync<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

/** How many items there are; a promise where they have to be waited for. */
export function count(items: Iterable<unknown> | AsyncIterable<unknown>): number | Promise<number> {
  if (Symbol.iterator in items) {
    let n = 0
    for (const _ of items) n++
    return n
  }
  return countAsync(items)
}

async function countAsync(items: AsyncIterable<unknown>): Promise<number> {
  let n = 0
  for await (const _ of items) n++
  return n
}
