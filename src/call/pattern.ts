import type { Node, PatternNode } from '#acorn'
import { keyOf, literalOf } from './literal.js'
import type { Default, Parameter, Parameters, Pattern, Property, Target } from './parameters.js'

/**
 * The parameters that syntax nodes stand for.
 *
 * @param source the text that the nodes were parsed from
 */
export function parametersOf(
  nodes: readonly PatternNode[],
  source: string,
  usesArguments: boolean,
): Parameters {
  const last = nodes.at(-1)
  const rest = last?.type === 'RestElement' ? last.argument : undefined
  const positional = rest === undefined ? nodes : nodes.slice(0, -1)
  return {
    list: positional.map((node) => parameter(node, source)),
    rest: rest && parameter(rest, source),
    usesArguments,
  }
}

function parameter(node: PatternNode, source: string): Parameter {
  const bound = node.type === 'AssignmentPattern' ? node.left : node
  return { name: bound.type === 'Identifier' ? bound.name : undefined, ...target(node, source) }
}

function target(node: PatternNode, source: string): Target {
  if (node.type !== 'AssignmentPattern') return { fallback: { type: 'none' }, pattern: pattern(node, source) }
  const literal = literalOf(node.right)
  const fallback: Default =
    literal === undefined
      ? { type: 'computed', text: source.slice(node.right.start, node.right.end) }
      : { type: 'literal', value: literal.value }
  return { fallback, pattern: pattern(node.left, source) }
}

function pattern(node: PatternNode, source: string): Pattern | undefined {
  if (node.type === 'ObjectPattern') return objectPattern(node.properties, source)
  if (node.type !== 'ArrayPattern') return undefined
  const last = node.elements.at(-1)
  const rest = last?.type === 'RestElement' ? last.argument : undefined
  const elements = rest === undefined ? node.elements : node.elements.slice(0, -1)
  return {
    type: 'array',
    elements: elements.map((element) => (element === null ? undefined : target(element, source))),
    rest: rest && target(rest, source),
  }
}

function objectPattern(nodes: readonly Node[], source: string): Pattern {
  const properties: Property[] = []
  let isOpen = false
  for (const node of nodes) {
    if (node.type !== 'Property') continue
    const key = keyOf(node)
    // What `__proto__` gives is no property.
    if (key === undefined || key === '__proto__' || properties.some((p) => p.key === key)) isOpen = true
    else properties.push({ key, ...target(node.value as PatternNode, source) })
  }
  return { type: 'object', properties, isOpen }
}
