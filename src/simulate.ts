/**
 * Which policy and which size for a run of your own: its accesses, played through caches of all kinds.
 *
 * @module
 */

export { type ChartOptions, toSvg } from './simulate/chart.js'
export type { Curve } from './simulate/curve.js'
export type { SampleOptions, SimulateOptions } from './simulate/options.js'
export { readTrace } from './simulate/read-trace.js'
export type { Recommendation } from './simulate/recommend.js'
export { record } from './simulate/record.js'
export { simulate } from './simulate/simulate.js'
export type { Simulation } from './simulate/simulation.js'
export { toTable } from './simulate/table.js'
