import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import * as door from '../src/index.js'

const root = fileURLToPath(new URL('../', import.meta.url))
const src = join(root, 'src')

interface Source {
  /** Path below `src`, such as `policy/lru.ts`. */
  path: string
  text: string
  lines: string[]
  /** What it imports: paths below `src`, or names of packages. */
  imports: string[]
  /** Those of its imports that are there at run time. */
  runtime: string[]
}

const sources: Source[] = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(join(src, path), 'utf8')
    const found = importsOf(path, text)
    return {
      path,
      text,
      lines: text.split('\n'),
      imports: found.map((i) => i.target),
      runtime: found.filter((i) => !i.typeOnly).map((i) => i.target),
    }
  })

function importsOf(path: string, text: string): { target: string; typeOnly: boolean }[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const found: { target: string; typeOnly: boolean }[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
      found.push({
        target: locate(path, node.moduleSpecifier.text),
        typeOnly: isTypeOnly(node.importClause),
      })
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
      found.push({ target: locate(path, node.moduleSpecifier.text), typeOnly: node.isTypeOnly })
    else if (
      ts.isCallExpression(node) &&
      node.expression.kind === ts.SyntaxKind.ImportKeyword &&
      ts.isStringLiteral(node.arguments[0]!)
    )
      found.push({ target: locate(path, node.arguments[0].text), typeOnly: true })
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false
  if (clause.isTypeOnly) return true
  const bindings = clause.namedBindings
  return (
    clause.name === undefined &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.length > 0 &&
    bindings.elements.every((element) => element.isTypeOnly)
  )
}

function locate(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier
  return relative(src, resolve(src, dirname(from), specifier)).replace(/\.js$/, '.ts')
}

const roomOf = (path: string): string | undefined => (path.includes('/') ? path.split('/')[0] : undefined)
/** The packages that are installed with this one. */
const dependencies = new Set(
  Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies),
)
const AXES = ['policy', 'keymap', 'codec', 'archive']
/** The contract of each axis, and that of the drivers of one kind of archive. */
const CONTRACTS = [...AXES.map((axis) => `${axis}.ts`), 'archive/sql/driver.ts']
const axisOf = (path: string): string | undefined => AXES.find((axis) => path.startsWith(`${axis}/`))
const DOORS = ['index.ts', 'safe.ts', 'presets.ts']
/** What is compared where a user names no policies. */
const COMPARED = 'simulate/policies.ts'
/** Opens any archive by URL, so it names codecs beside archives, lazily. */
const OPENER = 'archive/open.ts'
const isCore = (s: Source): boolean => roomOf(s.path) === undefined && !DOORS.includes(s.path)

describe('the house', () => {
  it('1: only the doors name implementations of more than one room', () => {
    const offenders = sources
      .filter((s) => ![...DOORS, OPENER].includes(s.path))
      .filter((s) => new Set(s.runtime.map(axisOf).filter((axis) => axis !== undefined)).size > 1)
      .map((s) => s.path)
      .filter((path) => axisOf(path) !== 'archive')
    expect(offenders).toEqual([])
  })

  it('2: core files import contracts, never rooms', () => {
    const offenders = sources
      .filter(isCore)
      .flatMap((s) => s.imports.filter(axisOf).map((target) => `${s.path} -> ${target}`))
    expect(offenders).toEqual([])
  })

  it('2: a simulation, too, knows the contract of a policy, and has one list of policies', () => {
    const offenders = sources
      .filter((s) => roomOf(s.path) === 'simulate' && s.path !== COMPARED)
      .flatMap((s) => s.imports.filter(axisOf).map((target) => `${s.path} -> ${target}`))
    expect(offenders).toEqual([])
    const rooms = sources.find((s) => s.path === COMPARED)!.imports.map(axisOf)
    expect(rooms.filter((axis) => axis !== undefined && axis !== 'policy')).toEqual([])
  })

  it('3: a room imports its own contract, errors, internal, and archives a codec by default', () => {
    const allowed = (s: Source, target: string): boolean => {
      const axis = axisOf(s.path)!
      if (target.startsWith(`${axis}/`) || target.startsWith('internal/') || target === 'errors.ts')
        return true
      if (target === `${axis}.ts` || target.startsWith('node:') || target === '#digest') return true
      if (axis === 'archive' && dependencies.has(target)) return true
      const usesCodec = axis === 'archive' || s.path === 'keymap/pickle.ts'
      if (usesCodec && (target === 'codec.ts' || target === 'codec/v8.ts')) return true
      return s.path === OPENER && (target.startsWith('codec/') || target === 'codec.ts')
    }
    const offenders = sources
      .filter((s) => axisOf(s.path) !== undefined)
      .flatMap((s) => s.imports.filter((t) => !allowed(s, t)).map((t) => `${s.path} -> ${t}`))
    expect(offenders).toEqual([])
  })

  it('3: internal files and suites import contracts only', () => {
    const offenders = sources
      .filter((s) => ['internal', 'testing'].includes(roomOf(s.path) ?? ''))
      .flatMap((s) =>
        s.imports
          .filter((t) => !t.startsWith('internal/') && !t.startsWith('node:') && !t.startsWith('#'))
          .filter((t) => !(s.path.startsWith('testing/') && t.startsWith('testing/')))
          .filter((t) => !['errors.ts', ...CONTRACTS].includes(t))
          .map((t) => `${s.path} -> ${t}`),
      )
    expect(offenders).toEqual([])
  })

  it('4: node: modules only in archive, codec, internal and cli', () => {
    const offenders = sources
      .filter((s) => !['archive', 'codec', 'internal', 'cli'].includes(roomOf(s.path) ?? ''))
      .filter((s) => s.imports.some((t) => t.startsWith('node:')))
      .map((s) => s.path)
    expect(offenders).toEqual([])
  })

  it('4: what the root door brings in needs no node: module but the parser, the digest and the comparison', () => {
    const seen = new Set<string>()
    const walk = (path: string): void => {
      if (seen.has(path)) return
      seen.add(path)
      for (const target of sources.find((s) => s.path === path)?.runtime ?? []) walk(target)
    }
    walk('index.ts')
    walk('safe.ts')
    expect([...seen].filter((target) => target.startsWith('node:'))).toEqual([])
    expect([...seen].filter((target) => target.startsWith('#')).sort()).toEqual([
      '#acorn',
      '#digest',
      '#equal',
    ])
  })

  it('5: no package is imported but those of package.json, lazily if optional', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const known = Object.keys(manifest.dependencies ?? {})
    const foreign = sources
      .flatMap((s) => s.imports)
      .filter((t) => !t.startsWith('node:') && !t.startsWith('#') && !t.endsWith('.ts'))
    expect(foreign.filter((name) => !known.includes(name))).toEqual([])
  })

  it('6: no import cycles', () => {
    const done = new Set<string>()
    const cycles: string[] = []
    const walk = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
      if (done.has(path) || trail.includes(path)) return
      for (const target of sources.find((s) => s.path === path)?.imports ?? []) walk(target, [...trail, path])
      done.add(path)
    }
    for (const { path } of sources) walk(path, [])
    expect(cycles).toEqual([])
  })

  it('6: examples and benchmarks import the package by its name', () => {
    const offenders = ['examples', 'bench']
      .flatMap((dir) =>
        readdirSync(join(root, dir), { recursive: true, encoding: 'utf8' }).map((p) => join(dir, p)),
      )
      .filter((path) => /\.(ts|mjs)$/.test(path))
      .filter((path) => /from '(\.\.\/)+(src|dist)\//.test(readFileSync(join(root, path), 'utf8')))
    expect(offenders).toEqual([])
  })

  it('7: nobody asks for a concrete part by class or name outside its room', () => {
    const offenders = sources.flatMap((s) =>
      s.lines
        .filter((line) =>
          /(?<!context)\.kind\s*[!=]==|instanceof (?:\w*(?:Archive|Keymap|Codec|Policy))\b/.test(line),
        )
        .map((line) => `${s.path}: ${line.trim()}`),
    )
    expect(offenders).toEqual([])
  })

  it('8: no block of eight or more equal lines twice', () => {
    const seen = new Map<string, string>()
    const doubled: string[] = []
    for (const { path, lines } of sources) {
      const code = lines
        .map((text, i) => ({ text: text.trim(), line: i + 1 }))
        .filter(({ text }) => text !== '' && !/^(\*|\/\*|\/\/|import |[})\]]+,?$)/.test(text))
      for (let i = 0; i + 8 <= code.length; i++) {
        const block = code.slice(i, i + 8)
        const key = block.map(({ text }) => text).join('\n')
        const place = `${path}:${block[0]!.line}`
        if (seen.has(key)) doubled.push(`${seen.get(key)} = ${place}`)
        else seen.set(key, place)
      }
    }
    expect(doubled).toEqual([])
  })

  it('8: a file name never carries two axes', () => {
    const offenders = sources.map((s) => s.path).filter((path) => /(?:async|safe|sync)-\w+/.test(path))
    expect(offenders).toEqual([])
  })

  it('9: median source file <= 120 lines, none over 350', () => {
    const sizes = sources.map((s) => s.lines.length - 1).sort((a, b) => a - b)
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(120)
    expect(sources.filter((s) => s.lines.length - 1 > 350).map((s) => s.path)).toEqual([])
  })

  it('the public names are these', () => {
    expect(Object.keys(door).sort()).toMatchSnapshot()
  })

  it('no marks are left in the code', () => {
    const offenders = sources.filter((s) => /\b(TODO|FIXME|XXX|HACK)\b/.test(s.text)).map((s) => s.path)
    expect(offenders).toEqual([])
  })
})
