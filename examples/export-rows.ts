/** Results as rows: in a table, as CSV and JSON lines, filtered, and from one archive into another. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dictArchive, lruCache } from 'pilfer'
import { dirArchive } from 'pilfer/archive/dir'
import { v8Codec } from 'pilfer/codec/v8'
import { fromJsonLines, fromRows, toCsv, toJsonLines, toRows } from 'pilfer/rows'

const folder = mkdtempSync(join(tmpdir(), 'pilfer-example-'))
try {
  const archive = dirArchive<Map<number, number>>(join(folder, 'memo'))
  const factors = lruCache({ archive })(function factors(n: number, from = 2) {
    const found = new Map<number, number>()
    let rest = n
    for (let p = from; p * p <= rest; p++)
      for (; rest % p === 0; rest /= p) found.set(p, (found.get(p) ?? 0) + 1)
    if (rest > 1) found.set(rest, 1)
    return found
  })
  for (const n of [360, 97, 1001]) factors(n)

  // In a table, with the arguments of each call, the default included.
  const rows = toRows(factors)
  console.table(
    rows.map(({ key, args, value }) => ({ key, args: String(args), primes: [...value.keys()].join(' ') })),
  )

  // For a spreadsheet: what text cannot say has to be made plain before.
  console.log(toCsv(rows.map(({ key, value }) => ({ key, value: value.size }))).trimEnd())

  // To a file and back: JSON has no Map, so a codec keeps it.
  const file = join(folder, 'factors.jsonl')
  writeFileSync(file, toJsonLines(toRows(archive), { codec: v8Codec() }))
  const back = fromJsonLines(readFileSync(file, 'utf8'), { codec: v8Codec() })

  // Some of them into an archive of another kind, where the function finds them.
  const primes = dictArchive()
  const isPrime = (value: unknown): boolean => value instanceof Map && value.size === 1
  const written = fromRows(
    back.filter(({ value }) => isPrime(value)),
    primes,
  )
  console.log(`${written} of ${back.length}:`, [...primes.keys()])
  factors.clear()
  factors.open(primes)
  console.log(factors(97), factors.info().loads, 'load')
} finally {
  rmSync(folder, { recursive: true })
}
