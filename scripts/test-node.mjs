// Runs tests under another line of Node: `npm run test:node -- 24 [vitest's arguments]`.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { nodeOf, root, versionOf } from './node-line.mjs'

const [line, ...args] = process.argv.slice(2)
const program = nodeOf(line)
console.log(versionOf(program))
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const { status } = spawnSync(program, [vitest, 'run', ...args], { cwd: root, stdio: 'inherit' })
process.exit(status ?? 1)
