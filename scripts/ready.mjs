// Makes a fresh clone ready to run: installs the packages and builds, each only where something has changed.
import { execSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = `${root}node_modules/.pilfer-installed`
const wanted = createHash('sha256')
  .update(readFileSync(`${root}package-lock.json`))
  .update(readFileSync(`${root}package.json`))
  .digest('hex')

function step(title, command) {
  process.stderr.write(`${title} ...\n`)
  execSync(command, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
}

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  step('installing packages', 'npm install --no-save --no-fund --no-audit --loglevel=error')
  writeFileSync(stamp, wanted)
}
// The compiler keeps its own account of what has changed.
execSync('node node_modules/typescript/bin/tsc -p tsconfig.build.json', { cwd: root, stdio: 'inherit' })
execSync('node scripts/bundle.mjs', { cwd: root, stdio: 'inherit' })
