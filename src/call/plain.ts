type Plain = Record<PropertyKey, unknown>

/** Whether a value is an object with nothing but properties, under `Object.prototype` or no prototype. */
export function isPlain(value: unknown): value is Plain {
  if (typeof value !== 'object' || value === null) return false
  try {
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== null && prototype !== Object.prototype) return false
    // An array, a Date or an `arguments` under that prototype has more to it than its properties.
    return Object.prototype.toString.call(value) === '[object Object]'
  } catch {
    return false
  }
}

/** A copy of a plain object: its own enumerable properties and its prototype. */
export function copyOf(value: Plain): Plain {
  return Object.getPrototypeOf(value) === null ? Object.assign(Object.create(null), value) : { ...value }
}

/**
 * A changed copy of a plain object; the value itself where it is no plain object, or where a property of it throws when
 * it is read.
 */
export function edited(value: unknown, edit: (copy: Plain) => void): unknown {
  if (!isPlain(value)) return value
  try {
    const copy = copyOf(value)
    edit(copy)
    return copy
  } catch {
    return value
  }
}
