import { PilferError, show } from './errors.js'

/** What a keymap's keys can do. */
export interface KeymapSupports {
  /** Keys mean the same in every process; without it the keymap serves memory only, never an archive. */
  readonly portable: boolean
  /** `decode` gives the arguments back. */
  readonly decode: boolean
}

/**
 * Turns the arguments of a call into its key.
 *
 * Two calls get one key exactly when their arguments are equal (`docs/keymaps.md` says under which equality). A
 * keymap is pure: primitives that are the same give the same key for ever, which lets a memoized function remember
 * where such a call led without asking again.
 *
 * `docs/extending.md` shows how to write one; `keymapSuite` from `pilfer/testing` says whether it is right.
 */
export interface Keymap {
  /** A short name, such as `'hash'`. */
  readonly name: string
  /**
   * By which rules its keys are to be read. It is part of a memoized function's keys, so that the same function with
   * another keymap, or with other options of it, never takes one call for another. Keymaps whose keys are the canonical
   * text of the arguments, or a digest of it, have the empty one.
   *
   * @default the name
   */
  readonly dialect?: string
  readonly supports: KeymapSupports
  /**
   * The key of a call.
   *
   * @throws PilferError `KEY_UNSUPPORTED`, `KEY_TOO_DEEP` or `KEY_TOO_LARGE`, naming the argument's path.
   */
  key(args: readonly unknown[]): string
  /**
   * The arguments that `key` was made of.
   *
   * @throws PilferError `KEY_NOT_DECODABLE` when `key` does not hold them.
   */
  decode(key: string): unknown[]
}

/** The options that every keymap takes. */
export interface KeymapOptions {
  /**
   * Keep types apart (`1` and `1n`, `Buffer` and `Uint8Array`, an instance and a plain object of equal content).
   *
   * @default true
   */
  readonly typed?: boolean
  /**
   * One flat list of arguments; `false` keeps the positional arguments and the named ones (the properties of a plain
   * object in last place) in two groups.
   *
   * @default true
   */
  readonly flat?: boolean
  /**
   * A primitive that marks where, in a flat key, the positional arguments end and the named ones begin. Without one
   * an object in last place stays an argument like any other.
   */
  readonly sentinel?: string | number | boolean | null
}

/**
 * The keymap that gives `outer`'s key over `inner`'s key, in the order of the list: `chain(a, b).key(args)` is
 * `b.key([a.key(args)])`. Chaining is associative.
 *
 * @throws PilferError `OPTION_INVALID` for what is no keymap.
 *
 * @example
 * ```ts
 * import { chain, hashKeymap, stringKeymap } from 'pilfer'
 *
 * const short = chain(stringKeymap(), hashKeymap({ algorithm: 'sha1' }))
 * ```
 */
export function chain(first: Keymap, ...rest: readonly Keymap[]): Keymap {
  for (const [i, keymap] of [first, ...rest].entries())
    if (!isKeymap(keymap))
      throw new PilferError(
        'OPTION_INVALID',
        `chain takes keymaps such as hashKeymap(), received ${show(keymap)} in place ${i}`,
      )
  return rest.reduce(link, first)
}

/** Whether a value has what makes a keymap. */
export const isKeymap = (value: unknown): value is Keymap =>
  typeof value === 'object' &&
  value !== null &&
  ['key', 'decode'].every((name) => typeof (value as Record<string, unknown>)[name] === 'function') &&
  typeof (value as { supports?: unknown }).supports === 'object'

/** By which rules a keymap's keys are to be read. */
export const dialectOf = ({ dialect, name }: Keymap): string => dialect ?? name

function link(inner: Keymap, outer: Keymap): Keymap {
  return {
    name: `${inner.name}+${outer.name}`,
    dialect: `${dialectOf(inner)}+${dialectOf(outer)}`,
    supports: {
      portable: inner.supports.portable && outer.supports.portable,
      decode: inner.supports.decode && outer.supports.decode,
    },
    key: (args) => outer.key([inner.key(args)]),
    decode(key) {
      const [innerKey, ...more] = outer.decode(key)
      if (typeof innerKey !== 'string' || more.length > 0)
        throw new PilferError('KEY_NOT_DECODABLE', `key ${key} was not made by ${inner.name}+${outer.name}`)
      return inner.decode(innerKey)
    },
  }
}
