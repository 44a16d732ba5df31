import { PilferError } from '../errors.js'
import { BLOCK } from './block.js'
import { fromUtf16Bytes } from './bytes.js'
import { base64url } from './encodings.js'
import { unpack } from './packed.js'
import { rebuilds, type Source } from './rebuild.js'
import { LONGEST_ESCAPED } from './text.js'
import { MAX_DEPTH } from './walk.js'

const NUMBER = /-?(?:0x[\da-f]+|\d+(?:\.\d+)?(?:e[+-]\d+)?|Infinity)/y
/** Longer decimal digits are never written, and take for ever to read. */
const BIGINT = /^(-?)(0x[\da-f]+|\d{1,400})$/
const WORD = /[A-Za-z_$][\w$]*/y
const DIGITS = /\d+/y
const BASE64URL = /[\w-]+/y

const LITERALS = new Map<string, unknown>([
  ['undefined', undefined],
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', NaN],
  ['Infinity', Infinity],
])

/** Reads canonical text back into values. Throws `KEY_NOT_DECODABLE` where it does not follow the grammar. */
export class Reader implements Source {
  #at = 0
  /** The objects that the text being read belongs to. */
  readonly #ancestors: object[] = []

  constructor(readonly text: string) {}

  get isAtEnd(): boolean {
    return this.#at === this.text.length
  }

  get rest(): string {
    return this.text.slice(this.#at)
  }

  fail(why: string): never {
    throw new PilferError(
      'KEY_NOT_DECODABLE',
      `the key does not hold its arguments: ${why}, at character ${this.#at}`,
    )
  }

  sees(part: string): boolean {
    return this.text.startsWith(part, this.#at)
  }

  /** Whether `part` came next; if so, it is behind now. */
  takes(part: string): boolean {
    const found = this.sees(part)
    if (found) this.#at += part.length
    return found
  }

  expect(part: string): void {
    if (!this.takes(part)) this.fail(`it has no ${part}`)
  }

  expectEnd(): void {
    if (!this.isAtEnd) this.fail('it goes on')
  }

  value(): unknown {
    if (this.sees("'") || this.sees('~')) return this.string()
    if (this.sees('[')) return this.#array()
    if (this.sees('{')) return this.#object({})
    if (this.takes('@')) return Symbol.for(this.string())
    if (this.takes('^')) return this.#ancestor()
    const word = this.#match(WORD)
    return word === undefined ? this.#number() : this.#named(word)
  }

  string(): string {
    if (this.takes('~')) return fromUtf16Bytes(this.bytes())
    this.expect("'")
    const start = this.#at
    let end = start - 1
    do {
      end = this.text.indexOf("'", end + 1)
      if (end === -1) this.fail('a string does not end')
    } while (this.#isEscaped(start, end))
    this.#at = end + 1
    const inner = this.text.slice(start, end)
    if (!inner.includes('\\')) return inner
    if (inner.length > 2 * LONGEST_ESCAPED) this.fail('a string is too long for escapes')
    return inner.replace(/\\(.)/gs, '$1')
  }

  bytes(): Uint8Array<ArrayBuffer> {
    this.expect(BLOCK)
    return base64url.decode(this.#match(BASE64URL) ?? '') ?? this.fail('bytes are missing')
  }

  name(): PropertyKey {
    const name = this.takes('@') ? Symbol.for(this.string()) : this.string()
    this.expect(':')
    return name
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.text)?.[0]
    this.#at += found?.length ?? 0
    return found
  }

  /** Whether an odd number of backslashes stands before `end`. */
  #isEscaped(start: number, end: number): boolean {
    let at = end
    while (at > start && this.text[at - 1] === '\\') at--
    return (end - at) % 2 === 1
  }

  #enter(object: object): void {
    if (this.#ancestors.length === MAX_DEPTH) this.fail(`it is more than ${MAX_DEPTH} levels deep`)
    this.#ancestors.push(object)
  }

  #object(object: object): object {
    this.#enter(object)
    this.#properties(object)
    this.#ancestors.pop()
    return object
  }

  #properties(object: object): void {
    this.expect('{')
    if (this.takes('}')) return
    do {
      const name = this.name()
      const property = { value: this.value(), writable: true, configurable: true, enumerable: true }
      Object.defineProperty(object, name, property)
    } while (this.takes(','))
    this.expect('}')
  }

  #array(): unknown[] {
    this.expect('[')
    const list: unknown[] = this.sees(BLOCK) ? unpack(this.bytes()) : []
    if (this.takes(']')) return list
    this.#enter(list)
    do list.push(this.value())
    while (this.takes(','))
    this.expect(']')
    this.#ancestors.pop()
    return list
  }

  #builtIn(name: string): object {
    const rebuild = rebuilds.get(name) ?? this.fail(`this runtime cannot make a ${name}`)
    const object = rebuild.make(this)
    this.#enter(object)
    rebuild.fill?.(object, this)
    this.expect(')')
    if (this.sees('{')) this.#properties(object)
    this.#ancestors.pop()
    return object
  }

  #ancestor(): object {
    return this.#ancestors.at(-Number(this.#match(DIGITS))) ?? this.fail('a cycle leads nowhere')
  }

  #number(): number | bigint {
    const number = this.#match(NUMBER) ?? this.fail('it has no value')
    if (!this.takes('n')) return Number(number)
    const [, sign, digits] = BIGINT.exec(number) ?? this.fail('it has no such bigint')
    return sign === '-' ? -BigInt(digits!) : BigInt(digits!)
  }

  /** What starts with a word: a literal, an object of a built-in class, an instance. */
  #named(word: string): unknown {
    if (word === 'null' && this.sees('{')) return this.#object(Object.create(null))
    if (this.sees('#')) this.fail(`it holds an instance of the class ${word}, which cannot be made again`)
    if (this.takes('(')) return this.#builtIn(word)
    if (!LITERALS.has(word)) this.fail(`${word} is no value`)
    return LITERALS.get(word)
  }
}
