import { hasDefault, type ObjectPattern, type Parameters, type Target } from './parameters.js'
import { copyOf, isPlain } from './plain.js'

/** From the arguments of a call to those that the function sees. The caller's objects stay as they are. */
export type Bind = (args: readonly unknown[]) => readonly unknown[]

type Fill = (value: unknown) => unknown

/**
 * Makes the calls that a function cannot tell apart the same: literal defaults stand where an argument, or a property
 * of a destructured plain object, is absent or `undefined`; where there is no literal default, both are absent.
 * Surplus and rest arguments are kept, and an object in which nothing is to be filled in stays the same object.
 *
 * @returns `undefined` where there is nothing to do: no default, or a function that may look at `arguments`
 */
export function binder({ list, usesArguments }: Parameters): Bind | undefined {
  if (usesArguments || !list.some(hasDefault)) return undefined
  const fills = list.map(filler)
  return (args) => {
    const bound: unknown[] = []
    for (let i = 0; i < fills.length; i++) bound.push(fills[i]!(args[i]))
    for (let i = fills.length; i < args.length; i++) bound.push(args[i])
    if (args.length <= fills.length) while (bound.length > 0 && bound.at(-1) === undefined) bound.pop()
    return bound
  }
}

function filler({ fallback, pattern }: Target): Fill {
  const start: Fill =
    fallback.type === 'literal' ? (value) => (value === undefined ? fallback.value : value) : (value) => value
  // A pattern with computed keys may read a property that another part of it fills in.
  if (pattern?.type !== 'object' || pattern.isOpen || !pattern.properties.some(hasDefault)) return start
  const fill = objectFiller(pattern)
  return (value) => fill(start(value))
}

function objectFiller({ properties }: ObjectPattern): Fill {
  const fills = properties.map((property) => ({ key: property.key, fill: filler(property) }))
  return (value) => {
    try {
      return isPlain(value) ? filled(value, fills) : value
    } catch {
      // A getter or a Proxy throws, which is for whoever makes the key to say.
      return value
    }
  }
}

function filled(
  value: Record<PropertyKey, unknown>,
  fills: readonly { readonly key: string; readonly fill: Fill }[],
): object {
  let copy: Record<PropertyKey, unknown> | undefined
  for (const { key, fill } of fills) {
    const isOwn = Object.prototype.propertyIsEnumerable.call(value, key)
    const given = value[key]
    if (!isOwn && given !== undefined) {
      // The function sees it, though it is no part of a key: a copy has what is inherited, and nothing that is hidden.
      if (Object.hasOwn(value, key)) return value
      continue
    }
    const seen = fill(given)
    if (seen !== undefined) {
      if (seen === given) continue
      copy ??= copyOf(value)
      copy[key] = seen
    } else if (isOwn && Object.getPrototypeOf(value)?.[key] === undefined) {
      copy ??= copyOf(value)
      delete copy[key]
    }
  }
  return copy ?? value
}
