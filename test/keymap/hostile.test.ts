import { describe, expect, it } from 'vitest'
import type { PilferError } from '../../src/errors.js'
import { hashKeymap } from '../../src/keymap/hash.js'
import { stringKeymap } from '../../src/keymap/string.js'
import { codeOf } from '../helpers/error-code.js'
import { errorOf, keymap, nested, refused } from './ask.js'

describe('code inside of arguments', () => {
  it('that throws makes KEY_UNSUPPORTED with a cause', () => {
    const cause = new Error('no')
    const thrower = (): never => {
      throw cause
    }
    for (const value of [
      Object.defineProperty({}, 'a', { get: thrower, enumerable: true }),
      Object.defineProperty([1], 0, { get: thrower, enumerable: true }),
      new Proxy({}, { ownKeys: thrower }),
      new Proxy({}, { getPrototypeOf: thrower }),
      new Proxy([1], { get: thrower }),
      Object.defineProperty(new Error('a'), 'message', { get: thrower }),
    ])
      expect(errorOf(value)).toMatchObject({ code: 'KEY_UNSUPPORTED', cause })
  })

  it('may throw anything at all', () => {
    for (const thrown of [
      undefined,
      null,
      Object.create(null),
      Symbol('a'),
      {
        toString: () => {
          throw 1
        },
      },
    ]) {
      const value = {
        get a(): never {
          throw thrown
        },
      }
      expect(errorOf(value).code).toBe('KEY_UNSUPPORTED')
    }
  })

  it('runs once for each property', () => {
    let reads = 0
    const value = {
      get a() {
        return ++reads
      },
    }
    expect(keymap.key([value])).toBe("{'a':1}")
    const error = Object.defineProperty(new Error(), 'message', { get: () => `${++reads}`, enumerable: true })
    expect(keymap.key([error])).toBe("Error(){'message':'2'}")
  })

  it('may ask for a key itself', () => {
    const inner = { b: 1 }
    const outer: Record<string, unknown> = {
      inner,
      get key() {
        return keymap.key([[inner, 1]])
      },
      z: inner,
    }
    expect(keymap.key([outer])).toBe("{'inner':{'b':1},'key':'[{\\'b\\':1},1]','z':{'b':1}}")
    const selfish: Record<string, unknown> = {
      get a() {
        return keymap.key([{ selfish: 1 }])
      },
      b: [1.5],
    }
    expect(keymap.key([selfish])).toBe("{'a':'{\\'selfish\\':1}','b':[1.5]}")
  })

  it('may change the object while it is read', () => {
    const value: Record<string, unknown> = {
      get a() {
        delete value['b']
        return 1
      },
      b: 2,
    }
    expect(keymap.key([value])).toBe("{'a':1,'b':undefined}")
  })

  it('leaves the keymap as it was when it fails', () => {
    const value = { a: [{ b: () => 1 }] }
    for (let i = 0; i < 3; i++) expect(refused(value)).toBe('KEY_UNSUPPORTED')
    expect(keymap.key([{ a: [value.a.length] }])).toBe("{'a':[1]}")
  })

  it('of a Proxy is believed, and that of a revoked one is refused', () => {
    expect(keymap.key([new Proxy({ a: 1 }, {})])).toBe("{'a':1}")
    expect(keymap.key([new Proxy([1, 2], {})])).toBe('[1,2]')
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(refused(proxy)).toBe('KEY_UNSUPPORTED')
    expect(refused([proxy])).toBe('KEY_UNSUPPORTED')
  })

  it('cannot hide what an object is behind properties of the same name', () => {
    const fake = { value: 0, enumerable: false }
    const same = (make: () => object, ...names: PropertyKey[]): void => {
      const disguised = make()
      for (const name of names) Object.defineProperty(disguised, name, fake)
      expect(keymap.key([disguised])).toBe(keymap.key([make()]))
    }
    same(() => new Map([[1, 2]]), 'size', 'forEach', 'entries', Symbol.iterator)
    same(() => new Set([1]), 'size', 'forEach', 'values', Symbol.iterator)
    same(() => new Date(5), 'getTime', 'valueOf', 'toISOString', Symbol.toPrimitive)
    same(() => new Float64Array([1, 2]), 'length', 'buffer', 'byteOffset', 'byteLength')
    same(() => /a/g, 'source', 'flags', 'global')
    same(() => Object('abc'), 'valueOf', 'toString')
    same(() => new URL('http://a/b'), 'href', 'toString')
  })
})

describe('large and deep arguments', () => {
  const wraps: Record<string, (inner: unknown) => unknown> = {
    lists: (inner) => [inner],
    objects: (inner) => ({ inner }),
    'values of a Map': (inner) => new Map([[1, inner]]),
    'keys of a Map': (inner) => new Map([[inner, 1]]),
    Sets: (inner) => new Set([inner]),
    causes: (inner) => new Error('', { cause: inner }),
  }
  for (const [what, wrap] of Object.entries(wraps))
    it(`may be ${what} 1,000 levels deep and no deeper`, () => {
      const key = keymap.key([nested(1_000, wrap)])
      expect(keymap.key(keymap.decode(key))).toBe(key)
      expect(refused(nested(1_001, wrap))).toBe('KEY_TOO_DEEP')
      expect(refused(nested(100_000, wrap))).toBe('KEY_TOO_DEEP')
    })

  it('without an end are too deep', () => {
    const handler: ProxyHandler<object> = {
      get: () => new Proxy({}, handler),
      ownKeys: () => ['a'],
      getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }),
    }
    expect(refused(new Proxy({}, handler))).toBe('KEY_TOO_DEEP')
  })

  it('near the end of the stack make an error and no other key', () => {
    let level = 0
    const names = (): string[] => Array.from({ length: 4 }, () => `${level++ % 3_000} it's`)
    const value = nested(900, (inner) => [inner, ...names(), { [names()[0]!]: [] }])
    const key = keymap.key([value])
    const other = Array.from({ length: 3_000 }, (_, i) => `${i} it's`)
    const otherKey = `[${other.map((name) => `'${name.replace("'", "\\'")}'`)}]`
    const seen = new Set<unknown>()
    let tries = 0
    const dive = (): void => {
      try {
        dive()
      } catch {
        // Back up again, with a little more of the stack left each time.
      }
      if (tries++ % 50 !== 0 || tries > 12_000) return
      try {
        seen.add(keymap.key([value]) === key)
      } catch (error) {
        seen.add((error as PilferError).code ?? (error as Error).constructor)
      }
    }
    dive()
    expect(keymap.key([value])).toBe(key)
    expect(keymap.key([other])).toBe(otherKey)
    seen.delete(RangeError)
    expect([...seen].sort()).toEqual(['KEY_TOO_DEEP', true])
  })

  it('near the end of the stack leave nothing wrong behind', () => {
    const quoted = (name: string): string => `'${name.replace("'", "\\'")}'`
    const dive = (tried: string[], round: number): void => {
      try {
        dive(tried, round)
      } catch {
        // Back up again, with a little more of the stack left each time.
      }
      if (tried.length === 40) return
      const name = `${String.fromCodePoint(200 + tried.length)}'s ${round}`
      tried.push(name)
      try {
        keymap.key([{ [name]: name }])
      } catch {
        // As it should be.
      }
    }
    for (let round = 0; round < 60; round++) {
      const tried: string[] = []
      dive(tried, round)
      const keys = tried.map((name) => keymap.key([{ [name]: name }]))
      expect(keys).toEqual(tried.map((name) => `{${quoted(name)}:${quoted(name)}}`))
    }
  })

  it('that share parts in many ways are too large rather than endless', () => {
    expect(refused(nested(60, (inner) => [inner, inner]))).toBe('KEY_TOO_LARGE')
  })

  it('may be strings of 50 MB', () => {
    expect(hashKeymap().key(['x'.repeat(50_000_000)])).toHaveLength(65)
    expect(hashKeymap().key(["'".repeat(20_000_000)])).toHaveLength(65)
    for (const part of ['\\', '\u1234', '\ud800']) {
      const long = part.repeat(2_000_000)
      expect(keymap.decode(keymap.key([long]))[0] === long).toBe(true)
    }
  })

  it('may be very long bigints', () => {
    const long = 2n ** (2n ** 23n) - 1n
    expect(keymap.decode(keymap.key([long, -long]))).toEqual([long, -long])
    expect(keymap.key([long])).not.toBe(keymap.key([long - 1n]))
  })

  it('beyond any key are too large', () => {
    const long = 'x'.repeat(200_000_000)
    expect(refused(long, long)).toBe('KEY_TOO_LARGE')
    expect(refused([long, long, long])).toBe('KEY_TOO_LARGE')
  })

  it('cost as much as they hold, not as they are long', () => {
    const sparse: unknown[] = []
    sparse[4_000_000_000] = 1
    expect(keymap.key([sparse])).toBe("Array(4000000001){'4000000000':1}")
    expect(keymap.decode("Array(4000000001){'4000000000':1}")).toEqual([sparse])
  })
})

describe('what is no list of arguments, and no key', () => {
  it('is refused', () => {
    for (const args of ['abc', 5, null, undefined, { length: 1 }, () => 1])
      expect(codeOf(() => keymap.key(args as never))).toBe('KEY_UNSUPPORTED')
    for (const map of [keymap, hashKeymap(), stringKeymap({ encoding: 'hex' })])
      for (const key of [5, null, undefined, {}, ['1']])
        expect(codeOf(() => map.decode(key as never))).toBe('KEY_NOT_DECODABLE')
  })
})

describe('text that is no key', () => {
  const garbage = [
    "{'b':1,'a':2}",
    "{'a':1,'a':2}",
    '{',
    "{'a'}",
    '{a:1}',
    '[1,]',
    '[,1]',
    '[1',
    '01',
    '1.0',
    '+1',
    '1e5',
    '--1',
    "'a",
    "'\\",
    "'\\x'",
    '"a"',
    '~$YQ',
    '~$YWI',
    "~'a'",
    '$YQ',
    '[$AAAAAAAA8D8]',
    '[$YQ]',
    '[$]',
    'Uint16Array($YQ)',
    'Uint8Array($YR)',
    'Uint8Array($Y)',
    'Uint8Array($YQ==)',
    '0x1n',
    `${'7'.repeat(1_000_000)}n`,
    '^0',
    '^1',
    '[^2]',
    'Map(1)',
    'Map(1:2,1:2)',
    'Set(1,1)',
    'Set(2,1)',
    "Date('a')",
    'Date(1.5)',
    'Date(9e99)',
    "RegExp('(','',0)",
    "RegExp('a','gg',0)",
    "RegExp('a','',0",
    "URL('no')",
    'Foo(1)',
    'Array(-1)',
    'Array(1.5)',
    'Array(2)x',
    "Array(1){'0':1}",
    'Number(Number(1))',
    'Buffer(1)',
    'null{',
    "null('a')",
    'Symbol(1)',
    '@a',
    "Error('a':1)x",
    "Error('stack':'a')",
    '1,',
    ',1',
    '1 ',
    ' 1',
    '-',
    'NaN1',
    '1nn',
    '1.5n',
    'undefine',
    'constructor',
    '__proto__(1)',
    '\0',
    '\ud800',
    '|',
    "1|'S'|",
    '['.repeat(50_000),
    'Set('.repeat(50_000),
    "{'a':".repeat(50_000),
    `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
    "'".repeat(50_001),
    `'${'\\'.repeat(300_000)}'`,
  ]
  it('is KEY_NOT_DECODABLE', () => {
    for (const key of garbage)
      expect(
        codeOf(() => keymap.decode(key)),
        key.slice(0, 40),
      ).toBe('KEY_NOT_DECODABLE')
  })

  it('says the class of an instance, which cannot be made again', () => {
    class Point {}
    expect(() => keymap.decode(keymap.key([new Point()]))).toThrow(/class Point/)
  })
})
