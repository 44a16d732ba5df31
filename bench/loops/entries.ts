import type { MapLike } from '../subject.js'

/** Gets each key once; gives the sum of the values. */
export function get(map: MapLike, keys: readonly unknown[]): number {
  let sum = 0
  for (let i = 0; i < keys.length; i++) sum += map.get(keys[i])
  return sum
}

/** Sets each key once. */
export function set(map: MapLike, keys: readonly unknown[]): number {
  for (let i = 0; i < keys.length; i++) map.set(keys[i], i)
  return keys.length
}

/** Sets `count` keys from `first` on. */
export function setFrom(map: MapLike, first: number, count: number): number {
  for (let key = first; key < first + count; key++) map.set(key, key)
  return count
}

/** Gets each key, and sets those that are missing; gives how many were asked for. */
export function getElseSet(map: MapLike, keys: readonly unknown[]): number {
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]
    if (map.get(key) === undefined) map.set(key, i)
  }
  return keys.length
}
