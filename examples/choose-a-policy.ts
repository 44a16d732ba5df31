/** Which policy suits which pattern of access: hit ratios on the first 50,000 accesses of recorded traces. */
import { fifo, lfu, lru, memoize, mru, type PolicyFactory, rr } from 'pilfer'
import { loadTrace, type TraceName } from './data/traces.js'

const policies = [lru(), lfu(), mru(), rr(), fifo()]
const traces: [name: TraceName, maxSize: number][] = [
  ['multi1', 1000],
  ['2_pools', 200],
  ['vaultservice', 1000],
  ['loop', 500],
]

/** The part of the calls in a trace that memory answers, in percent. */
function hitRatio(trace: Int32Array, policy: PolicyFactory, maxSize: number): string {
  const fetch = memoize({ policy, maxSize })((key: number) => key)
  for (const key of trace) fetch(key)
  return ((100 * fetch.info().hits) / trace.length).toFixed(1)
}

const line = (...cells: string[]): string =>
  cells.map((cell, i) => (i === 0 ? cell.padEnd(26) : cell.padStart(7))).join('')

console.log(line('hits in %', ...policies.map(({ name }) => name)))
for (const [name, maxSize] of traces) {
  const trace = loadTrace(name).subarray(0, 50_000)
  console.log(
    line(`${name}, room for ${maxSize}`, ...policies.map((policy) => hitRatio(trace, policy, maxSize))),
  )
}
