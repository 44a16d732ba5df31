import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { consumerDir } from '../helpers/consumer-dir.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const source = fileURLToPath(new URL('./program.ts', import.meta.url))
const out = consumerDir()

const base: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts', 'lib.esnext.decorators.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  types: ['node'],
  typeRoots: [`${root}node_modules/@types`],
}

/** The type errors of the program, then what it prints. */
function compileAndRun(mode: string, options: ts.CompilerOptions): { errors: string[]; printed: any } {
  const path = `${out}/${mode}.mts`
  writeFileSync(path, readFileSync(source, 'utf8'))
  const program = ts.createProgram([path], { ...base, ...options, noEmitOnError: false })
  const errors = ts
    .getPreEmitDiagnostics(program)
    .map((d) => ts.flattenDiagnosticMessageText(d.messageText, '\n'))
  program.emit()
  const child = spawnSync(process.execPath, [`${out}/${mode}.mjs`], { encoding: 'utf8' })
  if (child.status !== 0) throw new Error(child.stderr)
  return { errors, printed: JSON.parse(child.stdout) }
}

describe.each([
  ['tc39', {}],
  ['legacy', { experimentalDecorators: true }],
])('decorators compiled as %s', (mode, options) => {
  const { errors, printed } = compileAndRun(mode, options)

  it('type-check', () => expect(errors).toEqual([]))

  it('give the right results', () => {
    const round = [3, 'x of 1', 2, 7, 2, 5, 5, 6, 'x of 2', 4, 7, 3, 10, 5]
    expect(printed.results).toEqual([...round, ...round, 2, 2, [0, 0], [0, 0]])
  })

  it('run once for each instance, or once for all with the instance ignored', () => {
    expect(printed.runs).toEqual({
      area: 2,
      load: 2,
      circumference: 2,
      bare: 2,
      kept: 2,
      shared: 1,
      keptByAll: 1,
      unit: 1,
      origin: 1,
    })
  })

  it('give the method its members', () => {
    expect(printed.name).toBe('area')
    expect(printed.info).toMatchObject({ hits: 2, misses: 2, size: 2, maxSize: 10 })
    expect(printed.infoOfA).toBe(1)
  })

  it('hold the instance in the keys of an archive, unless it is ignored', () => {
    expect(printed.keys).toHaveLength(3)
    expect(printed.keys[0]).toMatch(/^Circle\.kept:this\(/)
    expect(printed.keys[2]).toBe('Circle.keptByAll(5)')
  })
})
