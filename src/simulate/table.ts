import type { Simulation } from './simulation.js'
import { count, hundredths } from './words.js'

/**
 * A simulation as a table of text: hits in percent, a line for each size and a column for each policy. Sizes that the
 * sample is too small for are marked `?`; the last line has the largest error of each column, in points, where keys
 * were sampled.
 *
 * @example
 * ```ts
 * import { lru, mru } from 'pilfer'
 * import { simulate, toTable } from 'pilfer/simulate'
 *
 * const circle = Array.from({ length: 1000 }, (_, i) => i % 10)
 * console.log(toTable(simulate(circle, { policies: [lru(), mru()], sizes: [5, 10] })))
 * ```
 */
export function toTable(simulation: Simulation): string {
  const { sizes, curves, optimum, tooSmall, isExact } = simulation
  const columns = [...curves, optimum]
  const rows = [
    ['maxSize', ...columns.map(({ name }) => name)],
    ...sizes.map((size, i) => [count(size), ...columns.map(({ hitRatios }) => hundredths(hitRatios[i]))]),
    ...tooSmall.map((size) => [count(size), ...columns.map(() => '?')]),
    ...(isExact ? [] : [['error up to', ...columns.map(({ errors }) => hundredths(Math.max(...errors)))]]),
  ]
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)))
  const lines = rows.map((row) => row.map((cell, i) => cell.padStart(widths[i])).join('  '))
  return `Hits in % of ${basis(simulation)}\n\n${lines.join('\n')}\n`
}

/** What the numbers of a simulation rest on. */
export function basis({ accesses, distinct, rate, played, isExact }: Simulation): string {
  const about = rate < 1 ? 'about ' : ''
  const sample = isExact ? '' : `, by a sample of ${count(played)} accesses`
  return `${count(accesses)} accesses to ${about}${count(distinct)} keys${sample}`
}
