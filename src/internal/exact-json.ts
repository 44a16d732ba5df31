import { isDeepStrictEqual } from './equal.js'

/** The JSON text of `value`, if JSON gives it back equal; otherwise `undefined`. */
export function exactJson(value: unknown): string | undefined {
  try {
    const text = JSON.stringify(value)
    return text !== undefined && isDeepStrictEqual(JSON.parse(text), value) ? text : undefined
  } catch {
    // A bigint, a cycle, a getter that throws, or too deep.
    return undefined
  }
}
