import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** A code fence of a page, or of a comment in the source. */
export interface Fence {
  /** The path from the root of the project. */
  readonly page: string
  /** The line of the page on which the code begins, from 1. */
  readonly line: number
  /** What stands behind the opening backticks: `ts`, or `ts title=toy-policy`. */
  readonly info: string
  readonly code: string
}

/** The code fences of a file, in their order. */
export function fencesOf(page: string): Fence[] {
  const isSource = page.endsWith('.ts')
  const fences: Fence[] = []
  let open: { line: number; info: string; indent: number; lines: string[] } | undefined
  for (const [i, raw] of readFileSync(root + page, 'utf8')
    .split('\n')
    .entries()) {
    const line = isSource ? raw.replace(/^\s*\* ?/, '') : raw
    const mark = /^(\s*)```(.*)$/.exec(line)
    if (open === undefined) {
      if (mark !== null && (!isSource || /^\s*\*/.test(raw)))
        open = { line: i + 2, info: mark[2]!.trim(), indent: mark[1]!.length, lines: [] }
    } else if (mark !== null) {
      fences.push({ page, line: open.line, info: open.info, code: `${open.lines.join('\n')}\n` })
      open = undefined
    } else open.lines.push(line.slice(open.indent))
  }
  if (open !== undefined) throw new Error(`${page}:${open.line} begins a code fence that never ends`)
  return fences
}

/** The code of the one fence of `page` that is titled `title`. */
export function fenceTitled(page: string, title: string): string {
  const found = fencesOf(page).filter(({ info }) => info.split(' ').includes(`title=${title}`))
  if (found.length !== 1) throw new Error(`${page} has ${found.length} fences with the title ${title}`)
  return found[0]!.code
}
