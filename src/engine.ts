import type { AnyArchive } from './archive.js'
import type { Cache } from './cache.js'
import type { Entries } from './entries.js'
import { PilferError } from './errors.js'
import { callKey } from './function-key.js'
import { runAsync, runSync, type Steps } from './internal/run.js'
import type { AnyFunction } from './memoized.js'
import { MISS, type Miss } from './miss.js'
import type { Settings } from './options.js'
import { RECALLED_ARGUMENTS, Recall } from './recall.js'
import type { Stats } from './stats.js'
import { fetch, put } from './steps.js'

/** What an engine is made for. */
export interface EngineParts {
  readonly fn: AnyFunction
  readonly settings: Settings
  readonly cache: Cache<any, any, any>
  readonly stats: Stats
  /** The function's part of every key. */
  readonly prefix: string
  /** The instance is one of the arguments in the key. */
  readonly keyHoldsThis: boolean
  readonly isAsync: boolean
}

/** One function on one cache: the way of a call from its arguments to its result. */
export class Engine {
  readonly fn: AnyFunction
  readonly settings: Settings
  readonly cache: Cache<any, any, any>
  readonly memory: Entries<string, any>
  readonly stats: Stats
  readonly prefix: string
  readonly keyHoldsThis: boolean
  readonly isAsync: boolean
  readonly recall = new Recall()
  /** Asynchronous runs under way, by key. */
  readonly #runs = new Map<string, Promise<unknown>>()

  constructor(parts: EngineParts) {
    this.fn = parts.fn
    this.settings = parts.settings
    this.cache = parts.cache
    this.memory = parts.cache.tiers.memory
    this.stats = parts.stats
    this.prefix = parts.prefix
    this.keyHoldsThis = parts.keyHoldsThis
    this.isAsync = parts.isAsync
  }

  /** The key of a call. */
  key(self: unknown, args: readonly unknown[]): string {
    const withThis = this.keyHoldsThis && self !== undefined
    const inner = this.settings.keymap.key(withThis ? [self, ...args] : args)
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
    const value = this.memory.get(key)
    if (value !== MISS) {
      this.#remember(key, args)
      this.stats.hits++
      return this.isAsync ? Promise.resolve(value) : value
    }
    if (!this.isAsync) {
      const result = runSync(this.#resolve(key, self, args))
      this.#remember(key, args)
      return result
    }
    const running = this.#runs.get(key)
    if (running === undefined)
      return this.#start(key, (isCurrent) => this.#resolve(key, self, args, isCurrent))
    this.stats.hits++
    return running
  }

  /** Runs the function whatever is remembered, and remembers what it gives. */
  *refresh(self: unknown, args: readonly unknown[]): Steps<unknown> {
    const key = this.key(self, args)
    if (!this.isAsync) return yield* this.#compute(key, self, args, always)
    return yield this.#start(key, (isCurrent) => this.#compute(key, self, args, isCurrent))
  }

  /** Forgets a result in both tiers; one that is being computed will not be remembered. */
  *invalidate(self: unknown, args: readonly unknown[]): Steps<boolean> {
    const key = this.key(self, args)
    this.#runs.delete(key)
    const { attached } = this.cache.tiers
    const inMemory = this.memory.delete(key)
    const inArchive: boolean = attached === undefined ? false : yield attached.delete(key)
    return inMemory || inArchive
  }

  *has(self: unknown, args: readonly unknown[]): Steps<boolean> {
    const key = this.key(self, args)
    const { attached } = this.cache.tiers
    return this.memory.slotOf(key) !== -1 || (attached !== undefined && (yield attached.has(key)))
  }

  /** Results that are being computed will not be remembered. */
  forgetRuns(): void {
    this.#runs.clear()
  }

  run<T>(steps: Steps<T>): unknown {
    return this.isAsync ? runAsync(steps) : runSync(steps)
  }

  /** Throws for an archive that a synchronous function cannot use. */
  requireUsable(archive: AnyArchive): void {
    if (archive.supports.async && !this.isAsync)
      throw new PilferError(
        'ARCHIVE_ASYNC',
        `the ${archive.kind} archive has to be waited for, and ${this.prefix} is synchronous; give it \`async: true\` or a synchronous archive`,
      )
  }

  *#resolve(key: string, self: unknown, args: readonly unknown[], isCurrent = always): Steps<unknown> {
    const loaded: unknown | Miss = yield* fetch(this.cache.tiers, key, this.settings.ttl)
    if (loaded === MISS) return yield* this.#compute(key, self, args, isCurrent)
    this.stats.loads++
    return loaded
  }

  *#compute(key: string, self: unknown, args: readonly unknown[], isCurrent: () => boolean): Steps<unknown> {
    const value = yield* this.#evaluate(self, args)
    if (isCurrent()) yield* put(this.cache.tiers, key, value, this.settings.ttl)
    return value
  }

  /** Starts a run that concurrent calls of the key share, until it ends or is replaced or forgotten. */
  #start(key: string, steps: (isCurrent: () => boolean) => Steps<unknown>): Promise<unknown> {
    const isCurrent = (): boolean => this.#runs.get(key) === run
    const run: Promise<unknown> = runAsync(steps(isCurrent)).finally(() => {
      if (isCurrent()) this.#runs.delete(key)
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
    if (typeof (result as PromiseLike<unknown> | undefined | null)?.then === 'function')
      throw new PilferError(
        'RESULT_PROMISE',
        `${this.prefix} is memoized as a synchronous function and returned a promise; give it \`async: true\``,
      )
    return result
  }

  #remember(key: string, args: readonly unknown[]): void {
    if (this.keyHoldsThis || args.length > RECALLED_ARGUMENTS) return
    const slot = this.memory.slotOf(key)
    if (slot !== -1) this.recall.remember(this.memory.stamps, args, slot)
  }
}

const always = (): boolean => true
