import { checkOptions, text } from '../internal/check-options.js'
import { shares } from './axis.js'
import type { Curve } from './curve.js'
import { type Line, lineChart, stroked } from './line-chart.js'
import type { Simulation } from './simulation.js'
import { basis } from './table.js'
import { count, hundredths } from './words.js'

/** What {@link toSvg} takes. */
export interface ChartOptions {
  /**
   * What stands above the chart.
   *
   * @default 'Hit ratio over cache size'
   */
  readonly title?: string | undefined
}

/**
 * A simulation as a chart: hit ratio over cache size, one line for each policy, and the optimum above them. It is an
 * SVG image with no scripts and no fonts of its own, light or dark as the reader has chosen. The sizes are on a
 * logarithmic axis.
 *
 * The number behind a name is the mean hit ratio over the sizes, in percent; the best stands on top. Where keys were
 * sampled, upright bars show the errors.
 *
 * @throws PilferError `OPTION_INVALID`, `OPTION_UNKNOWN`.
 *
 * @example
 * ```ts
 * import { writeFileSync } from 'node:fs'
 * import { lru, mru } from 'pilfer'
 * import { simulate, toSvg } from 'pilfer/simulate'
 *
 * const circle = Array.from({ length: 1000 }, (_, i) => i % 10)
 * const found = simulate(circle, { policies: [lru(), mru()] })
 * writeFileSync('circle.svg', toSvg(found, { title: 'A circle of ten' }))
 * ```
 */
export function toSvg(simulation: Simulation, options: ChartOptions = {}): string {
  checkOptions('toSvg', options, { title: text })
  const { title = 'Hit ratio over cache size' } = options
  const { sizes, curves, optimum } = simulation
  const highest = Math.max(...[...curves, optimum].flatMap(({ hitRatios }) => hitRatios))
  const lines = curves.map((curve, i): Line => ({ ...drawing(curve), ...stroked(i, curves.length) }))
  const best: Line = { ...drawing(optimum), ground: 'optimum', width: 2 }
  return lineChart({
    title,
    description: `${basis(simulation)}. ${simulation.recommendation.reason}`,
    note: `hits in % of ${basis(simulation)}`,
    legendNote: 'mean over the sizes',
    across: 'maxSize, in entries',
    sizes,
    lines: [...lines, best],
    legend: [best, ...lines.toSorted((a, b) => mean(b.values) - mean(a.values))],
    scale: (from, to) => shares(highest, from, to),
    say: (ratio, size) => `${count(size)}: ${hundredths(ratio)} %`,
  })
}

const drawing = ({ name, hitRatios, errors }: Curve): Omit<Line, 'ground' | 'width'> => ({
  name,
  values: hitRatios,
  errors,
  total: hundredths(mean(hitRatios)),
})

const mean = (ratios: readonly number[]): number =>
  ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
