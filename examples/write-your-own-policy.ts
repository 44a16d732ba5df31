/** A policy in twenty lines, tested with the shipped suite and judged on a recorded trace. */
import { Cache, fifo, lru, type PolicyFactory } from 'pilfer'
import { policySuite } from 'pilfer/testing'
import { loadTrace } from './data/traces.js'

/** Draws two entries at random and evicts the one that was used longer ago. */
function twoRandom(random: () => number = Math.random): PolicyFactory {
  return {
    name: 'two-random',
    create() {
      const held: number[] = []
      // By slot: where it is in `held`, and when it was last used.
      const place: number[] = []
      const lastUse: number[] = []
      let time = 0
      const draw = (): number => held[Math.floor(random() * held.length)]!
      return {
        onInsert(slot) {
          place[slot] = held.push(slot) - 1
          lastUse[slot] = ++time
        },
        onHit(slot) {
          lastUse[slot] = ++time
        },
        onRemove(slot) {
          const last = held.pop()!
          if (last === slot) return
          held[place[slot]!] = last
          place[last] = place[slot]!
        },
        victim() {
          const [a, b] = [draw(), draw()]
          return lastUse[a]! < lastUse[b]! ? a : b
        },
        clear() {
          held.length = 0
        },
      }
    },
  }
}

// The suite takes any test runner; the smallest one runs each test at once.
let tests = 0
const runner = {
  describe: (_: string, body: () => void) => body(),
  it(_: string, body: () => void) {
    tests++
    body()
  },
}
policySuite(runner, 'two-random', twoRandom())
console.log(`keeps the policy contract in ${tests} tests`)

/** The part of the accesses in a trace that a cache of 500 answers, in percent. */
function hitRatio(trace: Int32Array, policy: PolicyFactory): string {
  const cache = new Cache<number, true>({ maxSize: 500, policy })
  let hits = 0
  for (const key of trace)
    if (cache.get(key) === undefined) cache.set(key, true)
    else hits++
  return `${((100 * hits) / trace.length).toFixed(1)} %`
}

for (const name of ['loop', 'multi1'] as const) {
  const trace = loadTrace(name)
  const ratios = [lru(), fifo(), twoRandom()].map((policy) => `${policy.name} ${hitRatio(trace, policy)}`)
  console.log(`hits on ${name}: ${ratios.join(', ')}`)
}
