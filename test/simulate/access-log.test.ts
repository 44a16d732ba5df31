import { expect, it } from 'vitest'
import { AccessLog, joined } from '../../src/simulate/access-log.js'

it('keeps everything as long as there is room', () => {
  const log = new AccessLog(160)
  for (let i = 0; i < 150; i++) log.add(i)
  expect([...joined(log.stretches())]).toEqual(Array.from({ length: 150 }, (_, i) => i))
})

it('keeps stretches without gaps, evenly over the time, when there is not', () => {
  const log = new AccessLog(160)
  for (let i = 0; i < 10_000; i++) log.add(i)
  const stretches = log.stretches().filter((stretch) => stretch.length > 0)
  const starts = stretches.map((stretch) => stretch[0]!)
  expect(joined(stretches).length).toBeLessThanOrEqual(160)
  expect(joined(stretches).length).toBeGreaterThanOrEqual(70)
  for (const stretch of stretches)
    expect([...stretch]).toEqual(Array.from(stretch, (_, i) => stretch[0]! + i))
  const gaps = starts.slice(1).map((start, i) => start - starts[i]!)
  expect(new Set(gaps).size).toBe(1)
})

it('forgets what it is told to, also of the stretch that is under way', () => {
  const log = new AccessLog(64)
  for (let i = 0; i < 30; i++) log.add(i % 3)
  log.retain((id) => id !== 1)
  log.add(7)
  const left = [...joined(log.stretches())]
  expect(left).toEqual([...Array.from({ length: 30 }, (_, i) => i % 3).filter((id) => id !== 1), 7])
})
