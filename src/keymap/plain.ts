import { propsText } from './props.js'
import { type Kind, Refusal, type Walk } from './walk.js'

const ORDINARY = '[object Object]'

/** Writes objects that are their own enumerable properties and nothing else: `{'a':1}`. */
export const plainKind: Kind = { name: 'Object', text: braces }

/** The same for objects without a prototype: `null{'a':1}`. */
export const nullKind: Kind = {
  name: 'null',
  text: (value: object, walk) => (walk.typed ? `null${braces(value, walk)}` : braces(value, walk)),
}

function braces(value: object, walk: Walk): string {
  // An array, a Date or an `arguments` in disguise has more to it than its properties.
  const actual = Object.prototype.toString.call(value)
  if (Array.isArray(value) || (actual !== ORDINARY && !(Symbol.toStringTag in value)))
    throw new Refusal(`it is ${actual}`)
  return `{${propsText(value, Object.keys(value), walk)}}`
}
