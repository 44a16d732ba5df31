/**
 * Work written once for synchronous and asynchronous use: a generator that yields whatever may have to be waited
 * for and gets back the value it stands for. Which runner drives it decides whether anything is waited for.
 */
export type Steps<T> = Generator<unknown, T, any>

/** Drives steps to their end. */
export type Runner = <T>(steps: Steps<T>) => unknown

/** Hands every yielded value straight back. */
export function runSync<T>(steps: Steps<T>): T {
  let step = steps.next()
  while (!step.done) step = steps.next(step.value)
  return step.value
}

/** Awaits every yielded value; a rejection is thrown inside the steps. */
export async function runAsync<T>(steps: Steps<T>): Promise<T> {
  let step = steps.next()
  while (!step.done) {
    let value: unknown
    try {
      value = await step.value
    } catch (error) {
      step = steps.throw(error)
      continue
    }
    step = steps.next(value)
  }
  return step.value
}
