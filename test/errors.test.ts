import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ERROR_CODES } from '../src/index.js'

const root = fileURLToPath(new URL('../', import.meta.url))
const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`)

const codes: readonly string[] = ERROR_CODES

/** The rows of the table in docs/errors.md, each as its cells. */
const rows = readFileSync(`${root}docs/errors.md`, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').slice(1, -1))
  .map((cells) => cells.map((cell) => cell.trim()))

/** Words in the form of a code: with the prefix that some code has. */
function codesIn(path: string, form: (word: string) => RegExp): string[] {
  const prefixes = [...new Set(codes.map((code) => code.split('_')[0]!))]
  const word = `(?:${prefixes.join('|')})_[A-Z_]+`
  return [...readFileSync(root + path, 'utf8').matchAll(form(word))].map((match) => match[1]!)
}

describe('every error code', () => {
  it('has one row in docs/errors.md, in order, and every row has a code', () => {
    expect(rows.map(([code]) => code)).toEqual(codes.map((code) => `\`${code}\``))
  })

  it('comes with meaning, cause and remedy', () => {
    const incomplete = rows.filter((cells) => cells.length !== 4 || cells.some((cell) => cell === ''))
    expect(incomplete).toEqual([])
  })

  it('is used in src, and no other is', () => {
    const source = filesIn('src', '.ts').filter((path) => path !== 'src/errors.ts' && !isSuite(path))
    const used = source.flatMap((path) => codesIn(path, (word) => new RegExp(`'(${word})'`, 'g')))
    expect([...new Set(used)].sort()).toEqual([...codes].sort())
  })

  it('is one that there is, wherever a page or a comment names it', () => {
    const texts = ['README.md', ...filesIn('docs', '.md'), ...filesIn('src', '.ts')]
    const named = texts.flatMap((path) =>
      codesIn(path, (word) => new RegExp(`\`(${word})\``, 'g')).map((code) => ({ path, code })),
    )
    expect(named.length).toBeGreaterThan(codes.length)
    expect(named.filter(({ code }) => !codes.includes(code))).toEqual([])
  })
})

/** The suites name the codes that they expect. */
function isSuite(path: string): boolean {
  return path.startsWith('src/testing/')
}
