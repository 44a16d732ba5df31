// Writes what `dist` runs: one file for each entry point, and chunks for what they share. A program that imports pilfer
// loads two files instead of a hundred, which takes a quarter of the time. Types come from the compiler, file by file.
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'rolldown'

const root = fileURLToPath(new URL('..', import.meta.url))
const src = join(root, 'src')
const dist = join(root, 'dist')

/** The files of a folder that a user can import, without their endings. */
const modulesIn = (folder) =>
  readdirSync(join(src, folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name.slice(0, -3)}`)

const doors = ['index', 'safe', 'crypto', 'rows', 'simulate', 'testing/index']
const entries = [...doors, ...modulesIn('archive'), ...modulesIn('codec')]
/** What `imports` in package.json names: bundles of their own, so that nobody else has to load a chunk more. */
const own = ['internal/acorn', 'internal/digest', 'internal/equal', 'simulate/line-chart']

const files = (names) => Object.fromEntries(names.map((name) => [name, join(src, `${name}.ts`)]))

/** Bundles `names`; gives what has come of it. */
async function bundle(names, output, write) {
  const { output: chunks } = await build({
    cwd: root,
    input: files(names),
    platform: 'node',
    external: /^(?!#|\.|\/|[A-Za-z]:)/,
    tsconfig: join(root, 'tsconfig.json'),
    // `openArchive` loads every kind in the same way, also those that are there anyway.
    checks: { ineffectiveDynamicImport: false },
    output: {
      dir: dist,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
      comments: { jsdoc: false },
      ...output,
    },
    write,
  })
  return chunks
}

/** The modules that are loaded with the file that begins as `name`. */
function loadedWith(name, chunks) {
  const modules = new Set()
  const seen = new Set()
  const visit = (fileName) => {
    const chunk = chunks.find((one) => one.fileName === fileName)
    if (chunk === undefined || seen.has(fileName)) return
    seen.add(fileName)
    for (const id of chunk.moduleIds) modules.add(id)
    for (const other of chunk.imports) visit(other)
  }
  visit(name)
  return modules
}

const core = loadedWith('index.js', await bundle(['index'], {}, false))
const groups = [{ name: 'core', test: (id) => core.has(id) }]
const written = new Set()
for (const chunk of await bundle(entries, { codeSplitting: { groups } }, true)) written.add(chunk.fileName)
for (const name of own) for (const chunk of await bundle([name], {}, true)) written.add(chunk.fileName)

// What an earlier build has left would only be in the way.
for (const name of readdirSync(dist, { recursive: true }))
  if (name.endsWith('.js') && !written.has(name.replaceAll('\\', '/'))) rmSync(join(dist, name))
