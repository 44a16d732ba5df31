import type { AnyFunction } from '../subject.js'

/** Calls with each argument; gives the sum of the results. */
export function one(fn: AnyFunction, args: readonly unknown[]): number {
  let sum = 0
  for (let i = 0; i < args.length; i++) sum += fn(args[i])
  return sum
}

/** Calls with each list of three arguments; gives the sum of the results. */
export function three(fn: AnyFunction, lists: readonly (readonly unknown[])[]): number {
  let sum = 0
  for (let i = 0; i < lists.length; i++) {
    const list = lists[i]!
    sum += fn(list[0], list[1], list[2])
  }
  return sum
}

/** Calls with each argument and waits for the result; gives the sum of the results. */
export async function oneAwaited(fn: AnyFunction, args: readonly unknown[]): Promise<number> {
  let sum = 0
  for (let i = 0; i < args.length; i++) sum += await fn(args[i])
  return sum
}
