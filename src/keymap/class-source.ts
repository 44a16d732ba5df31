/** What a prototype tells about the class that it belongs to. */
export interface ClassSource {
  readonly name: string
  /** The text of the class. */
  readonly source: string
  /** Whether it is part of the runtime, which has no text for it. */
  readonly isNative: boolean
  /** Whether it has members that only its own text can see. */
  readonly hasPrivate: boolean
}

/** The text of any function, whatever its own `toString` says. */
const textOf = Function.prototype.toString

const NATIVE = /\{\s*\[native code\]\s*\}\s*$/

/** Blanks and comments, which may stand between the parts of an expression. */
const GAP = String.raw`(?:\s|/\*(?:[^*]|\*(?!/))*\*/|//[^\n\r\u2028\u2029]*(?=[\n\r\u2028\u2029]))`
const PRIVATE_NAME = String.raw`#[\p{ID_Start}$_\\]`

/** A use of a private member, `.#name` or `#name in`; or of what compilers put in its place. */
const PRIVATE =
  String.raw`\.${GAP}*${PRIVATE_NAME}|${PRIVATE_NAME}[\p{ID_Continue}$\\{}]*${GAP}+in\b` +
  String.raw`|_[cC]lass_?[pP]rivate|__private(?:Get|Set|Add|In|Method)\b|_assertClassBrand`

let usesPrivate: RegExp | undefined

function hasPrivate(source: string): boolean {
  // To make it takes half a millisecond, for all the letters that a name may have.
  usesPrivate ??= new RegExp(PRIVATE, 'u')
  return usesPrivate.test(source)
}

/** The class whose instances have `prototype`; `undefined` where there is no such class. */
export function classSource(prototype: object): ClassSource | undefined {
  const made = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value
  if (typeof made !== 'function' || made.prototype !== prototype) return undefined
  const given: unknown = Object.getOwnPropertyDescriptor(made, 'name')?.value
  const name = typeof given === 'string' ? given : ''
  const source = textOf.call(made)
  return { name, source, isNative: NATIVE.test(source), hasPrivate: hasPrivate(source) }
}
