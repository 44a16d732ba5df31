/** What a function says about its arguments. */
export interface Parameters {
  /** The parameters that take one argument each, in order. */
  readonly list: readonly Parameter[]
  /** The parameter that takes all further arguments. */
  readonly rest: Parameter | undefined
  /** Whether the function may look at `arguments`, and so can tell an absent argument from an undefined one. */
  readonly usesArguments: boolean
}

/** Where one value goes: to a name, or into a pattern, after a default has stood in for `undefined`. */
export interface Target {
  readonly fallback: Default
  /** How the value is taken apart; `undefined` where it is bound to a name. */
  readonly pattern: Pattern | undefined
}

export interface Parameter extends Target {
  /** `undefined` for a pattern. */
  readonly name: string | undefined
}

export type Default =
  | { readonly type: 'none' }
  /** Written as data; arrays and objects are frozen. */
  | { readonly type: 'literal'; readonly value: unknown }
  /** Known only when it is evaluated, which is never done. */
  | { readonly type: 'computed'; readonly text: string }

export type Pattern = ObjectPattern | ArrayPattern

/** `{ a, b = 2, c: { d }, ...rest }` */
export interface ObjectPattern {
  readonly type: 'object'
  /** The properties that are named; a rest element takes the others. */
  readonly properties: readonly Property[]
  /** Whether a value may reach the function under other names or more than once: a key is computed or repeated. */
  readonly isOpen: boolean
}

export interface Property extends Target {
  /** The name in the object, whatever the function calls it. */
  readonly key: string
}

/** `[a, , b = 2, ...rest]` */
export interface ArrayPattern {
  readonly type: 'array'
  /** `undefined` where an element is skipped. */
  readonly elements: readonly (Target | undefined)[]
  readonly rest: Target | undefined
}

/** Whether a default stands anywhere in a parameter. */
export function hasDefault({ fallback, pattern }: Target): boolean {
  if (fallback.type !== 'none') return true
  return pattern?.type === 'object' && pattern.properties.some(hasDefault)
}

/** A parameter in words: its name, `{a, b}` or `[...]`. */
export function labelOf({ name, pattern }: Parameter): string {
  if (name !== undefined) return name
  return pattern?.type === 'object' ? `{${pattern.properties.map(({ key }) => key).join(', ')}}` : '[...]'
}

/** All parameters in words: `(x, {a, b}, ...rest)`. */
export function listOf({ list, rest }: Parameters): string {
  const labels = list.map(labelOf)
  return `(${[...labels, ...(rest === undefined ? [] : [`...${labelOf(rest)}`])].join(', ')})`
}
