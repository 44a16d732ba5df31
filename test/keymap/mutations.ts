import { OBJECTS, type Props, type Recipe } from './recipes.js'

const primitive = (value: unknown): Recipe => ({ kind: 'primitive', value })
const array = (...items: Recipe[]): Recipe => ({ kind: 'array', holder: 'Array', items, props: [] })
const other = (holder: string, ...holders: string[]): string => holders.find((h) => h !== holder)!
const without = <T>(list: readonly T[]): T[] => list.slice(0, -1)

/** What is easily taken for what the recipe makes, and is mostly not equal to it. */
function neighbours(recipe: Recipe): Recipe[] {
  const near = [array(recipe), ...ofContent(recipe)]
  if ('props' in recipe) {
    near.push({ ...recipe, props: [...recipe.props, ['p', primitive(undefined)]] })
    near.push({ ...recipe, props: [...recipe.props, ['@p', primitive(undefined)]] })
    if (recipe.props.length > 0) near.push({ ...recipe, props: without(recipe.props) })
    for (const [i] of recipe.props.entries())
      near.push({
        ...recipe,
        props: recipe.props.map(([name, value], j) => [i === j ? `${name}'` : name, value]),
      })
  }
  return near
}

function ofContent(recipe: Recipe): Recipe[] {
  switch (recipe.kind) {
    case 'primitive':
      return ofPrimitive(recipe.value)
    case 'boxed':
      return [primitive(recipe.value), ...ofPrimitive(recipe.value)]
    case 'date':
      return [{ ...recipe, time: recipe.time + 1 }, { ...recipe, time: Number.NaN }, primitive(recipe.time)]
    case 'regexp':
      return [
        { ...recipe, flags: 'y' },
        { ...recipe, lastIndex: 2 },
        { ...recipe, source: `${recipe.source}b` },
      ]
    case 'url':
      return [{ ...recipe, path: `${recipe.path}#` }, primitive(`http://host/${recipe.path}`)]
    case 'search':
      return [{ ...recipe, pairs: [...recipe.pairs, ['a', 'b']] }]
    case 'bytes':
      return [
        { ...recipe, view: other(recipe.view, 'Buffer', 'Uint8Array') },
        { ...recipe, view: other(recipe.view, 'ArrayBuffer', 'Int8Array') },
        { ...recipe, bytes: [...recipe.bytes, 0, 0, 0, 0, 0, 0, 0, 0] },
        { ...recipe, bytes: recipe.bytes.map((byte, i) => (i === 3 ? byte ^ 1 : byte)) },
        array(...recipe.bytes.map(primitive)),
      ]
    case 'object':
      return Object.keys(OBJECTS).map((holder) => ({ ...recipe, holder }))
    case 'array':
      return [
        { ...recipe, holder: other(recipe.holder, 'Array', 'Stack') },
        { ...recipe, items: without(recipe.items) },
        { ...recipe, items: [...recipe.items, primitive(undefined)] },
        { ...recipe, items: [...recipe.items, { kind: 'hole' }] },
        {
          ...recipe,
          items: recipe.items.map((item) => (item.kind === 'hole' ? primitive(undefined) : item)),
        },
        { ...recipe, kind: 'set', holder: 'Set' },
        { kind: 'object', holder: 'plain', props: indexed(recipe.items) },
      ]
    case 'set':
      return [
        { ...recipe, holder: other(recipe.holder, 'Set', 'Bag') },
        { ...recipe, items: without(recipe.items) },
        { ...recipe, items: [...recipe.items, ...recipe.items] },
        { ...recipe, kind: 'array', holder: 'Array' },
        { ...recipe, kind: 'map', holder: 'Map', entries: recipe.items.map((item) => [item, item]) },
      ]
    case 'map':
      return [
        { ...recipe, holder: other(recipe.holder, 'Map', 'Lookup') },
        { ...recipe, entries: without(recipe.entries) },
        { ...recipe, entries: recipe.entries.map(([key, value]) => [value, key]) },
        { ...recipe, kind: 'set', holder: 'Set', items: recipe.entries.map((entry) => array(...entry)) },
      ]
    case 'error':
      return [
        { ...recipe, holder: other(recipe.holder, 'Error', 'RangeError') },
        { ...recipe, message: `${recipe.message} ` },
        { ...recipe, cause: recipe.cause === undefined ? primitive(undefined) : undefined },
      ]
    case 'twins':
      return [array(recipe.item, recipe.item), recipe.item]
    case 'ancestor':
      return [
        { ...recipe, up: recipe.up + 1 },
        { kind: 'object', holder: 'plain', props: [] },
      ]
    case 'hole':
      return [primitive(undefined)]
  }
}

function ofPrimitive(value: unknown): Recipe[] {
  const near: unknown[] = [undefined, null, String(value), `'${String(value)}'`]
  if (typeof value === 'number') near.push(value + 1, -value, Number.isSafeInteger(value) ? BigInt(value) : 0)
  if (typeof value === 'bigint') near.push(Number(value), value + 1n)
  if (typeof value === 'string') near.push(Symbol.for(value), `${value}\0`, Number(value))
  const recipes = near.map(primitive)
  return value === null || value === undefined ? recipes : [...recipes, { kind: 'boxed', value, props: [] }]
}

const indexed = (items: readonly Recipe[]): Props => items.map((item, i) => [String(i), item])

/** The recipe with one of its parts changed a little. `part` and `change` may be any natural number. */
export function mutate(recipe: Recipe, part: number, change: number): Recipe {
  let left = part % size(recipe)
  const visit = (r: Recipe): Recipe => {
    if (left-- !== 0) return mapParts(r, visit)
    const near = neighbours(r)
    return near[change % near.length]!
  }
  return visit(recipe)
}

function size(recipe: Recipe): number {
  let count = 1
  mapParts(recipe, (part) => {
    count += size(part)
    return part
  })
  return count
}

function mapParts(recipe: Recipe, map: (part: Recipe) => Recipe): Recipe {
  const r: any = { ...recipe }
  if (r.items !== undefined) r.items = r.items.map(map)
  if (r.item !== undefined) r.item = map(r.item)
  if (r.entries !== undefined)
    r.entries = r.entries.map(([key, value]: [Recipe, Recipe]) => [map(key), map(value)])
  if (r.cause !== undefined) r.cause = map(r.cause)
  if (r.props !== undefined) r.props = r.props.map(([name, value]: [string, Recipe]) => [name, map(value)])
  return r
}
