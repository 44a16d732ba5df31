import { PassThrough } from 'node:stream'
import { exportTar, importTar } from '../../../src/archive/tar.js'
import { createArchive, nullArchive } from '../../../src/index.js'

/** Prints by how many MiB the peak of memory grows while a tar of many MiB is made and read, and how large it was. */
const count = Number(process.argv[2])
const value = new Uint8Array(4 * 2 ** 20).map((_, i) => (i * 7919) >> 3)
const { supports } = nullArchive()
/** So many entries, each made when it is asked for. */
const given = (entries: number) =>
  createArchive<Uint8Array>({
    kind: 'made',
    supports: { ...supports, enumerate: true },
    read: () => ({ value: value.slice(), created: 0, expires: Infinity, tags: [] }),
    write: () => {},
    delete: () => false,
    clear: () => {},
    *keys() {
      for (let i = 0; i < entries; i++) yield `entry ${i}`
    },
  })

async function through(entries: number): Promise<number> {
  const between = new PassThrough()
  const [{ bytes }, read] = await Promise.all([
    exportTar(given(entries), between),
    importTar(nullArchive(), between),
  ])
  if (read.entries !== entries || read.bytes !== bytes)
    throw new Error(`${read.entries} entries came through`)
  return bytes
}

const peak = (): number => Math.round(process.resourceUsage().maxRSS / 1024)
await through(4) // What all of it needs once.
const before = peak()
const bytes = await through(count)
console.log(JSON.stringify({ growth: peak() - before, mib: Math.round(bytes / 2 ** 20) }))
