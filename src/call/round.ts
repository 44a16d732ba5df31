/** The powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, i) => 10 ** i)
/** Below it a double has room for a fraction of a half. */
const FRACTIONS_END = 2 ** 52
/** Rounding beyond this place changes no double. */
const LAST_DIGIT = 323
/** Before this place every double is less than half a unit. */
const FIRST_DIGIT = -308

/**
 * `x` to `digits` decimal places, as Python's `round(x, digits)` for a `float`: correctly rounded from the exact binary
 * value, and to the even digit where that lies exactly in the middle. Negative `digits` round to tens, hundreds and so
 * on. `NaN` and the infinities stay, zero keeps its sign, and `x` stays where the result is too large for a number
 * (Python throws there).
 *
 * @param digits an integer
 */
export function round(x: number, digits: number): number {
  if (digits >= 0 && Number.isInteger(x)) return x
  if (x === 0 || !Number.isFinite(x) || digits > LAST_DIGIT) return x
  const size = Math.abs(x)
  const rounded = digits < FIRST_DIGIT ? 0 : (quick(size, digits) ?? exact(size, digits))
  if (rounded === Infinity) return x
  return x < 0 ? -rounded : rounded
}

/**
 * The rounded value by arithmetic on doubles, or `undefined` where its error could decide: `scaled` is within one part
 * in 2^53 of the truth, so all is well unless it lies that close to the middle of two integers. The last step is
 * between exact numbers, and so gives the double that is nearest to the decimal.
 */
function quick(x: number, digits: number): number | undefined {
  const power = POWERS[Math.abs(digits)]
  if (power === undefined) return undefined
  const scaled = digits < 0 ? x / power : x * power
  if (scaled >= FRACTIONS_END) return undefined
  const whole = Math.floor(scaled)
  const beyondHalf = scaled - whole - 0.5
  if (Math.abs(beyondHalf) <= scaled * Number.EPSILON) return undefined
  const integer = beyondHalf > 0 ? whole + 1 : whole
  return digits < 0 ? integer * power : integer / power
}

/** The rounded value by arithmetic on integers of any size. */
function exact(x: number, digits: number): number {
  let [numerator, denominator] = fraction(x)
  if (digits < 0) denominator *= 10n ** BigInt(-digits)
  else numerator *= 10n ** BigInt(digits)
  const whole = numerator / denominator
  const beyondHalf = 2n * (numerator % denominator) - denominator
  const goesUp = beyondHalf > 0n || (beyondHalf === 0n && whole % 2n === 1n)
  return Number(`${goesUp ? whole + 1n : whole}e${-digits}`)
}

const bits = new DataView(new ArrayBuffer(8))

/** The exact value of a positive double as numerator and denominator. */
function fraction(x: number): [bigint, bigint] {
  bits.setFloat64(0, x)
  const field = bits.getUint16(0) >> 4
  const stored = bits.getBigUint64(0) & 0xf_ffff_ffff_ffffn
  const mantissa = field === 0 ? stored : stored | 0x10_0000_0000_0000n
  const exponent = Math.max(field, 1) - 1075
  return exponent < 0 ? [mantissa, 1n << BigInt(-exponent)] : [mantissa << BigInt(exponent), 1n]
}
