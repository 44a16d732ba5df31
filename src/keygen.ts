import { formOf } from './call/form.js'
import { isvalid } from './call/validate.js'
import { PilferError, show } from './errors.js'
import { checkOptions } from './internal/check-options.js'
import type { Keymap } from './keymap.js'
import type { AnyFunction } from './memoized.js'
import { CALL_OPTIONS, type CallOptions, formOptions, keymapCheck } from './options.js'

/** What {@link keygen} takes. */
export interface KeygenOptions extends CallOptions {
  /**
   * How arguments become a key.
   *
   * @default hashKeymap()
   */
  readonly keymap?: Keymap | undefined
}

/** A function that gives the key of a call instead of making it, and remembers the arguments of the last one. */
export interface Keygen<F extends AnyFunction> {
  (...args: Parameters<F>): string
  /** The key of the last call; another one than before if another keymap was registered since. */
  key(): string
  /** Whether the function could take the arguments of the last call. */
  valid(): boolean
  /** Runs the function with the arguments of the last call as they were, and gives its result. */
  run(): ReturnType<F>
  /** Uses another keymap from now on. */
  register(keymap: Keymap): void
  /** The keymap in use. */
  readonly keymap: Keymap
  /** What the key leaves out. */
  readonly ignored: readonly (string | number)[]
  /** The arguments of the last call; `undefined` before the first. */
  readonly args: Readonly<Parameters<F>> | undefined
  /** The original function. */
  readonly wrapped: F
}

/** The type of `keygen`. */
export type KeygenDecorator = (options?: KeygenOptions) => <F extends AnyFunction>(fn: F) => Keygen<F>

/** `keygen` with the keymap that it uses by default. */
export function keygenWith(defaultKeymap: Keymap): KeygenDecorator {
  return (options = {}) => {
    checkOptions('keygen', options, { ...CALL_OPTIONS, keymap: keymapCheck })
    const call = formOptions('keygen', options)
    return <F extends AnyFunction>(fn: F): Keygen<F> => {
      if (typeof fn !== 'function')
        throw new PilferError('FUNCTION_UNSUPPORTED', `keygen takes a function, received ${show(fn)}`)
      const form = formOf(fn, call)
      let keymap = options.keymap ?? defaultKeymap
      let last: Parameters<F> | undefined
      const latest = (): Parameters<F> => {
        if (last !== undefined) return last
        throw new PilferError('CALL_MISSING', `keygen of ${fn.name || 'a function'} has not been called yet`)
      }
      const keyOf = (args: readonly unknown[]): string => keymap.key(form === undefined ? args : form(args))
      const generator = (...args: Parameters<F>): string => {
        last = args
        return keyOf(args)
      }
      const members: Omit<Keygen<F>, 'keymap' | 'args'> = {
        key: () => keyOf(latest()),
        valid: () => isvalid(fn, ...latest()),
        run: () => fn(...latest()),
        register(other) {
          checkOptions('register', { keymap: other }, { keymap: keymapCheck })
          if (other === undefined)
            throw new PilferError('OPTION_INVALID', 'register takes a keymap, received undefined')
          keymap = other
        },
        ignored: call.ignore,
        wrapped: fn,
      }
      Object.defineProperties(generator, { keymap: { get: () => keymap }, args: { get: () => last } })
      return Object.assign(generator, members) as Keygen<F>
    }
  }
}
