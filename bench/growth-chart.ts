import { type Line, lineChart, stroked } from '#chart'

/** What one subject costs, in nanoseconds per operation, by place in the sizes. */
export interface Curve {
  readonly name: string
  readonly costs: readonly number[]
}

/** Cost per operation over the number of entries, one line for each curve. The last one is dotted: the limit. */
export function growthChart(title: string, sizes: readonly number[], curves: readonly Curve[]): string {
  const lines = curves.map(
    ({ name, costs }, i): Line => ({
      name,
      values: costs,
      errors: costs.map(() => 0),
      total: `${costs.at(-1)!.toFixed(0)} ns`,
      ...(i === curves.length - 1 ? { ground: 'optimum', width: 2 } : stroked(i, curves.length)),
    }),
  )
  const highest = Math.max(...curves.flatMap(({ costs }) => costs))
  return lineChart({
    title,
    description: `${title}: nanoseconds per operation with ${sizes.map((n) => n.toLocaleString('en')).join('; ')} entries.`,
    note: 'nanoseconds per operation',
    legendNote: `at ${sizes.at(-1)!.toLocaleString('en')}`,
    across: 'entries',
    sizes,
    lines,
    legend: lines.toSorted((a, b) => b.values.at(-1)! - a.values.at(-1)!),
    scale: (from, to) => upright(highest, from, to),
    say: (cost, size) => `${size.toLocaleString('en')} entries: ${cost.toFixed(1)} ns`,
  })
}

/** An axis from 0 to a round number above `highest`. */
function upright(
  highest: number,
  from: number,
  to: number,
): ReturnType<Parameters<typeof lineChart>[0]['scale']> {
  const ten = 10 ** Math.floor(Math.log10(highest / 6))
  const step = [1, 2, 5, 10].map((n) => n * ten).find((n) => highest / n <= 6)!
  const count = Math.ceil(highest / step)
  const place = (value: number): number =>
    Math.round(10 * (from + ((to - from) * value) / (count * step))) / 10
  const ticks = Array.from({ length: count + 1 }, (_, i) => ({ at: place(i * step), text: `${i * step}` }))
  return { place, end: count * step, ticks }
}
