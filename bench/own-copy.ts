import { cpSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const dist = dirname(fileURLToPath(import.meta.resolve('pilfer')))
const copies = fileURLToPath(new URL('copies/', import.meta.url))
const made: string[] = []
process.once('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/**
 * Another copy of pilfer as it is built. V8 compiles code for what it has met: a program has one policy as a rule, and
 * several that share the code would make each other slow.
 */
export async function ownCopy(): Promise<typeof import('pilfer')> {
  const folder = join(copies, `${process.pid}-${made.length}`)
  made.push(folder)
  for (const part of ['index.js', 'chunks']) cpSync(join(dist, part), join(folder, part), { recursive: true })
  return import(pathToFileURL(join(folder, 'index.js')).href)
}
