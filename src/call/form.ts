import { PilferError, show } from '../errors.js'
import { binder } from './bind.js'
import { declaredParameters } from './declared.js'
import { mayHaveDefaults } from './has-defaults.js'
import { mask } from './ignore.js'
import { titleOf } from './known.js'
import { bottomOf, made } from './made.js'
import { readParameters } from './read.js'
import { roundingOf } from './round-arguments.js'

/** From the arguments of a call to those that its key is made of. The caller's objects stay as they are. */
export type Form = (args: readonly unknown[]) => readonly unknown[]

/** What decides the form of a function's calls. */
export interface FormOptions {
  /** What is left out. */
  readonly ignore: readonly (string | number)[]
  /** The parameters, where the function's text does not tell them. */
  readonly params: readonly string[] | undefined
  /** To how many decimal places numbers are rounded; `undefined` for not at all. */
  readonly tol: number | undefined
  /** Whether numbers inside arguments are rounded, too. */
  readonly deep: boolean
}

/**
 * The form in which the calls of `fn` are compared: with the literal defaults in place, rounded, and without what is
 * ignored. `undefined` where the arguments count as they are.
 *
 * The text of a function is read at once where an option needs it, so that a wrong name is an error where the function
 * is wrapped; otherwise when a key is first made, and only if the function may have defaults.
 *
 * @throws PilferError `OPTION_INVALID` for a name in `ignore` that is no parameter, or for wrong `params`. The form itself
 * throws `KEY_UNSUPPORTED` where an argument throws when it is looked at, and `CALL_INVALID` as a partial function does.
 */
export function formOf(fn: Function, options: FormOptions): Form | undefined {
  const { ignore, params, tol } = options
  if (params !== undefined || ignore.some((item) => item !== 'this')) return whole(fn, options)
  if (tol === undefined && !made.has(fn) && !mayHaveDefaults(fn)) return undefined
  let form: Form | undefined
  return (args) => {
    form ??= whole(fn, options) ?? asIs
    return form(args)
  }
}

const asIs: Form = (args) => args

function whole(fn: Function, { ignore, params, tol, deep }: FormOptions): Form | undefined {
  const { fn: bottom, arrange } = bottomOf(fn)
  const parameters = params === undefined ? readParameters(bottom) : declaredParameters(params)
  const steps = [
    made.has(fn) ? arrange : undefined,
    parameters && binder(parameters),
    roundingOf(tol, deep),
    mask(ignore, parameters, bottom),
  ].filter((step) => step !== undefined)
  if (steps.length === 0) return undefined
  return (args) => {
    try {
      return steps.reduce((form, step) => step(form), args)
    } catch (cause) {
      if (cause instanceof PilferError) throw cause
      throw new PilferError(
        'KEY_UNSUPPORTED',
        `an argument of ${titleOf(bottom)} cannot be read: ${wordsOf(cause)}`,
        {
          cause,
        },
      )
    }
  }
}

/** What was thrown, in words; a Proxy or a getter may throw anything. */
const wordsOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : show(thrown))
