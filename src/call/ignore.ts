import { ignored } from './ignore-items.js'
import { NULL } from './null.js'
import type { Parameters } from './parameters.js'
import { edited, isPlain } from './plain.js'

/** From the arguments of a call to those that count. The caller's objects stay as they are. */
export type Mask = (args: readonly unknown[]) => readonly unknown[]

/** What is done to a copy of the arguments. */
type Step = (args: unknown[]) => void

/**
 * Leaves out of a call what `items`, one or a list, stand for:
 *
 * | item | effect |
 * |---|---|
 * | a parameter's name or position | it is {@link NULL}, given or not |
 * | a key of a destructured parameter | it is {@link NULL} in the object, given or not |
 * | `'options.signal'` | the property is {@link NULL} where `options` is a plain object; deeper likewise |
 * | a position behind the parameters | the argument there is {@link NULL}, if there is one |
 * | `'*'`, or the rest parameter's name | all arguments behind the parameters are dropped |
 * | `'**'` | keys that a destructured parameter does not name are dropped, and so is the last argument if it is a plain object behind the parameters |
 * | `'this'` | none, since it is no argument |
 *
 * Without `parameters` there are no names, and the function's `length` says where the parameters end.
 *
 * @returns `undefined` where all arguments count
 * @throws PilferError `OPTION_INVALID` for an item that is none of these, or is there twice.
 */
export function mask(items: unknown, parameters: Parameters | undefined, fn: Function): Mask | undefined {
  const { positions, places, surplus, surplusKeys } = ignored(items, parameters, fn)
  const end = parameters?.list.length ?? fn.length
  // A function that looks at `arguments` can tell an absent argument from an undefined one.
  const absent = (parameters?.usesArguments ?? true) ? NULL : undefined
  const steps: Step[] = positions.map((at) =>
    at < end ? (args) => nullParameter(args, at, absent) : (args) => change(args, at, () => NULL),
  )
  if (surplusKeys) steps.push((args) => dropLastObject(args, end), ...keySteps(parameters!))
  if (surplus) steps.push((args) => cut(args, end))
  for (const { index, way } of places) {
    if (index === end) steps.push((args) => cut(args, end))
    else if (way.length === 0) steps.push((args) => nullParameter(args, index, absent))
    else steps.push((args) => change(args, index, (value) => nullAt(value, way)))
  }
  if (steps.length === 0) return undefined
  return (args) => {
    const copy = [...args]
    for (const step of steps) step(copy)
    return copy
  }
}

/** Makes the parameter at `index` NULL, and those before it that were not given `absent`. */
function nullParameter(args: unknown[], index: number, absent: unknown): void {
  while (args.length < index) args.push(absent)
  args[index] = NULL
}

function change(args: unknown[], index: number, make: (value: unknown) => unknown): void {
  if (index < args.length) args[index] = make(args[index])
}

function cut(args: unknown[], end: number): void {
  if (args.length > end) args.length = end
}

function dropLastObject(args: unknown[], end: number): void {
  if (args.length > end && isPlain(args.at(-1))) args.pop()
}

function keySteps({ list }: Parameters): Step[] {
  return list.flatMap(({ pattern }, index): Step[] => {
    if (pattern?.type !== 'object' || pattern.isOpen) return []
    const named = new Set<PropertyKey>(pattern.properties.map(({ key }) => key))
    return [(args) => change(args, index, (value) => namedOnly(value, named))]
  })
}

function namedOnly(value: unknown, named: ReadonlySet<PropertyKey>): unknown {
  return edited(value, (copy) => {
    for (const key of Reflect.ownKeys(copy)) if (!named.has(key)) delete copy[key]
  })
}

function nullAt(value: unknown, [key, ...way]: readonly string[]): unknown {
  return edited(value, (copy) => {
    if (way.length === 0) copy[key!] = NULL
    else if (Object.hasOwn(copy, key!)) copy[key!] = nullAt(copy[key!], way)
  })
}
