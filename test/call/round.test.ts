import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { round } from '../../src/call/round.js'

/** Exact decimals of a double, from its expansion in powers of two: a second way to the truth, and a slow one. */
function model(x: number, digits: number): number {
  if (!Number.isFinite(x) || x === 0) return x
  let mantissa = Math.abs(x)
  let exponent = 0
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2
    exponent--
  }
  // x = mantissa * 2^exponent = mantissa * 5^-exponent * 10^exponent, a decimal integer with -exponent places.
  const decimals = (BigInt(mantissa) * 5n ** BigInt(-exponent)).toString()
  const cut = -exponent - digits
  if (cut <= 0) return x
  const padded = decimals.padStart(cut + 1, '0')
  const kept = BigInt(padded.slice(0, -cut))
  const rest = padded.slice(-cut)
  const half = `5${'0'.repeat(cut - 1)}`
  const up = rest > half || (rest === half && kept % 2n === 1n)
  const result = Number(`${kept + (up ? 1n : 0n)}e${-digits}`)
  if (result === Infinity) return x
  return x < 0 ? -result : result
}

const table: [number, number, number][] = JSON.parse(
  readFileSync(new URL('round-python.json', import.meta.url), 'utf8'),
)

describe('round', () => {
  it('gives what the round of Python gives', () => {
    expect(table.length).toBeGreaterThan(2_500)
    const wrong = table.filter(([x, digits, result]) => !Object.is(round(x, digits), result))
    expect(wrong).toEqual([])
  })

  it('is exact for every double and every place', () => {
    const x = fc.oneof(
      fc.double(),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.tuple(fc.integer(), fc.integer({ min: 0, max: 30 })).map(([n, shift]) => n / 2 ** shift),
      fc.tuple(fc.integer(), fc.integer({ min: 0, max: 15 })).map(([n, d]) => Number(`${n}5e-${d}`)),
    )
    const digits = fc.oneof(
      fc.integer({ min: -3, max: 16 }),
      fc.integer({ min: -25, max: 25 }),
      fc.integer({ min: -400, max: 400 }),
    )
    fc.assert(
      fc.property(x, digits, (x, digits) => Object.is(round(x, digits), model(x, digits))),
      { numRuns: 5_000, seed: 4 },
    )
  })

  it('goes to the even digit from the exact middle only', () => {
    expect([0.5, 1.5, 2.5, -0.5, -2.5].map((x) => round(x, 0))).toEqual([0, 2, 2, -0, -2])
    expect([0.125, 0.375].map((x) => round(x, 2))).toEqual([0.12, 0.38])
    // Just below the middle in binary.
    expect([2.675, 1.005].map((x) => round(x, 2))).toEqual([2.67, 1])
    expect([14.6, 15, 25].map((x) => round(x, -1))).toEqual([10, 20, 20])
    expect(round(7 * Number.MIN_VALUE, 323)).toBe(3e-323)
    expect(round(0.5 - 2 ** -54, 0)).toBe(0)
    expect(round(0.5 + 2 ** -53, 0)).toBe(1)
  })

  it('leaves what has nothing to round', () => {
    for (const x of [0, -0, NaN, Infinity, -Infinity])
      for (const digits of [-400, -1, 0, 3, 400]) expect(round(x, digits)).toBe(x)
    for (const x of [0.1, 5e-324, -Number.MAX_VALUE]) expect(round(x, 324)).toBe(x)
    for (const digits of [0, 5, 1e9]) expect(round(2 ** 53 + 2, digits)).toBe(2 ** 53 + 2)
    expect(round(0.1, Number.MAX_SAFE_INTEGER)).toBe(0.1)
  })

  it('gives a zero with the sign of the number far before the point', () => {
    for (const digits of [-309, -400, -Number.MAX_SAFE_INTEGER]) {
      expect(round(Number.MAX_VALUE, digits)).toBe(0)
      expect(round(-1, digits)).toBe(-0)
    }
  })

  it('leaves a number whose rounded value would be none', () => {
    expect(round(1.7e308, -308)).toBe(1.7e308)
    expect(round(1.4e308, -308)).toBe(1e308)
  })
})
