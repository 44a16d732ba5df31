import type { Cells } from '../report.js'

/** One measure of the footprint: a table, and what its marks found. */
export interface Part {
  readonly title: string
  readonly head: Cells
  readonly rows: readonly Cells[]
  readonly findings: readonly Finding[]
}

/** What a mark demands and what was measured. */
export interface Finding {
  readonly mark: string
  readonly measured: string
  readonly against: string
  readonly holds: boolean
}

/** The mark that `value` is at most `limit`. */
export const finding = (
  mark: string,
  value: number,
  limit: number,
  unit: string,
  whose?: string,
): Finding => ({
  mark,
  measured: `${value.toFixed(1)} ${unit}`,
  against: `${whose === undefined ? '' : `${whose}, `}${limit.toFixed(1)} ${unit}`,
  holds: value <= limit,
})
