/** A function, and how often it has run: what a cache is there to keep low. */
export function counting<F extends (...args: any[]) => any>(fn: F): F & { runs: number } {
  const counted = function (this: unknown, ...args: unknown[]): unknown {
    counted.runs++
    return fn.apply(this, args)
  } as unknown as F & { runs: number }
  counted.runs = 0
  Object.defineProperty(counted, 'name', { value: fn.name })
  return counted
}
