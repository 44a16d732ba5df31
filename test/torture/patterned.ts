/** A value of which every part tells whether it belongs to the others: text for an even `n`, bytes for an odd one. */
export function patterned(n: number, length: number): string | Uint8Array {
  return n % 2 === 0 ? letter(n).repeat(length) : new Uint8Array(length).fill(n % 251)
}

/** What is wrong with what should be one of the {@link patterned} values of this length. */
export function fault(value: unknown, length: number): string | undefined {
  if (typeof value !== 'string' && !(value instanceof Uint8Array)) return `it is ${typeof value}`
  if (value.length !== length) return `it has ${value.length} parts`
  const whole =
    typeof value === 'string'
      ? value === (value[0] ?? '').repeat(length)
      : value.every((byte) => byte === value[0])
  return whole ? undefined : 'its parts are of different values'
}

const letter = (n: number): string => String.fromCharCode(97 + (n % 26))
