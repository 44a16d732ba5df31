import { fill, getting, keyNames, root, type Size, setting, valueFor, type Work } from '../stores.js'
import type { FileStore, FileSubject } from '../subject.js'
import { dir, file, lmdb, sql } from '../subjects/pilfer.js'
import type { Contestant, Mark, Row, Workload } from '../workload.js'

const COUNTS = [1_000, 10_000, 100_000, 1_000_000]
const SMALL = COUNTS[0]!

/** A folder has a file for each entry, and takes minutes to fill. */
const MOST_FILES = 100_000

type Does = (subject: FileSubject, store: FileStore, keys: readonly string[], size: Size) => Promise<Work>

const at = (subject: FileSubject, count: number): string => `${subject.name}, ${count.toLocaleString('en')}`

const countsOf = (subject: FileSubject): number[] =>
  COUNTS.filter((count) => subject !== dir || count <= MOST_FILES)

/** The mark that an operation among the most entries costs at most twice what it costs among a thousand. */
const staysFlat = (subject: FileSubject): Mark => {
  const most = countsOf(subject).at(-1)!
  return {
    text: `${subject.name}: at ${most.toLocaleString('en')} at most 2.0 times the cost at ${SMALL.toLocaleString('en')}`,
    judge(measured) {
      const value = measured.speed(at(subject, SMALL), at(subject, most))
      return { value, against: 'itself', holds: value <= 2 }
    },
  }
}

function row(name: string, subjects: readonly FileSubject[], does: Does): Row {
  const contestant = (subject: FileSubject, keys: number) => async (): Promise<Contestant> => {
    const size: Size = { name: '200 B', bytes: 200, keys, operations: 50 }
    const store = await subject.create(root())
    const names = keyNames(keys)
    await fill(store, names, valueFor(size))
    return {
      name: at(subject, keys),
      role: 'pilfer',
      eligible: false,
      ...(await does(subject, store, names, size)),
    }
  }
  return {
    name,
    contestants: subjects.flatMap((subject) => countsOf(subject).map((count) => contestant(subject, count))),
    marks: subjects.map(staysFlat),
    versus: (who) => at(subjects.find((subject) => who.startsWith(`${subject.name}, `))!, SMALL),
  }
}

export const archiveGrowth: Workload = {
  name: 'archive-growth',
  // Millions of entries are written first.
  processes: 1,
  title: 'Archives: cost per operation at 1,000 to 1,000,000 entries of 200 B',
  rows: [
    row('get', [file, lmdb, sql, dir], getting),
    row('set of a key that is there', [file, lmdb, sql, dir], setting),
  ],
}
