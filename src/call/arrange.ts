import { PilferError, show } from '../errors.js'
import { titleOf } from './known.js'
import type { Default, Parameter, Parameters } from './parameters.js'
import type { Place } from './place.js'
import { copyOf, isPlain } from './plain.js'

/** A place in a call, and the value that it is fixed to. */
export interface FixedPlace extends Place {
  readonly value: unknown
}

/** How one parameter comes by its value. */
interface Slot {
  /** Whether it takes an argument of the call. */
  readonly takes: boolean
  /** Whether it has something fixed, and so is passed on even when the call has no argument for it. */
  readonly isFixed: boolean
  readonly value: (given: unknown) => unknown
}

const EMPTY: Default = { type: 'literal', value: Object.freeze({}) }

/** From the arguments of a call with fixed places to those of the function `fn` itself. */
export function arranger(
  parameters: Parameters,
  places: readonly FixedPlace[],
  fn: Function,
): (args: readonly unknown[]) => unknown[] {
  const slots = parameters.list.map((parameter, index) =>
    slotOf(
      parameter,
      places.filter((place) => place.index === index),
      fn,
    ),
  )
  return (args) => {
    const full: unknown[] = []
    let used = 0
    let end = 0
    for (const { takes, isFixed, value } of slots) {
      const isThere = isFixed || used < args.length
      full.push(value(takes ? args[used++] : undefined))
      if (isThere) end = full.length
    }
    full.length = end
    for (let i = used; i < args.length; i++) full.push(args[i])
    return full
  }
}

function slotOf(parameter: Parameter, places: readonly FixedPlace[], fn: Function): Slot {
  const [first] = places
  if (first === undefined) return { takes: true, isFixed: false, value: (given) => given }
  if (first.key === undefined) return { takes: false, isFixed: true, value: () => first.value }
  const values = Object.fromEntries(places.map(({ key, value }) => [key, value]))
  const fallback = fallbackOf(parameter)
  return {
    takes: true,
    isFixed: true,
    value(given) {
      const object = given === undefined && fallback.type === 'literal' ? fallback.value : given
      if (isPlain(object)) return Object.assign(copyOf(object), values)
      throw new PilferError(
        'CALL_INVALID',
        `${titleOf(fn)} has ${Object.keys(values).map(show).join(', ')} fixed and takes a plain object beside it, received ${show(given)}`,
      )
    },
  }
}

/** What stands in for an object that is not given: a default that is written down, or an object without properties. */
const fallbackOf = ({ fallback }: Parameter): Default => (fallback.type === 'literal' ? fallback : EMPTY)

/** The parameters that are left when some places are fixed. */
export function remaining(parameters: Parameters, places: readonly FixedPlace[]): Parameters {
  const list = parameters.list.flatMap((parameter, index): Parameter[] => {
    const keys = places.filter((place) => place.index === index).map(({ key }) => key)
    const { pattern } = parameter
    if (keys.length === 0) return [parameter]
    if (pattern?.type !== 'object') return []
    const properties = pattern.properties.filter(({ key }) => !keys.includes(key))
    return [{ ...parameter, fallback: fallbackOf(parameter), pattern: { ...pattern, properties } }]
  })
  return { ...parameters, list }
}
