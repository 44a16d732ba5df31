import { types } from 'node:util'

/**
 * The first place at which two values differ, or undefined. Stricter than `isDeepStrictEqual`: it also compares which
 * references are shared, the order of properties and members, holes, hidden properties of errors, and what is inside
 * a URL or a list of search parameters. Two invalid dates are alike.
 */
export function difference(a: unknown, b: unknown): string | undefined {
  return new Comparison().of(a, b, 'value')
}

const HIDDEN = ['name', 'message', 'stack', 'cause', 'errors', 'error', 'suppressed']

class Comparison {
  readonly #pairs = new Map<object, object>()
  readonly #back = new Map<object, object>()

  of(a: unknown, b: unknown, at: string): string | undefined {
    if (!isObject(a) || !isObject(b)) return Object.is(a, b) ? undefined : at
    if (this.#pairs.has(a) || this.#back.has(b))
      return this.#pairs.get(a) === b && this.#back.get(b) === a ? undefined : `${at} (sharing)`
    this.#pairs.set(a, b)
    this.#back.set(b, a)
    if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return `${at} (prototype)`
    if (types.isNativeError(a) !== types.isNativeError(b)) return `${at} (error)`
    return this.#content(a, b, at) ?? this.#properties(a, b, at)
  }

  #content(a: any, b: any, at: string): string | undefined {
    if (types.isDate(a)) return Object.is(a.getTime(), b.getTime()) ? undefined : `${at} (date)`
    if (types.isRegExp(a))
      return this.of([a.source, a.flags, a.lastIndex], [b.source, b.flags, b.lastIndex], at)
    if (types.isBoxedPrimitive(a)) return Object.is(a.valueOf(), b.valueOf()) ? undefined : `${at} (boxed)`
    if (a instanceof URL || a instanceof URLSearchParams) return `${a}` === `${b}` ? undefined : `${at} (url)`
    if (types.isMap(a)) return this.of([...a].flat(), [...b].flat(), `${at} (entries)`)
    if (types.isSet(a)) return this.of([...a], [...b], `${at} (members)`)
    if (ArrayBuffer.isView(a)) return bytesOf(a).equals(bytesOf(b)) ? undefined : `${at} (bytes)`
    if (types.isAnyArrayBuffer(a)) return Buffer.from(a).equals(Buffer.from(b)) ? undefined : `${at} (bytes)`
    if (types.isNativeError(a))
      for (const key of HIDDEN) {
        const [x, y] = [a, b].map((e) => Object.getOwnPropertyDescriptor(e, key)?.enumerable === false)
        const difference =
          x !== y ? `${at}.${key} (hidden)` : this.of((a as any)[key], b[key], `${at}.${key}`)
        if (difference !== undefined) return difference
      }
    return undefined
  }

  #properties(a: any, b: any, at: string): string | undefined {
    if (ArrayBuffer.isView(a)) return undefined
    if (Array.isArray(a) && a.length !== b.length) return `${at}.length`
    const [keys, others] = [dataKeys(a), dataKeys(b)]
    if (keys.length !== others.length || keys.some((key, i) => key !== others[i])) return `${at} (keys)`
    for (const key of keys) {
      const difference = this.of(a[key], b[key], `${at}[${String(key)}]`)
      if (difference !== undefined) return difference
    }
    return undefined
  }
}

const dataKeys = (o: object): PropertyKey[] =>
  Reflect.ownKeys(o).filter((key) => Object.prototype.propertyIsEnumerable.call(o, key))

const bytesOf = (view: ArrayBufferView): Buffer => Buffer.from(view.buffer, view.byteOffset, view.byteLength)

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
