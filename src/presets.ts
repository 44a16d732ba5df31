import { type CacheDecorator, decorator } from './decorate.js'
import { type KeygenDecorator, keygenWith } from './keygen.js'
import { hashKeymap } from './keymap/hash.js'
import { stringKeymap } from './keymap/string.js'
import type { OptionsAsync } from './memoized.js'
import { type Defaults, type MemoizeOptions, resolveOptions } from './options.js'
import { arc } from './policy/arc.js'
import { fifo } from './policy/fifo.js'
import { lfu } from './policy/lfu.js'
import { lru } from './policy/lru.js'
import { mru } from './policy/mru.js'
import { rr } from './policy/rr.js'
import { s3fifo } from './policy/s3fifo.js'
import { sieve } from './policy/sieve.js'
import { tinylfu } from './policy/tinylfu.js'
import type { PolicyFactory } from './policy.js'

type SizeOrPolicy = 'maxSize' | 'policy'

/** A decorator by name: used at once, or with options. `Fixed` are the options that its name decides. */
export type NamedDecorator<Fixed extends SizeOrPolicy> = CacheDecorator &
  (() => CacheDecorator) &
  (<const O extends Omit<MemoizeOptions, Fixed>>(
    options: O & Only<O, Fixed>,
  ) => CacheDecorator<OptionsAsync<O>>)

/** Makes an option that is not there, or not the user's to give, a compile error. */
type Only<O, Fixed extends SizeOrPolicy> = {
  readonly [K in Exclude<keyof O, Exclude<keyof MemoizeOptions, Fixed>>]: never
}

/** The decorators of one family, which differ from those of another in their defaults only. */
export interface Decorators {
  /** Remembers results under the policy of your choice, by default window TinyLFU. */
  readonly memoize: NamedDecorator<never>
  /** Keeps nothing in memory; results come from the archive, if there is one. */
  readonly noCache: NamedDecorator<SizeOrPolicy>
  /** Keeps every result in memory. */
  readonly infCache: NamedDecorator<SizeOrPolicy>
  /** Evicts the least recently used result. */
  readonly lruCache: NamedDecorator<'policy'>
  /** Evicts the least frequently used result. */
  readonly lfuCache: NamedDecorator<'policy'>
  /** Evicts the most recently used result. */
  readonly mruCache: NamedDecorator<'policy'>
  /** Evicts a random result. */
  readonly rrCache: NamedDecorator<'policy'>
  /** Evicts the oldest result. */
  readonly fifoCache: NamedDecorator<'policy'>
  /** Evicts the oldest result that has not been used since it was last passed over (SIEVE). */
  readonly sieveCache: NamedDecorator<'policy'>
  /** Evicts early what is used once, by three queues (S3-FIFO). */
  readonly s3fifoCache: NamedDecorator<'policy'>
  /** Balances recency and frequency by what it has just evicted (ARC). */
  readonly arcCache: NamedDecorator<'policy'>
  /** Keeps what is used more often than what would leave for it (window TinyLFU). */
  readonly tinylfuCache: NamedDecorator<'policy'>
}

const STANDARD: Defaults = { maxSize: 1000, policy: tinylfu(), keymap: hashKeymap(), onKeyError: 'throw' }

const SAFE: Defaults = {
  ...STANDARD,
  keymap: stringKeymap({ flat: false }),
  onKeyError: 'bypass',
}

/** A call for which no key can be made throws. */
export const standard: Decorators = decorators(STANDARD)

/** A call for which no key can be made runs the function and is not remembered. */
export const safe: Decorators = decorators(SAFE)

/**
 * Makes a function that gives the key of a call instead of making the call: to look a call up elsewhere, or to see what
 * a key is made of. The function itself runs only when `run` says so.
 *
 * The key is that of the arguments alone; in the keys of a memoized function it stands in brackets behind the
 * function's name.
 *
 * @throws PilferError `OPTION_INVALID`, `OPTION_UNKNOWN`, `FUNCTION_UNSUPPORTED`; `CALL_MISSING` from `key`, `valid`
 *   and `run` before the first call; what the keymap throws for arguments that have no key.
 *
 * @example
 * ```ts
 * import { keygen, stringKeymap } from 'pilfer'
 *
 * const key = keygen({ keymap: stringKeymap(), ignore: 'log', tol: 1 })(
 *   (x: number, log: boolean, steps = 100) => (log ? [x * steps] : x * steps),
 * )
 * console.log(key(1.04, true) === key(1, false, 100)) // true
 * console.log(key.run()) // 100
 * ```
 */
export const keygen: KeygenDecorator = keygenWith(STANDARD.keymap)

function decorators(defaults: Defaults): Decorators {
  const named = (what: string, fixed: { maxSize?: number; policy?: PolicyFactory }): NamedDecorator<any> => {
    const apply = (first: unknown = {}, ...rest: unknown[]): unknown => {
      const isApplied = typeof first === 'function' || rest.length > 0
      const settings = resolveOptions(what, (isApplied ? {} : first) as MemoizeOptions, fixed, defaults)
      const decorate = decorator(what, settings) as (...args: unknown[]) => unknown
      return isApplied ? decorate(first, ...rest) : decorate
    }
    return apply as NamedDecorator<any>
  }
  return {
    memoize: named('memoize', {}),
    noCache: named('noCache', { maxSize: 0, policy: defaults.policy }),
    infCache: named('infCache', { maxSize: Infinity, policy: defaults.policy }),
    lruCache: named('lruCache', { policy: lru() }),
    lfuCache: named('lfuCache', { policy: lfu() }),
    mruCache: named('mruCache', { policy: mru() }),
    rrCache: named('rrCache', { policy: rr() }),
    fifoCache: named('fifoCache', { policy: fifo() }),
    sieveCache: named('sieveCache', { policy: sieve() }),
    s3fifoCache: named('s3fifoCache', { policy: s3fifo() }),
    arcCache: named('arcCache', { policy: arc() }),
    tinylfuCache: named('tinylfuCache', { policy: tinylfu() }),
  }
}
