import { describe, expect, it } from 'vitest'
import { type StorableClass, v8Codec } from '../../src/codec/v8.js'
import type { PilferError } from '../../src/errors.js'
import { codeOf } from '../helpers/error-code.js'
import { CLASSES, NotFound, Point, Secret } from './arbitraries.js'

const codec = v8Codec({ classes: CLASSES })
const trip = (value: unknown, by = codec): any => by.decode(by.encode(value))
const thrown = (body: () => unknown): PilferError => {
  try {
    body()
  } catch (error) {
    return error as PilferError
  }
  throw new Error('nothing was thrown')
}

class Celsius {
  constructor(public degrees: number) {}
  get fahrenheit(): number {
    return this.degrees * 1.8 + 32
  }
  set fahrenheit(_: number) {
    throw new Error('the setter was run')
  }
}

describe('classes: as they are', () => {
  it('gives instances with their prototype and own properties', () => {
    const back = trip({ points: [new Point(1, { a: 2 })] })
    expect(back.points[0]).toBeInstanceOf(Point)
    expect(back).toEqual({ points: [new Point(1, { a: 2 })] })
  })

  it('runs neither constructors nor setters', () => {
    let runs = 0
    class Counted {
      n = 1
      constructor() {
        runs++
      }
    }
    const counting = v8Codec({ classes: [Counted, Celsius] })
    const bytes = counting.encode([
      new Counted(),
      Object.defineProperty(new Celsius(1), 'fahrenheit', { value: 5, enumerable: true }),
    ])
    runs = 0
    const [counted, celsius] = counting.decode(bytes) as [Counted, Celsius]
    expect(runs).toBe(0)
    expect(counted).toBeInstanceOf(Counted)
    expect(Object.getOwnPropertyDescriptor(celsius, 'fahrenheit')?.value).toBe(5)
  })

  it('keeps cycles through instances', () => {
    const a = new Point(null, null)
    const b = new Point(a, new Map([[a, [a]]]))
    a.x = b
    const back = trip([a, b])
    expect(back[0].x).toBe(back[1])
    expect(back[1].x).toBe(back[0])
    expect([...back[1].y.keys()][0]).toBe(back[0])
  })

  it('keeps errors of a registered class', () => {
    const back = trip(new NotFound('here'))
    expect(back).toBeInstanceOf(NotFound)
    expect([back.name, back.message, back.where]).toEqual(['RangeError', 'not found', 'here'])
  })
})

describe('classes: with encode and decode', () => {
  it('keeps what is private', () => {
    const secret = new Secret({ deep: [new Secret(1)] })
    const back = trip({ a: secret, b: secret })
    expect(back.a).toBe(back.b)
    expect(back.a.inside.deep[0].inside).toBe(1)
  })

  it('keeps classes over built-ins and built-ins that are refused otherwise', () => {
    class Bag extends Map<string, number> {}
    const by = v8Codec({
      classes: [
        {
          class: Bag,
          encode: (bag: Bag) => [...bag],
          decode: (entries: [string, number][]) => new Bag(entries),
        },
        {
          class: DOMException,
          encode: (e: DOMException) => ({ message: e.message, name: e.name }),
          decode: (e: { message: string; name: string }) => new DOMException(e.message, e.name),
        },
      ],
    })
    expect(trip(new Bag([['a', 1]]), by)).toEqual(new Bag([['a', 1]]))
    expect(trip(new DOMException('gone', 'AbortError'), by).name).toBe('AbortError')
  })

  it('hands decode whole data, whatever came before and after it', () => {
    const seen: unknown[] = []
    const by = v8Codec({
      classes: [
        Point,
        {
          class: Secret,
          encode: (secret: Secret) => secret.inside,
          decode: (inside: any) => {
            seen.push(inside.error?.message, inside.point?.x?.x, inside.point?.y)
            return new Secret(inside)
          },
        },
      ],
    })
    const point = new Point(new Point(7, 8), 'y')
    const data = { error: new Error('whole'), point }
    for (const value of [
      new Secret(data),
      { point, secret: new Secret(data) },
      { secret: new Secret(data), point },
    ]) {
      seen.length = 0
      trip(value, by)
      expect(seen).toEqual(['whole', 7, 'y'])
    }
    const owner = new Point(null, 'owner')
    const secret = new Secret({ point: null })
    owner.x = secret
    expect(trip([owner, secret], by)[0].x).toBeInstanceOf(Secret)
  })

  it('refuses data that refers back to its instance', () => {
    const inside: unknown[] = []
    const secret = new Secret(inside)
    inside.push({ secret })
    const error = thrown(() => codec.encode({ secret }))
    expect(error.code).toBe('VALUE_UNSUPPORTED')
    expect(error.message).toContain('`value.secret.encode()[0][0].secret` is a reference to the very object')
  })

  it('says where data cannot be kept', () => {
    const error = thrown(() => codec.encode([new Secret({ f() {} })]))
    expect(error.message).toContain('`value[0].encode()[0].f` is a function')
  })

  it('passes on what encode and decode throw', () => {
    const no = new Error('no')
    const fail = (): never => {
      throw no
    }
    const writing = v8Codec({ classes: [{ class: Secret, encode: fail, decode: fail }] })
    expect(thrown(() => writing.encode(new Secret(1)))).toMatchObject({
      code: 'VALUE_UNSUPPORTED',
      cause: no,
    })
    const reading = v8Codec({ classes: [{ class: Secret, encode: () => 1, decode: fail }] })
    expect(thrown(() => trip(new Secret(1), reading))).toMatchObject({ code: 'CODEC_DECODE', cause: no })
    const wrong = v8Codec({
      classes: [{ class: Secret, encode: () => 1, decode: () => new Point(1, 2) as never }],
    })
    expect(thrown(() => trip(new Secret(1), wrong)).message).toContain(
      '`decode` of the class Secret gave no instance',
    )
  })
})

describe('classes: names', () => {
  it('are looked up when reading', () => {
    const bytes = codec.encode([new Point(1, 2)])
    const error = thrown(() => v8Codec().decode(bytes))
    expect(error.code).toBe('CODEC_DECODE')
    expect(error.message).toContain('Point')
  })

  it('may differ from those in the code', () => {
    class Renamed {
      x = 0
    }
    const bytes = v8Codec({ classes: [{ class: Point, name: 'geo.Point' }] }).encode(new Point(1, 2))
    const back = v8Codec({ classes: [{ class: Renamed, name: 'geo.Point' }] }).decode(bytes)
    expect(back).toBeInstanceOf(Renamed)
    expect(back).toMatchObject({ x: 1, y: 2 })
  })

  it('stand for one form only', () => {
    const asIs = v8Codec({ classes: [Point] })
    const pair = v8Codec({
      classes: [
        { class: Point, encode: (p: Point) => [p.x, p.y], decode: ([x, y]: number[]) => new Point(x, y) },
      ],
    })
    expect(codeOf(() => pair.decode(asIs.encode(new Point(1, 2))))).toBe('CODEC_DECODE')
    expect(codeOf(() => asIs.decode(pair.encode(new Point(1, 2))))).toBe('CODEC_DECODE')
  })
})

describe('classes: the option', () => {
  const refused: [name: string, classes: unknown, code: string, message: RegExp][] = [
    ['no array', Point, 'OPTION_INVALID', /`classes` of v8Codec must be an array/],
    ['no class', [{}], 'OPTION_INVALID', /`classes\[0\]\.class` must be a class, received undefined/],
    ['an instance', [Point, 5], 'OPTION_INVALID', /`classes\[1\]` must be a class or/],
    ['an arrow function', [() => 1], 'OPTION_INVALID', /must be a class/],
    [
      'a class without a name',
      [class {}],
      'OPTION_INVALID',
      /`classes\[0\]\.name` must be a non-empty string/,
    ],
    [
      'a stray option',
      [{ class: Point, decoder() {} }],
      'OPTION_UNKNOWN',
      /`classes\[0\]` has no option `decoder`/,
    ],
    [
      'encode alone',
      [{ class: Point, encode() {} }],
      'OPTION_INVALID',
      /`classes\[0\]\.decode` must be a function/,
    ],
    ['private members', [Secret], 'OPTION_INVALID', /Secret has private members/],
    ['private members above', [class Sub extends Secret {}], 'OPTION_INVALID', /Sub has private members/],
    [
      'a class over a built-in',
      [class Bag extends Map {}],
      'OPTION_INVALID',
      /Bag is or extends the built-in Map/,
    ],
    [
      'a built-in with hidden state',
      [WeakRef],
      'OPTION_INVALID',
      /WeakRef is or extends the built-in WeakRef/,
    ],
    ['what is kept anyway', [Date], 'OPTION_INVALID', /Date, which is kept without/],
    ['an error that is kept anyway', [TypeError], 'OPTION_INVALID', /TypeError, which is kept without/],
    ['a view that is kept anyway', [Buffer], 'OPTION_INVALID', /Buffer, which is kept without/],
    [
      'one name twice',
      [Point, { class: NotFound, name: 'Point' }],
      'OPTION_CONFLICT',
      /two of the name "Point"/,
    ],
    ['one class twice', [Point, { class: Point, name: 'P' }], 'OPTION_CONFLICT', /one class twice/],
  ]
  for (const [name, classes, code, message] of refused)
    it(`is not ${name}`, () => {
      const error = thrown(() => v8Codec({ classes: classes as StorableClass[] }))
      expect(error.code).toBe(code)
      expect(error.message).toMatch(message)
    })

  it('is the only one', () => {
    expect(codeOf(() => v8Codec({ class: [Point] } as never))).toBe('OPTION_UNKNOWN')
    expect(codeOf(() => v8Codec(null as never))).toBe('OPTION_INVALID')
  })
})
