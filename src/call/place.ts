import { PilferError, show } from '../errors.js'
import { titleOf } from './known.js'
import { listOf, type Parameters } from './parameters.js'

/** Where the value of a name is in a call. */
export interface Place {
  /** The position of the parameter; that behind the last one is the rest parameter's. */
  readonly index: number
  /** The property of a destructured parameter; `undefined` where the name is the parameter's own. */
  readonly key: string | undefined
}

/**
 * Finds the parameter, or the key of a destructured parameter, that is called `name`.
 *
 * @param what who asks, for the message
 * @param remedy what can be done about a name that is none, for the message
 * @throws PilferError `OPTION_INVALID` where there is none, or more than one.
 */
export function placeOf(
  what: string,
  name: string,
  parameters: Parameters,
  fn: Function,
  remedy = '',
): Place {
  const places = placesOf(name, parameters)
  if (places.length === 1) return places[0]!
  const problem =
    places.length === 0
      ? `is no parameter of it (a build may have changed its names)${remedy}`
      : 'stands for more than one of its values'
  throw new PilferError(
    'OPTION_INVALID',
    `${what} names ${show(name)} of ${titleOf(fn)}${listOf(parameters)}, which ${problem}`,
  )
}

function placesOf(name: string, { list, rest }: Parameters): Place[] {
  const places: Place[] = []
  for (const [index, parameter] of [...list, ...(rest === undefined ? [] : [rest])].entries()) {
    const { pattern } = parameter
    if (parameter.name === name) places.push({ index, key: undefined })
    else if (
      index < list.length &&
      pattern?.type === 'object' &&
      pattern.properties.some((p) => p.key === name)
    )
      places.push({ index, key: name })
  }
  return places
}
