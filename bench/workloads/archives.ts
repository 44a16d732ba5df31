import {
  fill,
  getting,
  keyNames,
  proof,
  root,
  SETS,
  type Size,
  setting,
  valueFor,
  type Work,
  WRITERS,
} from '../stores.js'
import type { FileSubject } from '../subject.js'
import { bareLog, sharedLog } from '../subjects/bare-log.js'
import { files as cacache } from '../subjects/cacache.js'
import { files as flatCache } from '../subjects/flat-cache.js'
import { keyvFile, keyvSqlite } from '../subjects/keyv.js'
import { dir, file, lmdb, sql, sqlJs, tar } from '../subjects/pilfer.js'
import { diskcache, joblib, type PythonSubject } from '../subjects/python.js'
import { files as rawFs } from '../subjects/raw-fs.js'
import { files as rawLmdb } from '../subjects/raw-lmdb.js'
import { files as rawSqlite } from '../subjects/raw-sqlite.js'
import { team } from '../team.js'
import { type Contestant, fasterThan, type Mark, type Row, type Workload } from '../workload.js'

/** An archive and those that it is measured beside, in processes of their own: a program mostly has one kind. */
interface Group {
  readonly ours: FileSubject
  readonly limits: readonly FileSubject[]
  readonly peers: readonly Subject[]
}

type Subject = FileSubject | PythonSubject

const GROUPS: readonly Group[] = [
  { ours: dir, limits: [rawFs], peers: [cacache, keyvFile, flatCache, ...joblib] },
  { ours: file, limits: [bareLog, sharedLog], peers: [] },
  { ours: tar, limits: [], peers: [] },
  { ours: lmdb, limits: [rawLmdb], peers: [] },
  { ours: sql, limits: [rawSqlite], peers: keyvSqlite },
  { ours: sqlJs, limits: [], peers: [] },
]

const SMALL: Size = { name: '200 B', bytes: 200, keys: 1_000, operations: 50 }
const SIZES: readonly Size[] = [SMALL, { ...SMALL, name: '10 KB', bytes: 10_000 }]

/** A subject that writes all its entries each time holds no more than this, and is measured at few operations. */
const WHOLE_FILE = { keys: 20, operations: 2 }

const ENTRIES = 10_000
type Prepare = (subject: FileSubject, size: Size) => Promise<Work>

const get: Prepare = async (subject, size) => {
  const store = await subject.create(root())
  const names = keyNames(size.keys)
  await fill(store, names, valueFor(size))
  return getting(subject, store, names, size)
}

const set: Prepare = async (subject, size) =>
  setting(subject, await subject.create(root()), keyNames(size.keys), size)

/** Opening a store that has many entries, and getting one. */
const reopen: Prepare = async (subject, size) => {
  const folder = root()
  const first = await subject.create(folder)
  await fill(first, keyNames(size.keys), valueFor(size))
  await first.close?.()
  const run = async (): Promise<number> => {
    const store = await subject.create(folder)
    const value = proof(await store.get('key-7'))
    await store.close?.()
    return value
  }
  return { operations: 1, expected: proof(valueFor(size)), run }
}

/** Sets by several processes at once. */
const writers: Prepare = async (subject, size) => {
  const work = await team(WRITERS, { subject: subject.name, folder: root(), bytes: size.bytes, sets: SETS })
  return { operations: WRITERS * SETS, expected: WRITERS * SETS, run: work }
}

/** The kinds of work; a library of Python does them in its own way. */
const WORK = { get, set, reopen, writers }
type What = keyof typeof WORK

const prepared = (what: What, subject: Subject, size: Size): Promise<Work> =>
  'work' in subject
    ? subject.work(what, size)
    : WORK[what](subject, subject.wholeFile ? { ...size, ...WHOLE_FILE } : size)

const ours: readonly Subject[] = GROUPS.map((group) => group.ours)
const limits: readonly Subject[] = GROUPS.flatMap((group) => group.limits)

const contestant = (what: What, subject: Subject, size: Size) => async (): Promise<Contestant> => ({
  name: subject.name,
  role: ours.includes(subject) ? 'pilfer' : limits.includes(subject) ? 'limit' : 'peer',
  eligible: true,
  remark: subject.remark,
  ...(await prepared(what, subject, size)),
})

/** One kind of work, of an archive and those beside it. */
const groupRow = (name: string, size: Size, what: What, { ours, limits, peers }: Group): Row => ({
  name: `${name}: ${ours.name}`,
  contestants: [ours, ...limits, ...peers, ...diskcache].map((subject) => contestant(what, subject, size)),
  marks: [
    ...limits.map((limit): Mark => fasterThan(ours.name, limit.name, 0.7)),
    ...diskcache.map((peer): Mark => fasterThan(ours.name, peer.name, 1)),
  ],
  versus: () => ours.name,
})

/** One kind of work, of several archives. */
const commonRow = (name: string, size: Size, what: What, subjects: readonly Subject[]): Row => ({
  name,
  contestants: [...subjects, ...diskcache].map((subject) => contestant(what, subject, size)),
  marks: [],
  versus: () => file.name,
})

export const archives: Workload = {
  name: 'archives',
  title: 'Archives: one value written, or read, at a time',
  // In a few milliseconds there are too few operations for V8 to compile all that takes part.
  warmup: 400,
  rows: [
    ...SIZES.flatMap((size) =>
      GROUPS.flatMap((group) => [
        groupRow(`set, Buffer of ${size.name}`, size, 'set', group),
        groupRow(`get, Buffer of ${size.name}`, size, 'get', group),
      ]),
    ),
    commonRow(`open and get one of ${ENTRIES.toLocaleString('en')}`, { ...SMALL, keys: ENTRIES }, 'reopen', [
      dir,
      file,
      tar,
      lmdb,
      sql,
      cacache,
    ]),
    commonRow(`set by ${WRITERS} processes at once`, SMALL, 'writers', [
      dir,
      file,
      tar,
      lmdb,
      sql,
      sharedLog,
      rawSqlite,
    ]),
  ],
}
