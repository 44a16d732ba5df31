/** From values to places on the paper. */
export interface Scale {
  place(value: number): number
  /** The value at the far end. */
  readonly end: number
  readonly ticks: readonly { readonly at: number; readonly text: string }[]
}

/** No two labels of an axis are nearer than this. */
const GAP = 44

/** An axis for hit ratios, from 0 to a round number above the highest. */
export function shares(highest: number, from: number, to: number): Scale {
  const step = [0.01, 0.02, 0.05, 0.1, 0.2].find((s) => highest / s <= 6) ?? 0.2
  const count = Math.max(1, Math.ceil(highest / step - 1e-9))
  const place = (value: number): number => tenth(from + ((to - from) * value) / (count * step))
  const ticks = Array.from({ length: count + 1 }, (_, i) => ({
    at: place(i * step),
    text: `${Math.round(100 * i * step)}`,
  }))
  return { place, end: count * step, ticks }
}

/** A logarithmic axis for sizes, as long as they reach. */
export function decades(sizes: readonly number[], from: number, to: number): Scale {
  const low = Math.log(sizes[0])
  const span = Math.log(sizes[sizes.length - 1]) - low
  // A single size stands in the middle.
  const place = (value: number): number =>
    tenth(span === 0 ? (from + to) / 2 : from + ((to - from) * (Math.log(value) - low)) / span)
  const ticks: { at: number; text: string }[] = []
  // Where 1, 2 and 5 are too near, there are only 1, 10, 100.
  const near = span !== 0 && ((to - from) * Math.log(2)) / span < GAP
  const digits = near ? [1] : [1, 2, 5]
  for (const size of span === 0 ? sizes : roundNumbers(digits, sizes[0], sizes[sizes.length - 1])) {
    const at = place(size)
    if (ticks.length === 0 || at - ticks[ticks.length - 1].at >= GAP) ticks.push({ at, text: short(size) })
  }
  return { place, end: sizes[sizes.length - 1], ticks }
}

/** Numbers of one digit and noughts, such as 1, 2, 5, 10, 20, 50, from one number to another. */
function roundNumbers(digits: readonly number[], from: number, to: number): number[] {
  const numbers: number[] = []
  for (let ten = 10 ** Math.floor(Math.log10(from)); ten <= to; ten *= 10)
    numbers.push(...digits.map((digit) => digit * ten).filter((n) => n >= from && n <= to))
  return numbers
}

function short(n: number): string {
  if (n >= 1e9) return `${n / 1e9}G`
  if (n >= 1e6) return `${n / 1e6}M`
  return n >= 1e4 ? `${n / 1e3}k` : `${n}`
}

const tenth = (n: number): number => Math.round(10 * n) / 10
