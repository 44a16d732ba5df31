import { type Node, type PatternNode, type Program, parse } from '#acorn'

/** The parameters of a function as syntax nodes, and the text that their positions refer to. */
export interface Parsed {
  readonly nodes: readonly PatternNode[]
  readonly source: string
}

/** What has to stand around the text of a function to make it a program, and where in the program it is then. */
const FORMS: readonly (readonly [
  before: string,
  after: string,
  find: (program: Program) => Node | undefined,
])[] = [
  ['(', '\n)', expressionOf],
  ['({', '\n})', methodOfObject],
  ['(class {', '\n})', methodOfClass],
]

/** Finds the parameters in the text of a function, method, accessor or class; `undefined` in any other text. */
export function parseFunction(text: string): Parsed | undefined {
  for (const [before, after, find] of FORMS) {
    const source = before + text + after
    const program = programOf(source)
    const node = program && find(program)
    const nodes = node && parametersIn(node)
    if (nodes !== undefined) return { nodes, source }
  }
  return undefined
}

/** The one expression that a program consists of. */
export function expressionOf({ body }: Program): Node | undefined {
  const [statement] = body
  return body.length === 1 && statement?.type === 'ExpressionStatement' ? statement.expression : undefined
}

/** The syntax tree of a text, in which a part of a class may stand alone; `undefined` if it has none. */
export function programOf(source: string): Program | undefined {
  // In a CommonJS module, unlike in a script, an arrow function may hold `new.target`.
  for (const sourceType of ['module', 'commonjs'] as const) {
    try {
      return parse(source, {
        ecmaVersion: 'latest',
        sourceType,
        allowSuperOutsideMethod: true,
        checkPrivateFields: false,
      })
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error
    }
  }
  return undefined
}

function methodOfObject(program: Program): Node | undefined {
  const node = expressionOf(program)
  if (node?.type !== 'ObjectExpression' || node.properties.length !== 1) return undefined
  const [property] = node.properties
  return property?.type === 'Property' ? property.value : undefined
}

function methodOfClass(program: Program): Node | undefined {
  const node = expressionOf(program)
  if (node?.type !== 'ClassExpression' || node.body.body.length !== 1) return undefined
  const [member] = node.body.body
  return member?.type === 'MethodDefinition' ? member.value : undefined
}

function parametersIn(node: Node): readonly PatternNode[] | undefined {
  if (node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression') return node.params
  if (node.type !== 'ClassExpression') return undefined
  for (const member of node.body.body) {
    if (member.type !== 'MethodDefinition') continue
    const { kind, value } = member
    if (kind === 'constructor') return value.params
  }
  return []
}
