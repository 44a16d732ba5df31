import { describe, expect, it } from 'vitest'
import { lru, mru, type PolicyFactory } from '../../src/index.js'
import { simulate, toSvg, toTable } from '../../src/simulate.js'
import { codeOf } from '../helpers/error-code.js'

const circle = Array.from({ length: 1000 }, (_, i) => i % 10)
const found = simulate(circle, { policies: [lru(), mru()], sizes: [5, 10] })
const several = Array.from({ length: 20_000 }, (_, i) => (i * i) % 9973)
const sampled = simulate(several, { policies: [lru()], sample: 1024, sizes: [10, 3000] })

describe('toTable', () => {
  it('has a line for each size', () => {
    expect(toTable(found)).toBe(
      [
        'Hits in % of 1,000 accesses to 10 keys',
        '',
        'maxSize   lru   mru  optimum',
        '      5   0.0  44.0     49.5',
        '     10  99.0  99.0     99.0',
        '',
      ].join('\n'),
    )
  })

  it('says what a sample cannot tell, and how far it may be wrong', () => {
    expect(toTable(sampled)).toMatch(/accesses to about [\d,]+ keys, by a sample of [\d,]+ accesses\n/)
    expect(toTable(sampled)).toMatch(/\n +10 +\? +\?\n/)
    expect(toTable(sampled)).toMatch(/\nerror up to +\d+\.\d +\d+\.\d\n$/)
  })
})

describe('toSvg', () => {
  it('draws a line for each policy and the optimum, and nothing from elsewhere', () => {
    const svg = toSvg(found, { title: 'a < b & "c"' })
    expect(svg.match(/<path class="line /g)).toHaveLength(2 * 3)
    expect(svg).toContain('a &lt; b &amp; &quot;c&quot;</text>')
    expect(svg).toContain('prefers-color-scheme:dark')
    expect(svg).not.toMatch(/<script|@import|@font-face|url\(|href|NaN|undefined|Infinity/)
    expect(svg.match(/<\w+(?:[^>]*[^/])?>/g)!.length).toBe(svg.match(/<\/\w+>/g)!.length)
  })

  it('draws one size, a circle without hits, names that need care, and more policies than colours', () => {
    const named = (name: string): PolicyFactory => ({ ...lru(), name })
    const policies = Array.from({ length: 12 }, (_, i) => named(`<${i}>`))
    const svg = toSvg(simulate(circle, { policies, sizes: [3] }))
    expect(svg).not.toMatch(/NaN|undefined|Infinity|<\d/)
    expect(svg).toContain('&lt;11&gt;')
    expect(toSvg(simulate([1, 2], { policies: [lru()] }))).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('shows errors where there are some', () => {
    expect(toSvg(found)).not.toContain('"line error')
    expect(toSvg(sampled)).toContain('"line error')
  })

  it('checks its options', () => {
    expect(codeOf(() => toSvg(found, { titel: 'x' } as any))).toBe('OPTION_UNKNOWN')
    expect(codeOf(() => toSvg(found, { title: '' }))).toBe('OPTION_INVALID')
  })
})
