import { PilferError, show } from '../errors.js'
import { titleOf } from './known.js'
import type { Parameters } from './parameters.js'
import { placeOf } from './place.js'

/** The parts of a call that are to be left out. */
export interface Ignored {
  readonly positions: readonly number[]
  readonly places: readonly NamedPlace[]
  /** All arguments behind the parameters: `'*'`. */
  readonly surplus: boolean
  /** All keys that no parameter names: `'**'`. */
  readonly surplusKeys: boolean
}

/** Where a name points: to a parameter, and from there along properties. */
export interface NamedPlace {
  readonly index: number
  readonly way: readonly string[]
}

const SPECIAL: readonly unknown[] = ['this', '*', '**']

const EXPECTED = "a parameter's name or position, a path such as 'options.signal', '*', '**' or 'this'"

/** Checks the items of the option `ignore` and finds what their names stand for. */
export function ignored(items: unknown, parameters: Parameters | undefined, fn: Function): Ignored {
  const list: readonly unknown[] = Array.isArray(items) ? [...items] : [items]
  for (const [i, item] of list.entries()) {
    if (!isName(item) && !isPosition(item)) throw invalid(`takes ${EXPECTED}, received ${show(item)}`)
    if (list.indexOf(item) !== i) throw invalid(`has ${show(item)} twice`)
  }
  const names = list.filter(isName).filter((name) => !SPECIAL.includes(name))
  const unreadable = parameters === undefined ? [...names, ...list.filter((item) => item === '**')] : []
  if (unreadable.length > 0)
    throw invalid(
      `has ${show(unreadable[0])}, but the parameters of ${titleOf(fn)} cannot be read, like those of all native and bound functions; declare them with \`params\``,
    )
  return {
    positions: list.filter(isPosition),
    places: names.map((name) => namedPlace(name, parameters!, fn)),
    surplus: list.includes('*'),
    surplusKeys: list.includes('**'),
  }
}

const isName = (item: unknown): item is string =>
  typeof item === 'string' && item.split('.').every((part) => part !== '')

const isPosition = (item: unknown): item is number => Number.isSafeInteger(item) && (item as number) >= 0

const invalid = (problem: string): PilferError => new PilferError('OPTION_INVALID', `\`ignore\` ${problem}`)

function namedPlace(item: string, parameters: Parameters, fn: Function): NamedPlace {
  const [name, ...path] = item.split('.') as [string, ...string[]]
  const { index, key } = placeOf('`ignore`', name, parameters, fn, '; declare them with `params`')
  if (index === parameters.list.length && path.length > 0)
    throw invalid(`has ${show(item)}, but rest parameters are left out as a whole; use a position`)
  return { index, way: key === undefined ? path : [key, ...path] }
}
