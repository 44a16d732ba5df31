import { expect, it } from 'vitest'
import { lru } from '../../src/policy/lru.js'
import { simulate, toTable } from '../../src/simulate.js'
import { seededRandom } from '../helpers/seeded-random.js'

const KEYS = 10_000_000
const MIB = 2 ** 20

/** Keys by Zipf's law, as far as a power can tell: the n-th is about 1/n as popular as the first. */
function* popular(accesses: number, keys: number, seed: number): Generator<string> {
  const random = seededRandom(seed)
  for (let i = 0; i < accesses; i++) yield `k${Math.floor(keys ** random())}`
}

it('memory does not grow with the accesses', () => {
  globalThis.gc!()
  const before = process.memoryUsage()
  const most = { used: 0 }
  function* watched(): Generator<string> {
    let i = 0
    for (const key of popular(3_000_000, KEYS, 1)) {
      if (++i % 1_000_000 === 0) {
        globalThis.gc!()
        const { heapUsed, arrayBuffers } = process.memoryUsage()
        most.used = Math.max(most.used, heapUsed + arrayBuffers - before.heapUsed - before.arrayBuffers)
      }
      yield key
    }
  }
  const { distinct, rate } = simulate(watched(), { sample: 4096, policies: [lru()] })
  expect(rate).toBeLessThan(0.01)
  expect(distinct).toBeGreaterThan(500_000)
  expect(most.used).toBeLessThan(16 * MIB)
})

it.runIf(process.env['PILFER_SIMULATE_LONG'] === '1')(
  'a hundred million accesses, with all policies: only with PILFER_SIMULATE_LONG=1, as it takes minutes',
  () => {
    const start = performance.now()
    const found = simulate(popular(100_000_000, KEYS, 1))
    const seconds = ((performance.now() - start) / 1000).toFixed(0)
    const rss = process.resourceUsage().maxRSS / 1024
    console.log(
      `${toTable(found)}\n${found.recommendation.reason}\n${seconds} s, at most ${rss.toFixed(0)} MiB`,
    )
    expect(rss).toBeLessThan(600)
  },
  1_800_000,
)
