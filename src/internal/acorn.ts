/** The syntax trees of the parser. */
export type Node = import('acorn').AnyNode
export type Expression = import('acorn').Expression
export type PatternNode = import('acorn').Pattern
export type Program = import('acorn').Program

let acorn: typeof import('acorn') | undefined

/** The syntax tree of a program. The parser is loaded when the first one is asked for. */
export function parse(text: string, options: import('acorn').Options): Program {
  acorn ??= process.getBuiltinModule('node:module').createRequire(import.meta.url)(
    'acorn',
  ) as typeof import('acorn')
  return acorn.parse(text, options)
}
