import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyOf } from '../loops/copy.js'
import type * as Files from '../loops/files.js'
import { shuffled } from '../statistics.js'
import type { FileStore, FileSubject } from '../subject.js'
import { bareLog, sharedLog } from '../subjects/bare-log.js'
import { files as cacache } from '../subjects/cacache.js'
import { files as flatCache } from '../subjects/flat-cache.js'
import { files as keyv } from '../subjects/keyv.js'
import { dir, file, lmdb, sql, sqlJs, tar } from '../subjects/pilfer.js'
import { files as rawFs } from '../subjects/raw-fs.js'
import { files as rawLmdb } from '../subjects/raw-lmdb.js'
import { files as rawSqlite } from '../subjects/raw-sqlite.js'
import { team } from '../team.js'
import { type Contestant, fasterThan, type Mark, type Row, type Workload } from '../workload.js'

const OURS = [dir, file, tar, lmdb, sql, sqlJs]
const LIMITS = [rawFs, bareLog, sharedLog, rawLmdb, rawSqlite]
const PEERS = [cacache, keyv, flatCache]

/** Each of ours, and what it is measured against. */
const MARKED: readonly (readonly [FileSubject, FileSubject])[] = [
  [dir, rawFs],
  [file, bareLog],
  [file, sharedLog],
  [lmdb, rawLmdb],
  [sql, rawSqlite],
]

interface Size {
  readonly name: string
  readonly bytes: number
  readonly keys: number
  readonly operations: number
}

const SMALL: Size = { name: '200 B', bytes: 200, keys: 1_000, operations: 50 }
const SIZES: readonly Size[] = [SMALL, { ...SMALL, name: '10 KB', bytes: 10_000 }]

/** A subject that writes all its entries each time holds no more than this, and is measured at few operations. */
const WHOLE_FILE = { keys: 20, operations: 2 }

const ENTRIES = 10_000
const WRITERS = 4
const SETS = 50

const root = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pilfer-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

type Work = Pick<Contestant, 'operations' | 'expected' | 'run'>
type Prepare = (subject: FileSubject, size: Size) => Promise<Work>

const valueFor = ({ bytes }: Size): Buffer => Buffer.alloc(bytes, 7)
const proof = (value: Uint8Array): number => value.length + value[value.length - 1]!

const get: Prepare = async (subject, size) => {
  const loops = await copyOf<typeof Files>('files')
  const store = await subject.create(root())
  const names = keyNames(size.keys)
  await fill(store, names, valueFor(size))
  const { operations } = size
  const next = slices(names, operations)
  const run = (): number | Promise<number> =>
    (subject.isAsync ? loops.getAwaited : loops.get)(store, next(), proof)
  return { operations, expected: operations * proof(valueFor(size)), run }
}

const set: Prepare = async (subject, size) => {
  const loops = await copyOf<typeof Files>('files')
  const store = await subject.create(root())
  const { operations, keys } = size
  const next = slices(keyNames(keys), operations)
  const value = valueFor(size)
  const run = (): number | Promise<number> =>
    (subject.isAsync ? loops.setAwaited : loops.set)(store, next(), value)
  return { operations, expected: operations, run }
}

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

const keyNames = (count: number): string[] => Array.from({ length: count }, (_, i) => `key-${i}`)

async function fill(store: FileStore, keys: readonly string[], value: unknown): Promise<void> {
  for (const key of keys) await store.set(key, value)
}

/** Gives the keys in random order, some at a time, over and over. */
function slices(keys: readonly string[], length: number): () => readonly string[] {
  const order = shuffled(keys)
  const parts = Array.from({ length: Math.floor(order.length / length) }, (_, i) =>
    order.slice(i * length, (i + 1) * length),
  )
  let turn = 0
  return () => parts[turn++ % parts.length]!
}

const roleOf = (subject: FileSubject): Contestant['role'] =>
  OURS.includes(subject) ? 'pilfer' : LIMITS.includes(subject) ? 'limit' : 'peer'

/** The one of ours that a subject is measured against. */
const rivalOf = (name: string): string =>
  MARKED.find(([ours, limit]) => [ours.name, limit.name].includes(name))?.[0].name ?? file.name

function row(
  name: string,
  size: Size,
  prepare: Prepare,
  subjects: readonly FileSubject[],
  marks: Mark[],
): Row {
  const contestant = (subject: FileSubject) => async (): Promise<Contestant> => ({
    name: subject.name,
    role: roleOf(subject),
    eligible: false,
    remark: subject.remark,
    ...(await prepare(subject, subject.wholeFile ? { ...size, ...WHOLE_FILE } : size)),
  })
  return { name, contestants: subjects.map(contestant), marks, versus: rivalOf }
}

const marks = (): Mark[] => MARKED.map(([ours, limit]) => fasterThan(ours.name, limit.name, 0.7))
const ALL = [...OURS, ...LIMITS, ...PEERS]

export const archives: Workload = {
  name: 'archives',
  title: 'Archives: one value written, or read, at a time',
  rows: [
    ...SIZES.flatMap((size) => [
      row(`set, Buffer of ${size.name}`, size, set, ALL, marks()),
      row(`get, Buffer of ${size.name}`, size, get, ALL, marks()),
    ]),
    row(
      `open and get one of ${ENTRIES.toLocaleString('en')}`,
      { ...SMALL, keys: ENTRIES },
      reopen,
      [dir, file, tar, lmdb, sql, cacache],
      [],
    ),
    row(
      `set by ${WRITERS} processes at once`,
      SMALL,
      writers,
      [dir, file, tar, lmdb, sql, sharedLog, rawSqlite],
      [],
    ),
  ],
}
