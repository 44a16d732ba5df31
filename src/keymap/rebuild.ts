import { littleEndian } from './bytes.js'
import { ERRORS, OWN_FIELDS } from './error.js'
import { globalClass, TYPED_ARRAYS } from './views.js'

/** The text between the parentheses of `Map(...)`, as it is read. */
export interface Source {
  value(): unknown
  string(): string
  bytes(): Uint8Array<ArrayBuffer>
  /** The name of a property, up to the value. */
  name(): PropertyKey
  /** Whether `part` comes next. */
  sees(part: string): boolean
  /** Whether `part` came next; if so, it is behind now. */
  takes(part: string): boolean
  expect(part: string): void
}

/** How an object of a built-in class is made again. */
export interface Rebuild {
  /** Reads what the object cannot be made without. */
  make(source: Source): object
  /** Reads the rest, in which the object itself may occur. */
  fill?(object: any, source: Source): void
}

/** How to make objects again, by the name that they are written with. */
export const rebuilds = new Map<string, Rebuild>()

type Constructor = new (...args: any[]) => any

/** Adds the way for the class of that name, if this runtime has it. */
function add(name: string, rebuild: (found: Constructor) => Rebuild): void {
  const found = globalClass(name)
  if (found !== undefined) rebuilds.set(name, rebuild(found))
}

const fromValue = (make: (value: any) => object): Rebuild => ({ make: (source) => make(source.value()) })
const fromBytes = (make: (bytes: Uint8Array<ArrayBuffer>) => object): Rebuild => ({
  make: (source) => make(source.bytes()),
})

add('Array', () => fromValue((length) => new Array(length)))
add('Date', () => fromValue((time) => new Date(time)))
add('URL', () => fromValue((href) => new URL(href)))
add('URLSearchParams', () => fromValue((search) => new URLSearchParams(search)))
for (const name of ['Boolean', 'Number', 'BigInt', 'String', 'Symbol']) add(name, () => fromValue(Object))

add('ArrayBuffer', () => fromBytes((bytes) => bytes.buffer))
add('DataView', () => fromBytes((bytes) => new DataView(bytes.buffer)))
add('Buffer', () => fromBytes((bytes) => Buffer.from(bytes.buffer)))
add('SharedArrayBuffer', (Shared) =>
  fromBytes((bytes) => {
    const shared = new Shared(bytes.length)
    new Uint8Array(shared).set(bytes)
    return shared
  }),
)
for (const name of TYPED_ARRAYS)
  add(name, (View) =>
    fromBytes((bytes) => {
      const size = (View as unknown as { BYTES_PER_ELEMENT: number }).BYTES_PER_ELEMENT
      return new View(littleEndian(bytes, size).buffer)
    }),
  )

add('Map', () => ({
  make: () => new Map(),
  fill(map: Map<unknown, unknown>, source) {
    if (source.sees(')')) return
    do {
      const key = source.value()
      source.expect(':')
      map.set(key, source.value())
    } while (source.takes(','))
  },
}))

add('Set', () => ({
  make: () => new Set(),
  fill(set: Set<unknown>, source) {
    if (source.sees(')')) return
    do set.add(source.value())
    while (source.takes(','))
  },
}))

add('RegExp', () => ({
  make(source) {
    const pattern = source.string()
    source.expect(',')
    return new RegExp(pattern, source.string())
  },
  fill(regExp: RegExp, source) {
    source.expect(',')
    regExp.lastIndex = source.value() as number
  },
}))

for (const name of ERRORS)
  add(name, (Kind) => ({
    make() {
      const error = new Kind([])
      for (const field of ['message', ...OWN_FIELDS]) delete error[field]
      return error
    },
    fill(error: Error, source) {
      if (source.sees(')')) return
      do {
        const field = source.name()
        const hidden = { value: source.value(), writable: true, configurable: true, enumerable: false }
        Object.defineProperty(error, field, hidden)
      } while (source.takes(','))
    },
  }))
