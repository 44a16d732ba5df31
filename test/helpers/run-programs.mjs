/**
 * Imports the programs that it is given, one after the other, each in an empty folder of its own, and tells the parent
 * process how each one ended, what it printed and which files it left.
 */
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { format } from 'node:util'

const [, , folders, ...files] = process.argv
let printed = ''
/** What went wrong in the present program without being thrown. */
let trouble

process.stdout.write = (chunk) => {
  printed += chunk
  return true
}

/** Stands for `console.log` where the page says what is printed. */
globalThis.prints = (expected, ...values) => {
  const text = format(...values)
  const plain = (s) => s.replace(/\s+/g, ' ').trim()
  if (plain(text) !== plain(expected))
    throw new Error(`the page says that this prints\n  ${expected}\nand it prints\n  ${text}`)
}

process.on('unhandledRejection', (error) => {
  trouble ??= error
})
// A failure of an archive is only warned of; a page that means to show one handles it.
process.on('warning', (warning) => {
  if (warning.name.startsWith('Pilfer')) trouble ??= warning
})

async function errorOf(file) {
  try {
    await import(pathToFileURL(file).href)
    await new Promise((resolve) => setImmediate(resolve))
    return trouble
  } catch (error) {
    return error
  }
}

for (const [i, file] of files.entries()) {
  const folder = join(folders, `${i}`)
  mkdirSync(folder)
  process.chdir(folder)
  printed = ''
  trouble = undefined
  const error = await errorOf(file)
  process.send({ file, printed, left: readdirSync(folder), error: error && format(error) })
}
process.disconnect()
process.exit(0)
