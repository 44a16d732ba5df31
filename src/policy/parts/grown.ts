/** The largest capacity for which an array is made in full at once. */
const SMALL = 1024

/** How long an array begins that may come to hold `capacity` cells. */
export const startLength = (capacity: number): number => Math.min(capacity, SMALL)

/**
 * A longer copy of `array` that has a cell `index`. It is twice as long, or `limit` if that is less, so that
 * growing cell by cell costs constant time each.
 */
export function grown<A extends Int32Array | Float64Array | Uint8Array>(
  array: A,
  index: number,
  limit: number,
): A {
  const length = Math.max(index + 1, Math.min(2 * array.length, limit))
  const copy = new (array.constructor as new (length: number) => A)(length)
  copy.set(array)
  return copy
}
