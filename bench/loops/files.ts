import type { FileStore } from '../subject.js'

/** Gets each key; gives the sum of what `measure` makes of the values. */
export function get(store: FileStore, keys: readonly string[], measure: (value: any) => number): number {
  let sum = 0
  for (const key of keys) sum += measure(store.get(key))
  return sum
}

export async function getAwaited(
  store: FileStore,
  keys: readonly string[],
  measure: (value: any) => number,
): Promise<number> {
  let sum = 0
  for (const key of keys) sum += measure(await store.get(key))
  return sum
}

/** Sets each key to `value`. */
export function set(store: FileStore, keys: readonly string[], value: unknown): number {
  for (const key of keys) store.set(key, value)
  return keys.length
}

export async function setAwaited(store: FileStore, keys: readonly string[], value: unknown): Promise<number> {
  for (const key of keys) await store.set(key, value)
  return keys.length
}
