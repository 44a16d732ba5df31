/**
 * How to build a value. Built twice, a recipe gives two equal values that share nothing; built with `vary`, they differ
 * in all that must not matter: the order of properties and entries, where bytes lie, whether equal parts are one object.
 */
export type Recipe =
  | { readonly kind: 'primitive'; readonly value: unknown }
  | { readonly kind: 'boxed'; readonly value: unknown; readonly props: Props }
  | { readonly kind: 'date'; readonly time: number; readonly props: Props }
  | {
      readonly kind: 'regexp'
      readonly source: string
      readonly flags: string
      readonly lastIndex: number
      readonly props: Props
    }
  | { readonly kind: 'url'; readonly path: string; readonly props: Props }
  | { readonly kind: 'search'; readonly pairs: readonly (readonly [string, string])[]; readonly props: Props }
  | {
      readonly kind: 'bytes'
      readonly view: string
      readonly bytes: readonly number[]
      readonly props: Props
    }
  | {
      readonly kind: 'array'
      readonly holder: string
      readonly items: readonly Recipe[]
      readonly props: Props
    }
  | { readonly kind: 'object'; readonly holder: string; readonly props: Props }
  | {
      readonly kind: 'map'
      readonly holder: string
      readonly entries: readonly (readonly [Recipe, Recipe])[]
      readonly props: Props
    }
  | {
      readonly kind: 'set'
      readonly holder: string
      readonly items: readonly Recipe[]
      readonly props: Props
    }
  | {
      readonly kind: 'error'
      readonly holder: string
      readonly message: string
      readonly cause: Recipe | undefined
      readonly props: Props
    }
  | { readonly kind: 'twins'; readonly item: Recipe }
  | { readonly kind: 'ancestor'; readonly up: number }
  | { readonly kind: 'hole' }

/** Own enumerable properties by name; a name that starts with `@` stands for a symbol of the registry. */
export type Props = readonly (readonly [string, Recipe])[]

class Point {}
class Point3 extends Point {}
class Lookup extends Map {}
class Bag extends Set {}
class Stack extends Array {}
class Failure extends TypeError {}

export const OBJECTS: Record<string, () => object> = {
  plain: () => ({}),
  null: () => Object.create(null),
  Point: () => new Point(),
  Point3: () => new Point3(),
}
export const MAPS: Record<string, () => Map<unknown, unknown>> = {
  Map: () => new Map(),
  Lookup: () => new Lookup(),
}
export const SETS: Record<string, () => Set<unknown>> = { Set: () => new Set(), Bag: () => new Bag() }
export const ARRAYS: Record<string, () => unknown[]> = { Array: () => [], Stack: () => new Stack() }
export const ERRORS: Record<string, (message: string) => Error> = {
  Error: (message) => new Error(message),
  RangeError: (message) => new RangeError(message),
  AggregateError: (message) => new AggregateError([1], message),
  Failure: (message) => new Failure(message),
}
export const VIEWS: Record<string, (buffer: ArrayBuffer, offset: number, bytes: number) => object> = {
  ArrayBuffer: (buffer, offset, bytes) => buffer.slice(offset, offset + bytes),
  DataView: (buffer, offset, bytes) => new DataView(buffer, offset, bytes),
  Buffer: (buffer, offset, bytes) => Buffer.from(buffer, offset, bytes),
  Uint8Array: (buffer, offset, bytes) => new Uint8Array(buffer, offset, bytes),
  Int8Array: (buffer, offset, bytes) => new Int8Array(buffer, offset, bytes),
  Uint8ClampedArray: (buffer, offset, bytes) => new Uint8ClampedArray(buffer, offset, bytes),
  Int16Array: (buffer, offset, bytes) => new Int16Array(buffer, offset, bytes / 2),
  Uint32Array: (buffer, offset, bytes) => new Uint32Array(buffer, offset, bytes / 4),
  Float32Array: (buffer, offset, bytes) => new Float32Array(buffer, offset, bytes / 4),
  Float64Array: (buffer, offset, bytes) => new Float64Array(buffer, offset, bytes / 8),
  BigInt64Array: (buffer, offset, bytes) => new BigInt64Array(buffer, offset, bytes / 8),
}

/**
 * Stands for a value about which `util.isDeepStrictEqual` of some Node line has an answer of its own: invalid dates are
 * unequal on Node 20, all URLs are equal there, and so are errors with another cause; search parameters are equal on all.
 */
class Stand {
  constructor(
    readonly of: string,
    readonly content: unknown,
  ) {}
}

interface Build {
  /** Whether to vary what must not matter. */
  readonly vary: boolean
  /** Whether to put a {@link Stand} where Node has an answer of its own. */
  readonly stands: boolean
  random: () => number
  readonly ancestors: object[]
}

export const build = (recipe: Recipe, options: { seed?: number; stands?: boolean } = {}): unknown =>
  make(recipe, {
    vary: options.seed !== undefined,
    stands: options.stands === true,
    random: lcg(options.seed ?? 0),
    ancestors: [],
  })

function lcg(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function make(recipe: Recipe, b: Build): unknown {
  switch (recipe.kind) {
    case 'primitive':
      return recipe.value
    case 'hole':
      return undefined
    case 'ancestor':
      return b.ancestors.at(-1 - recipe.up) ?? null
    case 'twins':
      return filled<unknown[]>([], b, (pair) => {
        const twin = make(recipe.item, b)
        pair.push(twin, b.vary && b.random() < 0.5 ? make(recipe.item, b) : twin)
      })
    case 'boxed':
      return withProps(Object(recipe.value), recipe.props, b)
    case 'date':
      return withProps(stand(b, Number.isNaN(recipe.time), 'date', new Date(recipe.time)), recipe.props, b)
    case 'regexp': {
      const regExp = new RegExp(recipe.source, recipe.flags)
      regExp.lastIndex = recipe.lastIndex
      return withProps(regExp, recipe.props, b)
    }
    case 'url': {
      const url = new URL(recipe.path, 'http://host/')
      return withProps(stand(b, true, url.href, url), recipe.props, b)
    }
    case 'search': {
      const search = new URLSearchParams(recipe.pairs as [string, string][])
      return withProps(stand(b, true, `?${search}`, search), recipe.props, b)
    }
    case 'bytes':
      return withProps(view(recipe.view, recipe.bytes, b), recipe.props, b)
    case 'object':
      return withProps(OBJECTS[recipe.holder]!(), recipe.props, b)
    case 'array':
      return withProps(ARRAYS[recipe.holder]!(), recipe.props, b, (list) => {
        list.length = recipe.items.length
        for (const [i, item] of recipe.items.entries()) if (item.kind !== 'hole') list[i] = make(item, b)
      })
    case 'set':
      return withProps(SETS[recipe.holder]!(), recipe.props, b, (set) => {
        const members = new Set(recipe.items.map((item) => make(item, b)))
        for (const member of varied([...members], b)) set.add(member)
      })
    case 'map':
      return withProps(MAPS[recipe.holder]!(), recipe.props, b, (map) => {
        const entries = new Map(recipe.entries.map(([key, value]) => [make(key, b), make(value, b)]))
        for (const [key, value] of varied([...entries], b)) map.set(key, value)
      })
    case 'error':
      return withProps(ERRORS[recipe.holder]!(recipe.message), recipe.props, b, (error) => {
        if (recipe.cause === undefined || recipe.props.some(([name]) => name === 'cause')) return
        const value = make(recipe.cause, b)
        const property = { value, writable: true, configurable: true, enumerable: b.stands }
        Object.defineProperty(error, b.stands ? '(cause)' : 'cause', property)
      })
  }
}

const stand = (b: Build, isQuirk: boolean, of: string, value: object): object =>
  b.stands && isQuirk ? new Stand(of, undefined) : value

function view(name: string, bytes: readonly number[], b: Build): object {
  const offset = b.vary ? 8 * Math.floor(b.random() * 3) : 0
  const buffer = new ArrayBuffer(bytes.length + offset + (b.vary ? 8 : 0))
  new Uint8Array(buffer, offset).set(bytes)
  return VIEWS[name]!(buffer, offset, bytes.length)
}

function filled<T extends object>(object: T, b: Build, fill: (object: T) => void): T {
  b.ancestors.push(object)
  fill(object)
  b.ancestors.pop()
  return object
}

function withProps<T extends object>(object: T, props: Props, b: Build, fill?: (object: T) => void): T {
  return filled(object, b, () => {
    fill?.(object)
    const values = new Map(props.map(([name, recipe]) => [name, make(recipe, b)]))
    for (const [name, value] of varied([...values], b)) {
      const key = name.startsWith('@') ? Symbol.for(name) : name
      Object.defineProperty(object, key, { value, writable: true, configurable: true, enumerable: true })
    }
  })
}

function varied<T>(list: T[], b: Build): T[] {
  if (!b.vary) return list
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(b.random() * (i + 1))
    ;[list[i], list[j]] = [list[j]!, list[i]!]
  }
  return list
}

export function hasCycle(recipe: Recipe): boolean {
  const writable = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value)
  return JSON.stringify(recipe, writable).includes('"kind":"ancestor"')
}
