import fc from 'fast-check'

/** A class that is registered as it is. */
export class Point {
  constructor(
    public x: unknown,
    public y: unknown,
  ) {}
}

/** A class whose state is private. */
export class Secret {
  #inside: unknown
  constructor(inside: unknown) {
    this.#inside = inside
  }
  get inside(): unknown {
    return this.#inside
  }
}

export class NotFound extends RangeError {
  constructor(readonly where: unknown) {
    super('not found')
  }
}

/** The `classes` option for those above. */
export const CLASSES = [
  Point,
  NotFound,
  {
    class: Secret,
    encode: (secret: Secret) => [secret.inside],
    decode: ([inside]: unknown[]) => new Secret(inside),
  },
]

const text = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('__proto__', '\ud83d', 'toJSON', 'length'),
  )

/** Any kind of view, with bytes before and after it in its buffer. */
export const view = (): fc.Arbitrary<ArrayBufferView> =>
  fc
    .tuple(
      fc.constantFrom<any>(
        Int8Array,
        Uint8Array,
        Uint8ClampedArray,
        Int16Array,
        Uint16Array,
        Int32Array,
        Uint32Array,
        Float32Array,
        Float64Array,
        BigInt64Array,
        BigUint64Array,
        DataView,
        ...[(globalThis as any).Float16Array].filter(Boolean),
      ),
      fc.uint8Array({ minLength: 40, maxLength: 80 }),
      fc.nat(2),
      fc.nat(3),
    )
    .map(([View, bytes, start, length]) => {
      const size = View.BYTES_PER_ELEMENT ?? 1
      return new View(bytes.slice().buffer, start * size, length)
    })

/** A value without parts. */
export const leaf = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.bigInt(), text()) },
    fc.constantFrom<unknown>(undefined, null, NaN, -0, Infinity, 2n ** 80n),
    fc.date(),
    view(),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => bytes.slice().buffer),
    fc.nat(3).map((lastIndex) => Object.assign(/a+(?<b>x)/giu, { lastIndex })),
    fc.oneof(fc.integer(), fc.boolean(), fc.bigInt(), text()).map(Object),
    fc.webUrl({ withQueryParameters: true, withFragments: true }).map((href) => new URL(href)),
  )

/** Any tree of kept values; no object occurs in it twice. */
export const tree = (): fc.Arbitrary<unknown> =>
  fc.letrec((tie) => ({
    any: fc.oneof({ maxDepth: 4, withCrossShrink: true }, leaf(), tie('branch')),
    branch: fc.oneof(
      fc.array(tie('any'), { maxLength: 6 }),
      fc.array(tie('any'), { maxLength: 5 }).map(sparse),
      fc.dictionary(text(), tie('any'), { maxKeys: 5, noNullPrototype: false }),
      fc.array(fc.tuple(tie('any'), tie('any')), { maxLength: 4 }).map((entries) => new Map(entries)),
      fc.array(tie('any'), { maxLength: 4 }).map((members) => new Set(members)),
      fc.tuple(tie('any'), tie('any')).map(([x, y]) => new Point(x, y)),
      fc.tuple(text(), tie('any')).map(([message, cause]) => new TypeError(message, { cause })),
      fc.tuple(text(), tie('any')).map(([name, part]) => ({ a: 1, [Symbol.for(name)]: part })),
    ),
  })).any

function sparse(members: unknown[]): unknown[] {
  const list = Object.assign([...members], { extra: members.length })
  list.length += 2
  delete list[1]
  return list
}

type Fill = (parts: unknown[]) => void

/** Empty containers of each kind, and how they take their parts. */
const CONTAINERS: readonly (() => [object, Fill])[] = [
  () => keyed({}),
  () => keyed(Object.create(null)),
  () => keyed(new Point(1, 2)),
  () => keyed(new NotFound('here')),
  () => keyed(new AggregateError([], 'several'), 'errors'),
  () => keyed(new Error('one'), 'cause'),
  () => {
    const list: unknown[] = []
    return [list, (parts) => void list.push(...parts)]
  },
  () => {
    const map = new Map()
    return [map, (parts) => parts.forEach((part, i) => void map.set(i % 2 ? part : i, i % 2 ? i : part))]
  },
  () => {
    const set = new Set()
    return [set, (parts) => parts.forEach((part) => void set.add(part))]
  },
]

function keyed(object: any, hidden?: string): [object, Fill] {
  return [
    object,
    (parts) => {
      parts.forEach((part, i) => void (object[i % 3 === 2 ? Symbol.for(`s${i}`) : `p${i}`] = part))
      if (hidden !== undefined)
        Object.defineProperty(object, hidden, { value: parts, configurable: true, writable: true })
    },
  ]
}

/** Any graph of kept values: references are shared and go in circles. */
export const graph = (): fc.Arbitrary<unknown> =>
  fc
    .array(
      fc.tuple(
        fc.nat(CONTAINERS.length - 1),
        fc.array(
          fc.oneof(
            fc.nat(30).map((to) => ({ to })),
            leaf(),
          ),
          { maxLength: 6 },
        ),
      ),
      {
        minLength: 1,
        maxLength: 12,
      },
    )
    .map((specs) => {
      const made = specs.map(([kind]) => CONTAINERS[kind]!())
      for (const [i, [, parts]] of specs.entries())
        made[i]![1](
          parts.map((part: any) => (typeof part?.to === 'number' ? made[part.to % made.length]![0] : part)),
        )
      return made[0]![0]
    })
