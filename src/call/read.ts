import { known, textOf } from './known.js'
import { made } from './made.js'
import type { Parameters } from './parameters.js'
import { parseFunction } from './parse.js'
import { parametersOf } from './pattern.js'

/** The words by which a function sees how many arguments there were; the escapes may spell one of them. */
const SEES_ARGUMENTS = /\b(?:arguments|eval)\b|\\u(?:00|\{0*)[67]/i

/**
 * The parameters of a function, read from its text or that of the function it only calls; those of its constructor for a class. `undefined` where there is
 * no text to read: for native and bound functions.
 */
export function readParameters(fn: Function): Parameters | undefined {
  if (!known.has(fn)) {
    const whole = made.get(fn)
    known.set(fn, whole === undefined ? parametersIn(textOf(fn)) : readParameters(whole.fn))
  }
  return known.get(fn)
}

function parametersIn(text: string): Parameters | undefined {
  const parsed = parseFunction(text)
  return parsed && parametersOf(parsed.nodes, parsed.source, SEES_ARGUMENTS.test(text))
}
