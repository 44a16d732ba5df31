import type { Cache } from './cache.js'
import type { Form } from './call/form.js'
import type { Entries } from './entries.js'
import { PilferError } from './errors.js'
import { callKey, ownsKey } from './function-key.js'
import { isByIdentity, numberOf } from './internal/identity.js'
import { runAsync, runSync, type Steps } from './internal/run.js'
import type { AnyFunction } from './memoized.js'
import { MISS, type Miss } from './miss.js'
import type { Settings } from './options.js'
import { RECALLED_ARGUMENTS, Recall } from './recall.js'
import type { Stats } from './stats.js'
import { fetch, isArchived, put, remove } from './steps.js'

/** What an engine is made for. */
export interface EngineParts {
  readonly fn: AnyFunction
  readonly settings: Settings
  /** How arguments are seen by the key; as they are where there is none. */
  readonly form: Form | undefined
  readonly cache: Cache<any, any, any>
  readonly stats: Stats
  /** The function's part of every key. */
  readonly prefix: string
  /** Primitives that are the same are the same call for ever. */
  readonly isRecallable: boolean
  /** The instance is one of the arguments in the key. */
  readonly keyHoldsThis: boolean
  /** The instance whose results these are, where they are kept by instance. */
  readonly self: unknown
  readonly isAsync: boolean
}

/** One function on one cache: the way of a call from its arguments to its result. */
export class Engine {
  readonly fn: AnyFunction
  readonly settings: Settings
  readonly form: Form | undefined
  readonly cache: Cache<any, any, any>
  readonly memory: Entries<string, any>
  readonly stats: Stats
  readonly prefix: string
  readonly keyHoldsThis: boolean
  readonly self: unknown
  readonly isAsync: boolean
  readonly recall: Recall
  readonly #isRecallable: boolean
  /** Asynchronous runs under way, by key. */
  readonly #runs = new Map<string, Promise<unknown>>()
  /** The latest computation of each key that is being computed. */
  readonly #computing = new Map<string, object>()

  constructor(parts: EngineParts) {
    this.fn = parts.fn
    this.settings = parts.settings
    this.form = parts.form
    this.cache = parts.cache
    this.memory = parts.cache.tiers.memory
    this.memory.keepStamps()
    this.stats = parts.stats
    this.prefix = parts.prefix
    this.keyHoldsThis = parts.keyHoldsThis
    this.#isRecallable = parts.isRecallable
    this.self = parts.self
    this.isAsync = parts.isAsync
    const countsObjects = this.form === undefined && isByIdentity(this.settings.keymap)
    this.recall = new Recall(undefined, countsObjects ? numberOf : undefined)
  }

  /** The key of a call. */
  key(self: unknown, args: readonly unknown[]): string {
    const withThis = this.keyHoldsThis && self !== undefined
    const seen = this.form === undefined ? args : this.form(args)
    const inner = this.settings.keymap.key(withThis ? [self, ...seen] : seen)
    return callKey(this.prefix, withThis, inner)
  }

  /** A call that the table of recalled calls could not answer. */
  call(self: unknown, args: readonly unknown[]): unknown {
    let key: string
    try {
      key = this.key(self, args)
    } catch (error) {
      if (this.settings.onKeyError === 'throw') {
        if (this.isAsync) return Promise.reject(error)
        throw error
      }
      return this.run(this.#bypass(self, args))
    }
    const value = this.memory.get(key, MISS)
    if (value !== MISS) {
      this.#remember(key, self, args)
      this.stats.hits++
      return this.isAsync ? Promise.resolve(value) : value
    }
    if (!this.isAsync) {
      const result = runSync(this.#resolve(key, self, args))
      this.#remember(key, self, args)
      return result
    }
    const running = this.#runs.get(key)
    if (running === undefined) return this.#share(key, this.#resolve(key, self, args))
    this.stats.hits++
    return running
  }

  /** Runs the function whatever is remembered, and remembers what it gives. */
  *refresh(self: unknown, args: readonly unknown[]): Steps<unknown> {
    const key = this.key(self, args)
    if (!this.isAsync) return yield* this.#compute(key, self, args)
    return yield this.#share(key, this.#compute(key, self, args))
  }

  /** Forgets a result in both tiers; one that is being computed will not be remembered. */
  *invalidate(self: unknown, args: readonly unknown[]): Steps<boolean> {
    const key = this.key(self, args)
    this.forget(key)
    return yield* remove(this.cache.tiers, key)
  }

  *has(self: unknown, args: readonly unknown[]): Steps<boolean> {
    const key = this.key(self, args)
    return this.memory.slotOf(key) !== -1 || (yield* isArchived(this.cache.tiers, key, this.settings.ttl))
  }

  /** Results that are being computed, of one key or of all, will not be remembered. */
  forget(key?: string): void {
    if (key === undefined) {
      this.#runs.clear()
      this.#computing.clear()
    } else {
      this.#runs.delete(key)
      this.#computing.delete(key)
    }
  }

  run<T>(steps: Steps<T>): unknown {
    return this.isAsync ? runAsync(steps) : runSync(steps)
  }

  /** Whether a key stands for a result that this engine holds or would hold. */
  owns(key: string): boolean {
    if (ownsKey(this.prefix, key)) return true
    // In keys that hold the instance, one instance cannot be told from another: only what is here counts.
    return this.keyHoldsThis && this.memory.slotOf(key) !== -1
  }

  *#resolve(key: string, self: unknown, args: readonly unknown[]): Steps<unknown> {
    const loaded: unknown | Miss = yield* fetch(this.cache.tiers, key, this.settings.ttl)
    if (loaded === MISS) return yield* this.#compute(key, self, args)
    this.stats.loads++
    return loaded
  }

  /** Runs the function, and remembers the result unless it was forgotten or computed anew meanwhile. */
  *#compute(key: string, self: unknown, args: readonly unknown[]): Steps<unknown> {
    const computation = {}
    this.#computing.set(key, computation)
    const isCurrent = (): boolean => this.#computing.get(key) === computation
    try {
      const value = yield* this.#evaluate(self, args)
      if (isCurrent()) yield* put(this.cache.tiers, key, value, this.settings.ttl)
      return value
    } finally {
      if (isCurrent()) this.#computing.delete(key)
    }
  }

  /** Starts a run that concurrent calls of the key share, until it ends or is replaced or forgotten. */
  #share(key: string, steps: Steps<unknown>): Promise<unknown> {
    const run: Promise<unknown> = runAsync(steps).finally(() => {
      if (this.#runs.get(key) === run) this.#runs.delete(key)
    })
    this.#runs.set(key, run)
    return run
  }

  /** Runs the function for a call that has no key. */
  *#bypass(self: unknown, args: readonly unknown[]): Steps<unknown> {
    this.stats.bypasses++
    return yield* this.#evaluate(self, args)
  }

  *#evaluate(self: unknown, args: readonly unknown[]): Steps<unknown> {
    this.stats.misses++
    const result = this.fn.apply(self, args as unknown[])
    return yield this.isAsync ? result : this.#plain(result)
  }

  /** A result, unless it is a promise that nobody here would wait for. */
  #plain(result: unknown): unknown {
    if (typeof (result as PromiseLike<unknown> | undefined | null)?.then === 'function') {
      // The error below is what the caller hears of; a rejection that nobody can hear would end the process.
      Promise.resolve(result).catch(() => {})
      throw new PilferError(
        'RESULT_PROMISE',
        `${this.prefix || 'a function without a name'} is memoized as a synchronous function and returned a promise; give it \`async: true\``,
      )
    }
    return result
  }

  #remember(key: string, self: unknown, args: readonly unknown[]): void {
    if (!this.#isRecallable || args.length > RECALLED_ARGUMENTS || (this.keyHoldsThis && self !== undefined))
      return
    const slot = this.memory.slotOf(key)
    if (slot !== -1) this.recall.remember(this.memory.stamps, args, slot)
  }
}
