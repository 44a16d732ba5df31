import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { tempDir } from '../helpers/temp-dir.js'

const project = fileURLToPath(new URL('../../', import.meta.url))
const compilerOptions = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.CommonJS }

/**
 * Compiles `workers/<name>.ts` and all of the project that it imports to a folder of its own; gives its path. It becomes
 * CommonJS, which starts faster. Without `packages` it finds none that is installed.
 */
export function compileWorker(name: string, { packages = true } = {}): string {
  const folder = tempDir()
  const outputOf = (source: string): string => join(folder, relative(project, source)).replace(/\.ts$/, '.js')
  const done = new Set<string>()
  const compile = (source: string): void => {
    if (done.has(source)) return
    done.add(source)
    const text = readFileSync(source, 'utf8')
    mkdirSync(dirname(outputOf(source)), { recursive: true })
    const { outputText } = ts.transpileModule(text, { compilerOptions })
    writeFileSync(outputOf(source), outputText.replaceAll('import.meta.url', '__filename'))
    for (const { fileName } of ts.preProcessFile(text).importedFiles)
      if (fileName.startsWith('.')) compile(resolve(dirname(source), fileName.replace(/\.js$/, '.ts')))
  }
  const worker = join(project, 'test/torture/workers', `${name}.ts`)
  compile(worker)
  if (packages) symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'), 'dir')
  return outputOf(worker)
}
