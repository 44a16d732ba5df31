import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { stringKeymap } from '../../src/keymap/string.js'
import { codeOf } from '../helpers/error-code.js'

const keymap = stringKeymap()
const text = (value: unknown): string => keymap.key([value])
const refused = (value: unknown): unknown => codeOf(() => text(value))
const HOOK = Symbol.for('pilfer.key')

/** The class that the text says, which no compiler has touched. */
const classOf = (source: string): any => new Function(`return ${source}`)()

describe('an instance of a class', () => {
  it('is its class and its properties', () => {
    const Point = classOf('class Point { constructor(x) { this.x = x } }')
    expect(text(new Point(1))).toMatch(/^Point#[0-9a-f]{32}:\{'x':1\}$/)
    expect(text(new Point(1))).toBe(text(new Point(1)))
    expect(text(new Point(1))).not.toBe(text(new Point(2)))
  })

  it('is told from one of another class by the text of the class and of those it extends', () => {
    const make = (a: string, b: string): any =>
      classOf(`(() => { class A { ${a} } class B extends A { ${b} } return B })()`)
    const classes = [make('', 'm1() {}'), make('', 'm2() {}'), make('m3() {}', 'm1() {}')]
    expect(new Set(classes.map((B) => text(new B()))).size).toBe(3)
  })

  it('is told from one of a class of another name', () => {
    const [A, B] = [classOf('class { }'), classOf('class { }')]
    Object.defineProperty(A, 'name', { value: 'A' })
    Object.defineProperty(B, 'name', { value: 'B' })
    expect(text(new A())).not.toBe(text(new B()))
  })

  it('has a readable name only where the name is a word', () => {
    const Odd = classOf('class { static name = "#\'{}" }')
    const Number5 = classOf('class { static name = 5 }')
    expect(text(new Odd())).toMatch(/^class#/)
    expect(text(new Number5())).toMatch(/^class#/)
  })

  it('keeps the content of the built-in that its class extends', () => {
    const Lookup = classOf('class Lookup extends Map { }')
    expect(text(Object.assign(new Lookup([[1, 2]]), { a: 1 }))).toMatch(/^Lookup#\w{32}:Map\(1:2\)\{'a':1\}$/)
    const List = classOf('class List extends Array { }')
    expect(text(List.of(1, 2))).toMatch(/^List#\w{32}:\[1,2\]$/)
    const Failure = classOf('class Failure extends RangeError { name = "Failure" }')
    expect(text(new Failure('no'))).toMatch(
      /^Failure#\w{32}:RangeError\('message':'no'\)\{'name':'Failure'\}$/,
    )
    const Floats = classOf('class Floats extends Float64Array { }')
    expect(text(new Floats(1))).not.toBe(text(new Floats(2)))
  })

  it('may come from a function with a prototype', () => {
    const Old = classOf('function Old(x) { this.x = x }')
    expect(text(new Old(1))).toMatch(/^Old#\w{32}:\{'x':1\}$/)
  })

  it('is refused when a class of the very same text has got the key', () => {
    const make = (): any => classOf('class Twin { x = 1 }')
    const [First, Second] = [make(), make()]
    expect(refused(new First())).toBe('nothing was thrown')
    expect(refused(new Second())).toBe('KEY_UNSUPPORTED')
    expect(refused(new Second())).toBe('KEY_UNSUPPORTED')
    expect(refused(new First())).toBe('nothing was thrown')
    const untyped = stringKeymap({ typed: false })
    expect(untyped.key([new First()])).toBe(untyped.key([new Second()]))
  })

  it('gets the key of a class of the same text that is gone', async () => {
    setFlagsFromString('--expose-gc')
    const gc = runInNewContext('gc') as () => void
    const source = 'class Gone { y = 1 }'
    const first = ((): string => text(new (classOf(source))()))()
    const Second = classOf(source)
    let second: unknown
    for (let i = 0; i < 50 && second === undefined; i++) {
      await new Promise((resolve) => setTimeout(resolve, 10))
      gc()
      second = codeOf(() => text(new Second())) === 'KEY_UNSUPPORTED' ? undefined : text(new Second())
    }
    expect(second).toBe(first)
  })

  it('is refused when its state is in private members', () => {
    const hidden = [
      'class A { #x = 1; get() { return this.#x } }',
      'class A { #x = 1; get() { return this?.#x } }',
      'class A { #x = 1; get() { return this . /* a */ // b\n #x } }',
      'class A { #x; static is(a) { return #x in a } }',
      'class A { #\\u0061 = 1; get() { return this.#\\u0061 } }',
      'class A { #ä = 1; get() { return this.#ä } }',
      'class A { constructor() { __classPrivateFieldSet(this, _A_x, 1, "f") } static { globalThis.__classPrivateFieldSet = () => {} ; globalThis._A_x = 1 } }',
    ]
    for (const source of hidden) expect(refused(new (classOf(source))()), source).toBe('KEY_UNSUPPORTED')
    const Heir = classOf(
      '(() => { class A { #x = 1; get() { return this.#x } } return class Heir extends A {} })()',
    )
    expect(refused(new Heir())).toBe('KEY_UNSUPPORTED')
  })

  it('is not refused for a number sign that is no private member', () => {
    const fine = [
      'class A { color = "#fff"; m() { return "a #b c" } /* issue #12, see. */ }',
      "class A { m() { return 'a' + '#x' } }",
    ]
    for (const source of fine) expect(refused(new (classOf(source))()), source).toBe('nothing was thrown')
  })

  it('is looked through quickly, whatever the text of its class', () => {
    const comments = '/**/'.repeat(20_000) + '// // // \n'.repeat(5_000)
    const start = performance.now()
    expect(refused(new (classOf(`class A { m() { return this. ${comments} x } }`))())).toBe(
      'nothing was thrown',
    )
    expect(performance.now() - start).toBeLessThan(2_000)
  })

  it('is refused when it is a list in disguise', () => {
    const Tagged = classOf('class Tagged { get [Symbol.toStringTag]() { return "Tagged" } }')
    expect(refused(new Tagged())).toBe('nothing was thrown')
    expect(refused(Object.setPrototypeOf([1], Tagged.prototype))).toBe('KEY_UNSUPPORTED')
  })

  it('is refused when no class belongs to its prototype', () => {
    expect(refused(Object.create({ a: 1 }))).toBe('KEY_UNSUPPORTED')
    expect(refused(Object.create({ constructor: Map }))).toBe('KEY_UNSUPPORTED')
    expect(refused(Object.create({ constructor: class {} }))).toBe('KEY_UNSUPPORTED')
    expect(refused(Object.create(Object.create(null)))).toBe('KEY_UNSUPPORTED')
    expect(refused(Object.create(Object.assign(() => 1, { a: 1 })))).toBe('KEY_UNSUPPORTED')
  })
})

describe("a method under Symbol.for('pilfer.key')", () => {
  const Secret = classOf(
    "class Secret { #x; constructor(x) { this.#x = x } [Symbol.for('pilfer.key')]() { return { x: this.#x } } }",
  )

  it('gives what stands for the instance', () => {
    expect(text(new Secret(1))).toMatch(/^Secret#\w{32}\(\{'x':1\}\)$/)
    expect(text(new Secret(1))).not.toBe(text(new Secret(2)))
    expect(text([new Secret(1)])).toBe(text([new Secret(1)]))
    expect(stringKeymap({ typed: false }).key([new Secret(1)])).toBe("{'x':1}")
  })

  it('may be that of one instance, which is then unlike the others', () => {
    class Plain {
      x = 1
    }
    const one = Object.defineProperty(new Plain(), HOOK, { value: () => ({ x: 1 }) })
    expect(text(one)).not.toBe(text(new Plain()))
  })

  it('lets an instance of a built-in stand for itself', () => {
    class Money extends Intl.NumberFormat {
      [HOOK](): unknown {
        return this.resolvedOptions()
      }
    }
    expect(text(new Money('en'))).not.toBe(text(new Money('de')))
  })

  it('cannot give the instance itself, nor what has no key', () => {
    class Self {
      [HOOK](): unknown {
        return this
      }
    }
    class Bad {
      [HOOK](): unknown {
        return { f: () => 1 }
      }
    }
    expect(refused(new Self())).toBe('KEY_UNSUPPORTED')
    expect(refused(new Bad())).toBe('KEY_UNSUPPORTED')
  })

  it('may lead back to the instance', () => {
    class Node {
      constructor(readonly id: number) {}
      [HOOK](): unknown {
        return { id: this.id, self: this }
      }
    }
    expect(text(new Node(1))).toMatch(/\(\{'id':1,'self':\^2\}\)$/)
  })
})
