import { PilferError, show } from './errors.js'
import { requireMemoizable } from './function-kind.js'
import { memoizeFunction } from './memoize.js'
import type { AnyFunction, Memoized } from './memoized.js'
import type { Settings } from './options.js'

/**
 * What a decorator with its options is: applied to a function it gives the function memoized; written with `@` before
 * a method, a getter or a static one, in either decorator system of TypeScript, it memoizes that.
 */
export interface CacheDecorator<Async extends boolean = false> {
  <F extends AnyFunction>(fn: F): Memoized<F, Async>
  <This, F extends (this: This, ...args: any[]) => any>(
    method: F,
    context: ClassMethodDecoratorContext<This, F>,
  ): F
  <This, V>(getter: (this: This) => V, context: ClassGetterDecoratorContext<This, V>): (this: This) => V
  <T>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<T>,
  ): TypedPropertyDescriptor<T>
}

/**
 * The one decorator function behind all names. How it is called says what is decorated: a function alone, a value with a
 * context object (TC39), or a class, a property name and a descriptor (`experimentalDecorators`).
 *
 * @param what the decorator's name, for messages
 */
export function decorator(what: string, settings: Settings): CacheDecorator<any> {
  const decorate = (target: unknown, place?: unknown, descriptor?: PropertyDescriptor): unknown => {
    // A number is the index that `functions.map(lruCache())` gives.
    if (place === undefined || typeof place === 'number')
      return memoizeFunction(memoizable(what, target), settings, false)
    if (typeof place === 'object' && place !== null && 'kind' in place)
      return decorateByContext(what, settings, target, place as DecoratorContext)
    return decorateByDescriptor(what, settings, target as object, place as string | symbol, descriptor)
  }
  return decorate as CacheDecorator<any>
}

function memoizable(what: string, fn: unknown): AnyFunction {
  requireMemoizable(what, fn)
  return fn
}

function decorateByContext(
  what: string,
  settings: Settings,
  value: unknown,
  context: DecoratorContext,
): AnyFunction {
  if (context.kind !== 'method' && context.kind !== 'getter')
    throw unsupported(what, `the ${context.kind} ${String(context.name)}`)
  return memoizeFunction(memoizable(what, value), settings, !context.static)
}

function decorateByDescriptor(
  what: string,
  settings: Settings,
  target: object,
  key: string | symbol,
  descriptor: PropertyDescriptor | undefined,
): PropertyDescriptor {
  const isMethod = typeof target !== 'function'
  const memoize = (fn: unknown): any => memoizeFunction(memoizable(what, fn), settings, isMethod)
  if (typeof descriptor?.value === 'function') return { ...descriptor, value: memoize(descriptor.value) }
  if (typeof descriptor?.get === 'function' && descriptor.set === undefined)
    return { ...descriptor, get: memoize(descriptor.get) }
  throw unsupported(
    what,
    descriptor?.set === undefined ? `the field ${String(key)}` : `the accessor ${String(key)}`,
  )
}

function unsupported(what: string, place: string): PilferError {
  return new PilferError(
    'DECORATOR_UNSUPPORTED',
    `${what} decorates methods, getters and static ones, received ${place || show(place)}`,
  )
}
