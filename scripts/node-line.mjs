import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

const isWindows = process.platform === 'win32'
const system = { win32: 'win', darwin: process.arch === 'arm64' ? 'bin-darwin' : 'darwin' }

/** The program of a line of Node, such as `'24'`; it is installed when it is asked for the first time. */
export function nodeOf(line) {
  if (!/^[0-9]+(\.[0-9]+){0,2}$/.test(line ?? '')) {
    console.error(`give a version of Node, such as 24; received ${line}`)
    process.exit(2)
  }
  const folder = join(root, '.tmp', `node-${line}`)
  const name = `node-${system[process.platform] ?? process.platform}-${process.arch}`
  const program = join(folder, 'node_modules', name, 'bin', isWindows ? 'node.exe' : 'node')
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true })
    const quiet = ['--no-fund', '--no-audit', '--loglevel=error']
    const install = ['install', '--prefix', folder, ...quiet, `${name}@${line}`]
    execFileSync('npm', install, { stdio: ['ignore', 'ignore', 'inherit'], shell: isWindows })
  }
  return program
}

export const versionOf = (program) => execFileSync(program, ['--version'], { encoding: 'utf8' }).trim()
