import { shapeOf } from './shape.js'
import { symbolText } from './text.js'
import { Refusal, type Walk } from './walk.js'

/**
 * The own enumerable properties of `value` that `keys` names, and those under symbols: `'a':1,'b':2,@'s':3`, in the
 * order of UTF-16 code units. Each is read once.
 */
export function propsText(value: object, keys: readonly string[], walk: Walk): string {
  const { names, before } = shapeOf(keys)
  let text = ''
  for (let i = 0; i < names.length; i++)
    text += before[i]! + walk.text((value as Record<string, unknown>)[names[i]!])
  const symbols = Object.getOwnPropertySymbols(value)
  return symbols.length === 0 ? text : text + symbolsText(value, symbols, text === '', walk)
}

function symbolsText(value: object, symbols: symbol[], isFirst: boolean, walk: Walk): string {
  const named = enumerableSymbols(value, symbols).map((symbol) => [nameOf(symbol), symbol] as const)
  // No two symbols of the registry have one name.
  named.sort(([a], [b]) => (a < b ? -1 : 1))
  const texts = named.map(
    ([name, symbol]) => `${name}:${walk.text((value as Record<symbol, unknown>)[symbol])}`,
  )
  return texts.length === 0 ? '' : (isFirst ? '' : ',') + texts.join(',')
}

function nameOf(symbol: symbol): string {
  if (Symbol.keyFor(symbol) === undefined)
    throw new Refusal(
      `it has a property under ${String(symbol)}, which is no symbol of the registry (Symbol.for)`,
    )
  return symbolText(symbol)
}

/** Those of the own symbols of `value` whose properties are data. */
export function enumerableSymbols(value: object, symbols: readonly symbol[]): symbol[] {
  return symbols.filter((symbol) => {
    const isEnumerable = Object.prototype.propertyIsEnumerable.call(value, symbol)
    if (!isEnumerable && symbol === Symbol.toStringTag)
      throw new Refusal(`it calls itself ${Object.prototype.toString.call(value)}`)
    return isEnumerable
  })
}

/** The properties that a built-in object carries beside its content: `{...}`, or nothing. */
export function extraText(value: object, keys: readonly string[], walk: Walk): string {
  const text = propsText(value, keys, walk)
  return text === '' ? '' : `{${text}}`
}
