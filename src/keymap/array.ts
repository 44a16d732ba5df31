import { packedText } from './packed.js'
import { enumerableSymbols, extraText } from './props.js'
import { type Kind, Refusal, type Walk } from './walk.js'

/** Longer lists of nothing but numbers are written as bytes, which is much quicker than to print each number. */
const LONGEST_PRINTED = 16

/**
 * Writes arrays: `[1,'a']` where every index up to the length is there and nothing else, packed for many numbers,
 * and otherwise the length and the own properties, `Array(3){'0':1}`, so that holes cost nothing.
 */
export const arrayKind: Kind = {
  name: 'Array',
  text(value: readonly unknown[], walk) {
    if (!Array.isArray(value)) throw new Refusal('it inherits from Array without being an array')
    const elements = denseElements(value)
    if (elements === undefined) return `Array(${value.length})${extraText(value, Object.keys(value), walk)}`
    const packed = elements.length > LONGEST_PRINTED && walk.typed ? packedText(elements) : undefined
    return packed ?? listText(elements, walk)
  },
}

function listText(elements: readonly unknown[], walk: Walk): string {
  let text = '['
  for (let i = 0; i < elements.length; i++) {
    if (i > 0) text += ','
    text += walk.text(elements[i])
  }
  return `${text}]`
}

/**
 * The elements, when the own enumerable properties of `list` are the indices up to its length and nothing else. Values
 * are listed rather than keys, since each index would become a string.
 */
function denseElements(list: readonly unknown[]): readonly unknown[] | undefined {
  const elements = Object.values(list)
  if (elements.length !== list.length) return undefined
  for (let i = 0; i < elements.length; i++) {
    const element = elements[i]
    // As many named properties as holes give the right number of values, but not each in its place.
    if (element !== list[i] ? !Object.is(element, list[i]) : element === undefined && !Object.hasOwn(list, i))
      return undefined
  }
  const symbols = Object.getOwnPropertySymbols(list)
  return symbols.length === 0 || enumerableSymbols(list, symbols).length === 0 ? elements : undefined
}
