/** A function, and the values that some of its parameters are fixed to by name. */
export interface Fixed {
  readonly fn: Function
  readonly values: Readonly<Record<string, unknown>>
}

/** What the functions made by `partial` fix: all partial ones underneath included. */
export const fixed = new WeakMap<Function, Fixed>()
