// Runs tests under another line of Node: `npm run test:node -- 24 [vitest's arguments]`.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [line, ...args] = process.argv.slice(2)
if (!/^[0-9]+(\.[0-9]+){0,2}$/.test(line ?? '')) {
  console.error(`give a version of Node, such as 24; received ${line}`)
  process.exit(2)
}

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, '.tmp', `node-${line}`)
const platform = { win32: 'win', darwin: process.arch === 'arm64' ? 'bin-darwin' : 'darwin' }[
  process.platform
]
const name = `node-${platform ?? process.platform}-${process.arch}`
const binary = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
if (!existsSync(binary)) {
  mkdirSync(folder, { recursive: true })
  const install = [
    'install',
    '--prefix',
    folder,
    '--no-fund',
    '--no-audit',
    '--loglevel=error',
    `${name}@${line}`,
  ]
  execFileSync('npm', install, { stdio: 'inherit', shell: process.platform === 'win32' })
}
console.log(execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim())
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const { status } = spawnSync(binary, [vitest, 'run', ...args], { cwd: root, stdio: 'inherit' })
process.exit(status ?? 1)
