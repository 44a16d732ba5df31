import type { Curve, Simulation } from 'pilfer/simulate'

type Result = { readonly name: string; readonly table: Simulation }

const columns = ({ curves, optimum }: Simulation): readonly Curve[] => [...curves, optimum]
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length
const percent = (part: number): string => (100 * part).toFixed(1)

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}

/** A row for each trace: the mean over the sizes, of each policy. Last, the mean of the rows. */
export function meanTable(results: readonly Result[]): string {
  const names = columns(results[0]!.table).map(({ name }) => name)
  const means = results.map(({ table }) => columns(table).map(({ hitRatios }) => mean(hitRatios)))
  return table(
    ['trace', ...names],
    [
      ...results.map(({ name }, i) => [`\`${name}\``, ...means[i]!.map(percent)]),
      ['mean', ...names.map((_, i) => percent(mean(means.map((row) => row[i]!))))],
    ],
  )
}

/** A row for each size, with the hits of each policy in percent. */
export function cellTable(simulation: Simulation): string {
  const all = columns(simulation)
  return table(
    ['maxSize', ...all.map(({ name }) => name)],
    simulation.sizes.map((size, i) => [`${size}`, ...all.map(({ hitRatios }) => percent(hitRatios[i]!))]),
  )
}
