import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tempDir } from './temp-dir.js'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** A fresh folder whose programs find the built package, and its types, by the name `pilfer`. */
export function consumerDir(): string {
  if (!existsSync(join(root, 'dist/index.js')))
    throw new Error('there is no build to test; `npm run ready` makes one')
  const dir = tempDir()
  // A package of its own, so that nothing above it is taken for the one it belongs to.
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }')
  mkdirSync(join(dir, 'node_modules'))
  symlinkSync(root, join(dir, 'node_modules/pilfer'), 'dir')
  return dir
}
