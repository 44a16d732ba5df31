import { PilferError, show } from '../../errors.js'

/**
 * The saved order `state`, once it is known to hold each of the slots in `held` exactly once.
 *
 * @throws PilferError `SNAPSHOT_INVALID` for anything else.
 */
export function savedOrder(state: unknown, held: readonly number[]): readonly number[] {
  if (!Array.isArray(state))
    throw invalid(`the order of a policy must be an array of slots, received ${show(state)}`)
  const missing = new Set(held)
  // By index, since a hole is no slot either.
  for (let i = 0; i < state.length; i++)
    if (!missing.delete(state[i]))
      throw invalid(
        `the order of a policy must name each slot with an entry once, received ${show(state[i])} at place ${i}`,
      )
  if (missing.size > 0)
    throw invalid(
      `the order of a policy must name each slot with an entry once; ${missing.size} of ${held.length} are missing`,
    )
  return state
}

/** Reads the state of a policy that is an object, believing nothing: all it gives is what was asked for. */
export class SavedState {
  readonly #fields: Readonly<Record<string, unknown>>

  /** @throws PilferError `SNAPSHOT_INVALID` when it is no object. */
  constructor(
    readonly policy: string,
    state: unknown,
  ) {
    if (typeof state !== 'object' || state === null)
      throw invalid(`the state of ${policy} must be an object, received ${show(state)}`)
    this.#fields = state as Record<string, unknown>
  }

  get(name: string): unknown {
    return this.#fields[name]
  }

  /** An array of exactly `count` parts; of any number of them where none is given. */
  array(name: string, count?: number): readonly unknown[] {
    const value = this.get(name)
    if (Array.isArray(value) && (count === undefined || value.length === count)) return value
    throw this.invalid(name, count === undefined ? 'an array' : `an array of ${count}`, value)
  }

  /** Slots in `lists` lists, which together hold each of `held` once. */
  slots(name: string, lists: number, held: readonly number[]): readonly (readonly number[])[] {
    const found = this.array(name, lists)
    for (const list of found)
      if (!Array.isArray(list)) throw this.invalid(name, 'arrays of slots in an array', list)
    savedOrder(found.flat(), held)
    return found as readonly (readonly number[])[]
  }

  /** `count` integers from `least` to `most`. */
  integers(name: string, count: number, least: number, most: number): readonly number[] {
    return this.#integersOf(name, this.array(name, count), least, most)
  }

  /** Hashes of keys, or `null`, in several lists: in the list `i`, at most `most[i]`. */
  hashes(name: string, most: readonly number[]): readonly (readonly (number | null)[])[] {
    return this.array(name, most.length).map((list, i) => {
      if (!Array.isArray(list) || list.length > most[i])
        throw this.invalid(name, `arrays in an array, the one at ${i} of at most ${most[i]}`, list)
      this.#integersOf(
        name,
        Array.from(list, (hash) => hash ?? 0),
        -(2 ** 31),
        2 ** 31 - 1,
      )
      return list
    })
  }

  number(name: string, least: number, most: number): number {
    const value = this.get(name)
    if (typeof value === 'number' && value >= least && value <= most) return value
    throw this.invalid(name, `a number from ${least} to ${most}`, value)
  }

  integer(name: string, least: number, most: number): number {
    return this.#integersOf(name, [this.get(name)], least, most)[0]
  }

  invalid(name: string, expected: string, received: unknown): PilferError {
    return invalid(`\`${name}\` of ${this.policy} must be ${expected}, received ${show(received)}`)
  }

  #integersOf(name: string, values: readonly unknown[], least: number, most: number): readonly number[] {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]
      if (!Number.isInteger(value) || (value as number) < least || (value as number) > most)
        throw this.invalid(name, `integers from ${least} to ${most}`, value)
    }
    return values as readonly number[]
  }
}

const invalid = (message: string): PilferError => new PilferError('SNAPSHOT_INVALID', message)
