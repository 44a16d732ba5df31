const IDENTIFIER = /^[A-Za-z_$][\w$]*$/
const INDEX = /^\d+$/
const LONGEST_PATH = 8

/**
 * Where in the arguments a value was met, such as `args[0].options.signal`: found by looking, in each object on the
 * way, for what leads to the next. Runs no getter.
 *
 * @param way the objects from the argument on, each inside the one before; the value itself is the last
 */
export function pathOf(index: number, way: readonly unknown[]): string {
  let path = `args[${index}]`
  for (let i = 1; i < way.length; i++) {
    if (i > LONGEST_PATH) return `${path}...`
    path += step(way[i - 1] as object, way[i])
  }
  return path
}

function step(parent: object, child: unknown): string {
  try {
    return stepInMap(parent, child) ?? stepInSet(parent, child) ?? stepByName(parent, child) ?? '.?'
  } catch {
    return '.?'
  }
}

function stepInMap(parent: object, child: unknown): string | undefined {
  if (!(parent instanceof Map)) return undefined
  for (const [key, value] of Map.prototype.entries.call(parent)) {
    if (key === child) return ' (a key of the Map)'
    if (value === child) return typeof key === 'object' ? ' (a value of the Map)' : `.get(${String(key)})`
  }
  return undefined
}

function stepInSet(parent: object, child: unknown): string | undefined {
  return parent instanceof Set && Set.prototype.has.call(parent, child) ? ' (a member of the Set)' : undefined
}

function stepByName(parent: object, child: unknown): string | undefined {
  for (const key of Reflect.ownKeys(parent)) {
    if (Object.getOwnPropertyDescriptor(parent, key)?.value !== child) continue
    if (typeof key === 'symbol' || INDEX.test(key)) return `[${String(key)}]`
    return IDENTIFIER.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
  }
  return undefined
}
