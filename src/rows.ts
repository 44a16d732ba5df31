/**
 * Entries as rows: to look at in a table, to write to a file, to take to another archive.
 *
 * @module
 */

export { toCsv } from './rows/csv.js'
export { type FromRowsOptions, fromRows } from './rows/from-rows.js'
export { fromJsonLines, type JsonLinesOptions, toJsonLines } from './rows/json.js'
export type { Row } from './rows/row.js'
export { type RowSource, type ToRowsOptions, toRows } from './rows/to-rows.js'
