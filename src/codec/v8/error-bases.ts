/** The built-in errors in the order of their number in the stored bytes; new ones go to the end. */
const NAMES = [
  'Error',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
  'AggregateError',
  'SuppressedError',
]

const BASES = NAMES.map((name) => (globalThis as any)[name] as ErrorConstructor | undefined)
const NUMBERS = new Map<unknown, number>(BASES.map((base, number) => [base?.prototype, number]))

/** The number of the built-in error that has this very prototype. */
export const baseNumber = (prototype: object | null): number | undefined => NUMBERS.get(prototype)

/** The number of the built-in error nearest in the prototype chain of an error. */
export function nearestBase(error: object): number {
  for (let p = Object.getPrototypeOf(error); p !== null; p = Object.getPrototypeOf(p)) {
    const number = NUMBERS.get(p)
    if (number !== undefined) return number
  }
  return 0
}

/** A native error without properties, made without a call of any code but the built-in constructor. */
export function bareError(base: number, prototype?: object): Error {
  const Base = BASES[base]
  if (Base === undefined) throw new Error(`this version of Node has no ${NAMES[base] ?? `error ${base}`}`)
  const error = NAMES[base] === 'AggregateError' ? new AggregateError([]) : new Base()
  for (const key of Reflect.ownKeys(error)) Reflect.deleteProperty(error, key)
  return prototype === undefined ? error : Object.setPrototypeOf(error, prototype)
}
