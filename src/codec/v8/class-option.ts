import { PilferError, show } from '../../errors.js'
import { baseNumber } from './error-bases.js'
import type { KnownClass } from './known-class.js'
import { LEAVES } from './leaves.js'
import { isViewPrototype } from './views.js'

/** A class, as a value. */
export type AnyClass<T extends object = object> = abstract new (...args: never[]) => T

/** A class whose instances can be stored, and how. */
export interface StorableClass<T extends object = object, Data = unknown> {
  readonly class: AnyClass<T>
  /**
   * What the stored bytes call the class; it stays the same for as long as they are to be read.
   *
   * @default the name of the class
   */
  readonly name?: string
  /** What to store of an instance: any value that the codec keeps. Given together with `decode`. */
  encode?(instance: T): Data
  /** An instance equal to the one that `encode` took. */
  decode?(data: Data): T
}

const KEYS = ['class', 'name', 'encode', 'decode']
const KEPT = new Set<unknown>([
  Object.prototype,
  Array.prototype,
  Map.prototype,
  Set.prototype,
  ...LEAVES.keys(),
])
const PRIVATE_MEMBER =
  /\.\s*#[\p{ID_Start}$_]|#[\p{ID_Start}$_][\p{ID_Continue}$]*\s+in\b|__private(?:Get|Set)\b|__classPrivateField/u

/** A member of the `classes` option as a {@link KnownClass}; throws a coded error where it is none. */
export function knownClass(given: unknown, option: string): KnownClass {
  const entry = (typeof given === 'function' ? { class: given } : given) as StorableClass
  if (typeof entry !== 'object' || entry === null)
    throw invalid(option, 'a class or an object { class, name, encode, decode }', given)
  for (const key of Object.keys(entry))
    if (!KEYS.includes(key))
      throw new PilferError(
        'OPTION_UNKNOWN',
        `\`${option}\` has no option \`${key}\`; it takes ${KEYS.join(', ')}`,
      )

  const { class: type, name = type?.name, encode, decode } = entry
  const prototype = typeof type === 'function' ? type.prototype : undefined
  if (typeof prototype !== 'object' || prototype === null) throw invalid(`${option}.class`, 'a class', type)
  if (typeof name !== 'string' || name === '') throw invalid(`${option}.name`, 'a non-empty string', name)
  if (KEPT.has(prototype) || isViewPrototype(prototype) || baseNumber(prototype) !== undefined)
    throw new PilferError(
      'OPTION_INVALID',
      `\`${option}\` is ${name}, which is kept without being registered`,
    )

  const isError = prototype instanceof Error
  if (encode === undefined && decode === undefined) {
    const hidden = hiddenState(prototype)
    if (hidden === undefined) return { name, prototype, isError }
    throw new PilferError(
      'OPTION_INVALID',
      `\`${option}\`: ${name} ${hidden}, which only { class: ${name}, encode, decode } can keep`,
    )
  }
  if (typeof encode !== 'function')
    throw invalid(`${option}.encode`, 'a function, as `decode` is given', encode)
  if (typeof decode !== 'function')
    throw invalid(`${option}.decode`, 'a function, as `encode` is given', decode)
  const convert = { encode: encode.bind(entry), decode: decode.bind(entry) }
  return { name, prototype, isError, convert }
}

function invalid(option: string, expected: string, value: unknown): PilferError {
  return new PilferError('OPTION_INVALID', `\`${option}\` must be ${expected}, received ${show(value)}`)
}

/** The state of instances, in words, that is not in their properties. */
function hiddenState(prototype: object): string | undefined {
  for (let p = prototype; p !== Object.prototype && p !== null; p = Object.getPrototypeOf(p)) {
    const type: unknown = Object.getOwnPropertyDescriptor(p, 'constructor')?.value
    if (typeof type !== 'function' || baseNumber(p) !== undefined) continue
    const source = Function.prototype.toString.call(type)
    if (PRIVATE_MEMBER.test(source)) return 'has private members'
    if (source.includes('[native code]')) return `is or extends the built-in ${type.name}`
  }
  return undefined
}
