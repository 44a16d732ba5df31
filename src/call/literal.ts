import type { Expression, Node } from '#acorn'

/** A value that is written as data. */
export interface Literal {
  readonly value: unknown
}

/**
 * The value of an expression that is data and nothing else: numbers, strings, `undefined`, arrays and objects of such
 * and so on, frozen; `undefined` where it would have to be evaluated.
 */
export function literalOf(node: Expression): Literal | undefined {
  switch (node.type) {
    case 'Literal':
      return node.regex === undefined ? { value: node.value } : undefined
    case 'Identifier':
      return node.name === 'undefined' ? { value: undefined } : undefined
    case 'TemplateLiteral':
      return node.expressions.length === 0 ? { value: node.quasis[0].value.cooked } : undefined
    case 'UnaryExpression':
      return unary(node.operator, literalOf(node.argument))
    case 'ArrayExpression':
      return allOf(node.elements.map(item), (values) => values)
    case 'ObjectExpression': {
      const keys = node.properties.map(dataKey)
      if (keys.includes(undefined)) return undefined
      const values = node.properties.map((property) => item('value' in property ? property.value : null))
      return allOf(values, (given) => Object.fromEntries(given.map((value, i) => [keys[i], value])))
    }
    default:
      return undefined
  }
}

/** An element of an array; none for a hole or a spread. */
const item = (node: Expression | { type: 'SpreadElement' } | null): Literal | undefined =>
  node === null || node.type === 'SpreadElement' ? undefined : literalOf(node)

function allOf(
  parts: readonly (Literal | undefined)[],
  make: (values: unknown[]) => object,
): Literal | undefined {
  const values: unknown[] = []
  for (const part of parts) {
    if (part === undefined) return undefined
    values.push(part.value)
  }
  return { value: Object.freeze(make(values)) }
}

/** `!0` and `void 0` are what build tools make of `true` and `undefined`. */
function unary(operator: string, operand: Literal | undefined): Literal | undefined {
  if (operand === undefined) return undefined
  const { value } = operand
  const isNumber = typeof value === 'number'
  if (operator === 'void') return { value: undefined }
  if (operator === '!') return { value: !value }
  if (operator === '+' && isNumber) return operand
  if (operator === '-' && (isNumber || typeof value === 'bigint')) return { value: -value }
  return undefined
}

/** The key of a property that holds data; `undefined` for a method, an accessor, a spread or a prototype. */
function dataKey(node: Node): string | undefined {
  if (node.type !== 'Property' || node.method || node.shorthand) return undefined
  const { kind } = node
  const key = keyOf(node)
  return kind === 'init' && key !== '__proto__' ? key : undefined
}

/** The name of a property, of an object or of a pattern; `undefined` where it is computed. */
export function keyOf(node: { readonly computed: boolean; readonly key: Node }): string | undefined {
  const { computed, key } = node
  if (computed) return undefined
  if (key.type === 'Identifier') return key.name
  return key.type === 'Literal' ? String(key.value) : undefined
}
