import { PilferError, show } from '../errors.js'
import { bool, type Check, checkOptions } from '../internal/check-options.js'
import { declaredParameters } from './declared.js'
import { fixed } from './fixed.js'
import { titleOf } from './known.js'
import { type Default, labelOf, type Parameters } from './parameters.js'
import { readParameters } from './read.js'

/** The options of {@link signature}. */
export interface SignatureOptions {
  /** The parameters, as in a function's head, in the place of those in its text. */
  readonly params?: readonly string[] | undefined
  /**
   * Whether to name the rest parameter.
   *
   * @default true
   */
  readonly variadic?: boolean | undefined
  /**
   * Whether to list what {@link partial} fixed, marked with `!`.
   *
   * @default true
   */
  readonly markup?: boolean | undefined
  /**
   * Whether a function that cannot be read has a signature with undefined members, in the place of an error.
   *
   * @default false
   */
  readonly safe?: boolean | undefined
}

const OPTIONS: Readonly<Record<keyof SignatureOptions, Check>> = {
  params: { expected: 'a list of parameters', ok: Array.isArray },
  variadic: bool,
  markup: bool,
  safe: bool,
}

/**
 * What a function takes; frozen. Where two parameters or keys have one name, the default of the second is under its place,
 * such as `args[1].a`; parameters come before keys.
 */
export interface Signature {
  /** The parameters in order; a destructured one is `{a, b}` or `[...]`. */
  readonly names: readonly string[]
  /** The defaults that are written as data, by name. */
  readonly defaults: Readonly<Record<string, unknown>>
  /** The text of the defaults that would have to be evaluated, by name. */
  readonly computed: Readonly<Record<string, string>>
  /** The keys of destructured parameters; absent where no object is destructured. */
  readonly options?: readonly string[]
  /** The name of the rest parameter; absent where there is none. */
  readonly rest?: string
}

/** The signature of a function that cannot be read. */
export type NoSignature = { readonly [K in keyof Signature]?: undefined }

const MARK = '!'

/**
 * What a function takes, read from its text: nothing is called or evaluated. What `partial` fixed has a `!` before its
 * name, and the fixed value as its default.
 *
 * @throws PilferError `SIGNATURE_UNREADABLE` for native and bound functions, unless `safe` or `params` is given;
 *   `OPTION_INVALID` for a wrong option, `FUNCTION_UNSUPPORTED` for what is no function.
 *
 * @example
 * ```ts
 * import { partial, signature } from 'pilfer'
 *
 * function area(width: number, height = 1, { scale = 2, unit }: { scale?: number; unit?: string } = {}) {
 *   return [width * height * scale, unit]
 * }
 * const { names, defaults, options } = signature(partial(area, { height: 3 }))
 * console.log(names.join('; ')) // width; !height; {scale, unit}
 * console.log(defaults['!height'], defaults['scale']) // 3 2
 * console.log(options) // [ 'scale', 'unit' ]
 * ```
 */
export function signature(fn: Function, options?: SignatureOptions & { readonly safe?: false }): Signature
export function signature(fn: Function, options: SignatureOptions): Signature | NoSignature
export function signature(fn: Function, options: SignatureOptions = {}): Signature | NoSignature {
  if (typeof fn !== 'function')
    throw new PilferError('FUNCTION_UNSUPPORTED', `signature takes a function, received ${show(fn)}`)
  checkOptions('signature', options, OPTIONS)
  const { params, variadic = true, markup = true, safe = false } = options
  const partly = params === undefined ? fixed.get(fn) : undefined
  const parameters = params === undefined ? readParameters(partly?.fn ?? fn) : declaredParameters(params)
  if (parameters === undefined) {
    if (safe) return Object.freeze({})
    throw new PilferError(
      'SIGNATURE_UNREADABLE',
      `the parameters of ${titleOf(fn)} cannot be read, like those of all native and bound functions; declare them with \`params\``,
    )
  }
  const full = describe(parameters, partly?.values ?? {}, variadic)
  return markup ? full : stripMarkup(full)
}

function describe(
  { list, rest }: Parameters,
  values: Readonly<Record<string, unknown>>,
  variadic: boolean,
): Signature {
  const defaults: [string, unknown][] = []
  const computed: [string, string][] = []
  const taken = new Set<string>()
  const named = (name: string, place: string, fallback: Default): string => {
    const title = taken.has(name) ? place : name
    taken.add(name)
    if (title === name && Object.hasOwn(values, name)) {
      defaults.push([MARK + name, values[name]])
      return MARK + name
    }
    if (fallback.type === 'literal') defaults.push([title, fallback.value])
    if (fallback.type === 'computed') computed.push([title, fallback.text])
    return name
  }
  const names = list.map((parameter, i) => named(labelOf(parameter), `args[${i}]`, parameter.fallback))
  const keys = list.flatMap(({ pattern }, i) =>
    pattern?.type === 'object'
      ? pattern.properties.map(({ key, fallback }) => named(key, `args[${i}].${key}`, fallback))
      : [],
  )
  return frozen({
    names,
    // A parameter may be called `__proto__`.
    defaults: Object.fromEntries(defaults),
    computed: Object.fromEntries(computed),
    ...(list.some(({ pattern }) => pattern?.type === 'object') && { options: keys }),
    ...(variadic && rest !== undefined && { rest: labelOf(rest) }),
  })
}

/** The signature, which others may share, so that nobody can change it. */
function frozen(signature: Signature): Signature {
  for (const part of Object.values(signature)) Object.freeze(part)
  return Object.freeze(signature)
}

/**
 * A signature without what `partial` fixed: only what a call can give.
 *
 * @example
 * ```ts
 * import { partial, signature, stripMarkup } from 'pilfer'
 *
 * const full = signature(partial((x: number, y: number) => x + y, { y: 3 }))
 * console.log(full.names, stripMarkup(full).names) // [ 'x', '!y' ] [ 'x' ]
 * ```
 */
export function stripMarkup(signature: Signature): Signature {
  const { names, defaults, computed, options } = signature
  const open = (name: string): boolean => !name.startsWith(MARK)
  return frozen({
    ...signature,
    names: names.filter(open),
    defaults: Object.fromEntries(Object.entries(defaults).filter(([name]) => open(name))),
    computed: { ...computed },
    ...(options && { options: options.filter(open) }),
  })
}
