import { execFile, fork } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import ts from 'typescript'
import { beforeAll, describe, expect, it } from 'vitest'
import { consumerDir } from './helpers/consumer-dir.js'
import { type Fence, fencesOf } from './helpers/fences.js'
import { tempDir } from './helpers/temp-dir.js'

const root = fileURLToPath(new URL('../', import.meta.url))
const inside = (folder: string, ending: string): string[] =>
  readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`)
    .sort()

const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...inside('docs', '.md')]
const fences = [...pages, ...inside('src', '.ts')].flatMap(fencesOf)

/** The fences that are marked `ts norun`, and why they cannot be programs of their own. */
const NOT_RUN: Record<string, string> = {
  'docs/extending.md': 'a test file as it stands in the project, beside what it tests',
}

const isProgram = ({ info }: Fence): boolean => /^ts\b/.test(info) && !/ norun\b/.test(info)
const programs = fences.filter(isProgram)
/** What shares a process with it: its page, or all other comments. */
const placeOf = ({ page }: Fence): string => (page.startsWith('src/') ? 'src' : page)
const at = ({ page, line }: Fence): string => `${page}:${line}`
const dir = consumerDir()
const fileOf = (fence: Fence): string => join(dir, at(fence).replace(/[/:]/g, '-'))

describe('a code fence', () => {
  it('is a program, or text in a language that is not run', () => {
    const known = /^(ts|sh|text|json|jsonc|sql|python)$/
    const strange = fences.filter(({ info }) => !known.test(info.split(' ')[0]!))
    expect(strange.map((fence) => `${at(fence)} ${fence.info}`)).toEqual([])
  })

  it('is left out for a reason only', () => {
    const left = fences.filter(({ info }) => / norun\b/.test(info)).map(({ page }) => page)
    expect([...new Set(left)].sort()).toEqual(Object.keys(NOT_RUN))
  })
})

describe('the programs in the pages and comments', () => {
  const wrong = new Map<string, string[]>()
  const report: Reporter = (file, message) => {
    const name = basename(file).replace(/\.m[jt]s$/, '')
    wrong.set(name, [...(wrong.get(name) ?? []), message])
  }

  beforeAll(async () => {
    compile(report)
    const places = [...new Set(programs.map(placeOf))]
    const ends = await Promise.all(
      places.map((place) => run(programs.filter((p) => placeOf(p) === place).map((p) => `${fileOf(p)}.mjs`))),
    )
    for (const { file, error } of ends.flat()) if (error !== undefined) report(file, error)
  })

  it.each(programs.map((fence) => [at(fence), fence] as const))('%s', (_, fence) => {
    expect(wrong.get(basename(fileOf(fence))) ?? []).toEqual([])
  })
})

type Reporter = (file: string, message: string) => void

/** Compiles the programs, with lines numbered as in their pages. */
function compile(report: Reporter): void {
  for (const fence of programs)
    writeFileSync(`${fileOf(fence)}.mts`, '\n'.repeat(fence.line - 1) + fence.code)
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson(
    {
      ...config.compilerOptions,
      // The oldest Node knows neither decorators nor `using`.
      target: 'ES2022',
      noEmit: false,
      declaration: false,
      sourceMap: false,
      noUnusedLocals: false,
      paths: {},
      rootDir: dir,
      outDir: dir,
      typeRoots: [`${root}node_modules/@types`],
    },
    dir,
  )
  const program = ts.createProgram(
    programs.map((fence) => `${fileOf(fence)}.mts`),
    options,
  )
  program.emit(undefined, (path, text) => writeFileSync(path, checkPrinted(text)))
  for (const { file, start, messageText } of ts.getPreEmitDiagnostics(program)) {
    if (file === undefined) throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'))
    const { line } = file.getLineAndCharacterOfPosition(start!)
    report(file.fileName, `line ${line + 1}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`)
  }
}

/** Makes `console.log(x); // text` fail unless it prints that text. */
function checkPrinted(js: string): string {
  return js.replace(
    /^(\s*)console\.log\((.*)\);? *\/\/ (.*)$/gm,
    (_, indent, values, text) => `${indent}prints(${JSON.stringify(text)}, ${values});`,
  )
}

/** How a program ended. */
interface End {
  readonly file: string
  readonly printed: string
  /** The names of the files that it left in its folder. */
  readonly left: readonly string[]
  readonly error?: string
}

/** Runs programs in one process, one after the other, each in a folder of its own. */
async function run(files: readonly string[], execArgv: string[] = []): Promise<End[]> {
  const runner = fileURLToPath(new URL('./helpers/run-programs.mjs', import.meta.url))
  const child = fork(runner, [tempDir(), ...files], { execArgv, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  const ends = new Map<string, End>()
  let complaints = ''
  child.stderr!.on('data', (chunk) => void (complaints += chunk))
  child.on('message', (end: End) => void ends.set(end.file, end))
  await new Promise((closed) => child.on('close', closed))
  const error = `the process ended too soon: ${complaints}`
  return files.map((file) => ends.get(file) ?? { file, printed: '', left: [], error })
}

describe('every example', () => {
  const demo = 'examples/persist-between-sessions.ts'
  const examples = readdirSync(`${root}examples`)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `examples/${name}`)
    .filter((path) => path !== demo)
  const tsx = ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href]
  let ends: End[]

  beforeAll(async () => {
    ends = await run(
      examples.map((path) => root + path),
      tsx,
    )
  })

  it.each(examples)('%s runs, says something and leaves nothing', (path) => {
    const { error, printed, left } = ends.find(({ file }) => file === root + path)!
    expect(error).toBe(undefined)
    expect(printed).not.toBe('')
    expect(left).toEqual([])
  })

  it.runIf(process.env['PILFER_DEMO'] === '1')(
    'the demo too, which takes a while',
    async () => {
      const { stdout } = await promisify(execFile)(process.execPath, [...tsx, root + demo], {
        cwd: tempDir(),
      })
      expect(stdout).not.toBe('')
    },
    600_000,
  )
})

describe('every link', () => {
  const links = pages.flatMap((page) =>
    [...readFileSync(root + page, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => match[1]!)
      .filter((target) => !/^[a-z]+:/.test(target))
      .map((target) => [page, target] as const),
  )

  it('leads to a file that is there, and to one of its headings', () => {
    const broken = links.filter(([page, target]) => {
      const [path, anchor] = target.split('#') as [string, string?]
      const file = path === '' ? root + page : resolve(root, dirname(page), path)
      return !existsSync(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor))
    })
    expect(broken.map(([page, target]) => `${page}: ${target}`)).toEqual([])
  })
})

/** The anchors that GitHub gives to the headings of a page. */
function anchorsOf(file: string): string[] {
  const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)].map((match) => match[1]!)
  return headings.map((text) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
