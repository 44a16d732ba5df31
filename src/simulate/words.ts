/** A whole number, such as `1,234,567`. */
export const count = (n: number): string => String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',')

/** A part of 1 in percent, without the sign. */
export const hundredths = (part: number): string => (100 * part).toFixed(1)

/** A part of 1, such as `12.3 %`. */
export const percent = (part: number): string => `${hundredths(part)} %`

/** A difference of parts of 1, such as `1 point` or `0.5 points`. */
export const points = (part: number): string => {
  const number = Number((100 * part).toPrecision(3))
  return number === 1 ? '1 point' : `${number} points`
}
