/** Looks into an archive without the functions that filled it: lists, reads, changes and deletes entries. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asRecord, hashKeymap, lruCache } from 'pilfer'
import { dirArchive } from 'pilfer/archive/dir'

const folder = mkdtempSync(join(tmpdir(), 'pilfer-example-'))
try {
  const divisors = lruCache({ archive: dirArchive(folder) })(function divisors(n: number) {
    return Array.from({ length: n }, (_, i) => i + 1).filter((d) => n % d === 0)
  })
  for (const n of [12, 28, 97]) divisors(n)

  const archive = dirArchive<number[]>(folder)
  console.log('files:', readdirSync(folder).sort())
  for (const [key, value] of archive) {
    const argumentsKey = key.slice('divisors('.length, -1)
    console.log(`${key}: arguments`, hashKeymap().decode(argumentsKey), 'result', value)
  }

  const { created, expires } = archive.read('divisors(28)')!
  console.log(`divisors(28) is ${Date.now() - created} ms old and expires in ${expires - Date.now()} ms`)

  const record = asRecord(archive)
  record['divisors(6)'] = [1, 2, 3, 6]
  delete record['divisors(97)']
  console.log('now:', Object.keys(record).sort())
  console.log('found by the function:', divisors(6), divisors.info().loads, 'load')
} finally {
  rmSync(folder, { recursive: true })
}
