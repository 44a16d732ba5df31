import type { PatternNode } from '#acorn'
import { PilferError, show } from '../errors.js'
import type { Parameters } from './parameters.js'
import { expressionOf, programOf } from './parse.js'
import { parametersOf } from './pattern.js'

const EXPECTED = "a list of parameters as they stand in a function's head, such as ['x', 'y = 2']"

/**
 * The parameters that a user declares for a function whose text does not tell them. Whoever declares them vouches for
 * them: such a function counts as one that does not look at `arguments`.
 *
 * @throws PilferError `OPTION_INVALID` naming the entry that is no parameter, or not one that can stand there.
 */
export function declaredParameters(params: readonly string[]): Parameters {
  if (!Array.isArray(params))
    throw new PilferError('OPTION_INVALID', `\`params\` must be ${EXPECTED}, received ${show(params)}`)
  const entries: readonly unknown[] = [...params]
  for (const [i, entry] of entries.entries()) {
    if (typeof entry !== 'string' || !isOneParameter(entry)) throw refusal(i, entry, 'is not one parameter')
    if (headOf(entries.slice(0, i + 1)) === undefined)
      throw refusal(i, entry, 'repeats a name or follows the rest parameter')
  }
  const { nodes, source } = headOf(entries)!
  return parametersOf(nodes, source, false)
}

/** Whether a text is one parameter and nothing else: `x) => (y`, `x, y` and `x // y` are not. */
function isOneParameter(entry: string): boolean {
  const head = headOf([entry])
  if (head?.nodes.length !== 1) return false
  const [{ start, end }] = head.nodes as [PatternNode]
  return head.source.slice(start, end) === entry.trim()
}

/** The parameters of the arrow function with such a head; `undefined` where there is none. */
function headOf(entries: readonly unknown[]): { nodes: readonly PatternNode[]; source: string } | undefined {
  const source = `(${entries.join(', ')}\n) => 0`
  const program = programOf(source)
  const node = program && expressionOf(program)
  if (node?.type !== 'ArrowFunctionExpression' || node.body.type !== 'Literal') return undefined
  return { nodes: node.params, source }
}

function refusal(index: number, entry: unknown, why: string): PilferError {
  return new PilferError(
    'OPTION_INVALID',
    `\`params\` must be ${EXPECTED}; entry ${index}, ${show(entry)}, ${why}`,
  )
}
