import type { Measured } from './measured.js'
import type { Row, Workload } from './workload.js'

/** A row with what was measured of it. */
export interface Result {
  readonly row: Row
  readonly measured: Measured
}

export type Cells = readonly string[]

/** A table in Markdown. */
export function table(head: Cells, rows: readonly Cells[]): string {
  const line = (cells: Cells): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---'))), ...rows.map(line)].join('\n')
}

const percent = (part: number): string => `${(part * 100).toFixed(0)} %`

/** A time with a unit. */
export function duration(nanoseconds: number): string {
  if (nanoseconds < 1_000) return `${nanoseconds.toPrecision(3)} ns`
  if (nanoseconds < 10_000) return `${nanoseconds.toFixed(0)} ns`
  if (nanoseconds < 10_000_000) return `${(nanoseconds / 1e3).toPrecision(3)} µs`
  return `${(nanoseconds / 1e6).toPrecision(3)} ms`
}

/** A mark with what was measured; nothing where there is nobody to compare with. */
export interface Judged {
  readonly where: string
  readonly text: string
  readonly value?: number
  readonly against?: string
  readonly holds: boolean
}

/** The marks of all rows. */
export const judged = (results: readonly { workload: Workload; result: Result }[]): Judged[] =>
  results.flatMap(({ workload, result: { row, measured } }) =>
    row.marks.map((mark) => {
      const verdict = mark.judge(measured) ?? { holds: true }
      return { where: `${workload.name}: ${row.name}`, text: mark.text, ...verdict }
    }),
  )

export function markTable(marks: readonly Judged[]): string {
  const rows = marks.map(
    ({ where, text, value, against, holds }): Cells => [
      where,
      text,
      value?.toFixed(2) ?? '',
      against ?? 'nobody is eligible',
      holds ? 'yes' : '**no**',
    ],
  )
  return table(['row', 'mark', 'measured', 'against', 'holds'], rows)
}

/** All contestants of a row. */
export function rowTable({ row, measured }: Result): string {
  const rows = measured.contestants.map(({ name, role, eligible, kind, remark }): Cells => {
    const versus = row.versus(name, kind)
    const ratio = versus === undefined || versus === name ? '' : measured.speed(name, versus).toFixed(2)
    const notes = [kind, role === 'peer' && !eligible ? 'not eligible' : undefined, remark]
    return [
      role === 'pilfer' ? `**${name}**` : role === 'limit' ? `*${name}*` : name,
      duration(measured.nanoseconds(name)),
      percent(measured.spread(name)),
      ratio,
      notes.filter((note) => note !== undefined).join('; '),
    ]
  })
  return table(['subject', 'per operation', 'spread', 'speed, pilfer = 1', 'remarks'], rows)
}
