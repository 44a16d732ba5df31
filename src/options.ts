import type { AnyArchive } from './archive.js'
import { Cache } from './cache.js'
import { CACHE_OPTIONS, type CacheOptions } from './cache-options.js'
import type { FormOptions } from './call/form.js'
import { tolCheck } from './call/round-arguments.js'
import { PilferError, show } from './errors.js'
import { bool, type Check, checkOptions, oneOf, positiveNumber, text } from './internal/check-options.js'
import { isKeymap, type Keymap } from './keymap.js'
import type { PolicyFactory } from './policy.js'

/** What every decorator takes; one whose name fixes the policy or the size has no option for it. */
export interface MemoizeOptions extends CacheOptions<AnyArchive> {
  /**
   * The most results that memory may hold, up to 16,777,216; 0 for none, `Infinity` for all.
   *
   * @default 1000
   */
  readonly maxSize?: number | undefined
  /**
   * Who leaves a full memory.
   *
   * @default tinylfu()
   */
  readonly policy?: PolicyFactory | undefined
  /** A cache to share with other functions, in the place of one of the function's own. */
  readonly cache?: Cache<any, any, any> | undefined
  /**
   * How arguments become a key.
   *
   * @default hashKeymap(); for the safe decorators stringKeymap({ flat: false })
   */
  readonly keymap?: Keymap | undefined
  /**
   * What is left out of the key, so that calls which differ in nothing else share a result: a parameter's name or
   * position, a key of a destructured parameter, a path such as `'options.signal'`, `'*'` for all arguments behind the
   * parameters, `'**'` for all keys that a destructured parameter does not name, `'this'` for the instance.
   *
   * @default []
   */
  readonly ignore?: string | number | readonly (string | number)[] | undefined
  /**
   * The function's parameters as they stand in its head, such as `['x', 'y = 2', '{ a, b = 1 }', '...rest']`, for a
   * function whose text does not tell them: a native, bound or minified one.
   *
   * @default those in the function's text
   */
  readonly params?: readonly string[] | undefined
  /**
   * To how many decimal places the numbers among the arguments are rounded in the key, below 0 for tens, hundreds and
   * so on: calls that are the same after rounding share the first one's result. The function gets its arguments as they
   * are.
   *
   * @default no rounding
   */
  readonly tol?: number | undefined
  /**
   * Round also the numbers inside arrays, typed arrays of floats, Maps, Sets and plain objects; needs `tol`.
   *
   * @default false
   */
  readonly deep?: boolean | undefined
  /**
   * What the function is called in keys. Needed with an archive or a shared cache where the function has no name, and
   * for methods.
   *
   * @default the function's own name
   */
  readonly name?: string | undefined
  /**
   * A new version does not read the results of an old one; `'source'` makes every change of the function's text a
   * new version.
   */
  readonly version?: string | undefined
  /**
   * The function returns promises although it is no `async function`.
   *
   * @default false
   */
  readonly async?: boolean | undefined
  /**
   * For how long a result counts, in ms. It is judged when the result is asked for; nothing runs meanwhile.
   *
   * @default Infinity
   */
  readonly ttl?: number | undefined
  /**
   * What to do when no key can be made of the arguments: throw (`'throw'`), or run the function and remember nothing
   * (`'bypass'`).
   *
   * @default 'throw'; for the safe decorators 'bypass'
   */
  readonly onKeyError?: 'throw' | 'bypass' | undefined
}

/** What a family of decorators uses where an option is not given. */
export interface Defaults {
  readonly maxSize: number
  readonly policy: PolicyFactory
  readonly keymap: Keymap
  readonly onKeyError: 'throw' | 'bypass'
}

/** Checked options of one memoized function. */
export interface Settings {
  /** The cache that was given, or how to make one. */
  readonly shared: Cache<any, any, any> | undefined
  readonly makeCache: (own?: CacheOptions<any>) => Cache<any, any, any>
  readonly archive: AnyArchive | undefined
  readonly keymap: Keymap
  /** What decides which calls are the same. */
  readonly form: FormOptions
  readonly name: string | undefined
  readonly version: string | undefined
  readonly async: boolean
  readonly ttl: number
  readonly onKeyError: 'throw' | 'bypass'
}

export const keymapCheck: Check = { expected: 'a keymap such as hashKeymap()', ok: isKeymap }

const isItem = (v: unknown): boolean =>
  typeof v === 'string' || (Number.isSafeInteger(v) && (v as number) >= 0)

const ignoreCheck: Check = {
  expected: "a parameter's name or position, '*', '**', 'this', or a list of these",
  ok: (v) => (Array.isArray(v) ? [...v].every(isItem) : isItem(v)),
}

/** The options that decide which calls are the same. */
export interface CallOptions extends Pick<MemoizeOptions, 'ignore' | 'params' | 'tol' | 'deep'> {}

export const CALL_OPTIONS: Readonly<Record<keyof CallOptions, Check>> = {
  ignore: ignoreCheck,
  params: { expected: 'a list of parameters', ok: Array.isArray },
  tol: tolCheck,
  deep: bool,
}

/** The same, completed. */
export function formOptions(
  what: string,
  { ignore = [], params, tol, deep = false }: CallOptions,
): FormOptions {
  if (deep && tol === undefined)
    throw new PilferError(
      'OPTION_CONFLICT',
      `\`deep\` of ${what} says what \`tol\` applies to, and there is no \`tol\``,
    )
  return { ignore: typeof ignore === 'object' ? [...ignore] : [ignore], params, tol, deep }
}

const MEMOIZE_OPTIONS: Readonly<Record<keyof MemoizeOptions, Check>> = {
  ...CACHE_OPTIONS,
  cache: { expected: 'a Cache', ok: (v) => v instanceof Cache },
  ...CALL_OPTIONS,
  keymap: keymapCheck,
  name: text,
  version: text,
  async: oneOf(true, false),
  ttl: positiveNumber,
  onKeyError: oneOf('throw', 'bypass'),
}

/**
 * Checks what a user gave to a decorator and completes it.
 *
 * @param what the decorator's name, for messages
 * @param fixed the options that the decorator's name decides; they are not the user's to give
 */
export function resolveOptions(
  what: string,
  options: MemoizeOptions,
  fixed: Partial<Pick<MemoizeOptions, 'maxSize' | 'policy'>>,
  defaults: Defaults,
): Settings {
  const open = Object.entries(MEMOIZE_OPTIONS).filter(([name]) => !Object.hasOwn(fixed, name))
  checkOptions(what, options, Object.fromEntries(open))
  const { cache, keymap = defaults.keymap } = options
  if (cache !== undefined) refuseCacheOptions(what, options)
  const archive = cache === undefined ? options.archive : cache.archive
  if (archive !== undefined) requirePortable(what, keymap)
  const cacheOptions = { maxSize: defaults.maxSize, policy: defaults.policy, ...given(options), ...fixed }
  return {
    shared: cache,
    makeCache: (own) => cache ?? new Cache({ ...cacheOptions, ...own }),
    archive,
    keymap,
    form: formOptions(what, options),
    name: options.name,
    version: options.version,
    async: options.async ?? false,
    ttl: options.ttl ?? Infinity,
    onKeyError: options.onKeyError ?? defaults.onKeyError,
  }
}

/** Throws unless the keys of `keymap` mean something outside this process. */
export function requirePortable(what: string, keymap: Keymap, user = 'an archive'): void {
  if (!keymap.supports.portable)
    throw new PilferError(
      'OPTION_CONFLICT',
      `\`keymap\` of ${what} is ${show(keymap.name)}, whose keys mean nothing outside this process; ${user} needs another, such as hashKeymap()`,
    )
}

function refuseCacheOptions(what: string, options: MemoizeOptions): void {
  const doubled = Object.keys(CACHE_OPTIONS).find(
    (name) => options[name as keyof CacheOptions<unknown>] !== undefined,
  )
  if (doubled !== undefined)
    throw new PilferError(
      'OPTION_CONFLICT',
      `\`${doubled}\` of ${what} cannot go together with \`cache\`, which decides it`,
    )
}

/** The options of the function's own cache that were given. */
function given(options: MemoizeOptions): CacheOptions<any> {
  return Object.fromEntries(
    Object.keys(CACHE_OPTIONS)
      .map((name) => [name, options[name as keyof CacheOptions<unknown>]] as const)
      .filter(([, value]) => value !== undefined),
  )
}
