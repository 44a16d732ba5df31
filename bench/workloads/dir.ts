import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyOf } from '../loops/copy.js'
import type * as Files from '../loops/files.js'
import { shuffled } from '../statistics.js'
import type { FileStore, FileSubject } from '../subject.js'
import * as cacache from '../subjects/cacache.js'
import { files as flatCache } from '../subjects/flat-cache.js'
import { files as keyv } from '../subjects/keyv.js'
import { files as pilfer } from '../subjects/pilfer.js'
import * as rawFs from '../subjects/raw-fs.js'
import { type Contestant, fasterThan, type Mark, type Row, type Workload } from '../workload.js'

interface Kind {
  readonly name: string
  readonly value: unknown
  /** A number that shows that a value came back. */
  readonly proof: (value: any) => number
  readonly limit: FileSubject
  readonly peers: readonly FileSubject[]
  readonly keys: number
  readonly operations: number
  readonly isMarked: boolean
}

const bytes = (name: string, length: number, rest: Partial<Kind> = {}): Kind => ({
  name: `Buffer of ${name}`,
  value: Buffer.alloc(length, 7),
  proof: (value: Uint8Array) => value.length + value[length - 1]!,
  limit: rawFs.files,
  peers: [cacache.files, keyv, flatCache],
  keys: 1_000,
  operations: 50,
  isMarked: true,
  ...rest,
})

const KINDS: readonly Kind[] = [
  bytes('200 B', 200),
  bytes('10 KB', 10_000),
  bytes('1 MiB', 2 ** 20, { peers: [cacache.files, keyv], keys: 20, operations: 4, isMarked: false }),
  {
    ...bytes('', 0),
    name: 'small object',
    value: { id: 7, name: 'a name', tags: ['some', 'words'], when: new Date(0), sizes: [1.5, 2.5, 3.5] },
    proof: (value: { id: number; tags: unknown[] }) => value.id + value.tags.length,
    limit: rawFs.valueFiles,
    peers: [cacache.valueFiles, keyv, flatCache],
    isMarked: false,
  },
]

/** A subject that writes all its entries each time holds no more than this, and is measured at few operations. */
const WHOLE_FILE = { keys: 20, operations: 2 }

const root = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pilfer-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

type Work = Pick<Contestant, 'operations' | 'expected' | 'run'>
type Prepare = (subject: FileSubject, kind: Kind) => Promise<Work>

const get: Prepare = async (subject, { value, proof, keys, operations }) => {
  const loops = await copyOf<typeof Files>('files')
  const store = subject.create(root())
  const names = keyNames(keys)
  await fill(store, names, value)
  const next = slices(names, operations)
  const run = (): number | Promise<number> =>
    (subject.isAsync ? loops.getAwaited : loops.get)(store, next(), proof)
  return { operations, expected: operations * proof(value), run }
}

const set: Prepare = async (subject, { value, keys, operations }) => {
  const loops = await copyOf<typeof Files>('files')
  const store = subject.create(root())
  const next = slices(keyNames(keys), operations)
  const run = (): number | Promise<number> =>
    (subject.isAsync ? loops.setAwaited : loops.set)(store, next(), value)
  return { operations, expected: operations, run }
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

function row(verb: string, kind: Kind, prepare: Prepare): Row {
  const contestant = (subject: FileSubject, role: Contestant['role']) => async (): Promise<Contestant> => ({
    name: subject.name,
    role,
    eligible: false,
    remark: subject.remark,
    ...(await prepare(subject, subject.wholeFile ? { ...kind, ...WHOLE_FILE } : kind)),
  })
  const marks: Mark[] = kind.isMarked ? [fasterThan(pilfer.name, kind.limit.name, 0.7)] : []
  return {
    name: `${verb}, ${kind.name}`,
    contestants: [
      contestant(pilfer, 'pilfer'),
      ...kind.peers.map((peer) => contestant(peer, 'peer')),
      contestant(kind.limit, 'limit'),
    ],
    marks,
    versus: () => pilfer.name,
  }
}

export const dir: Workload = {
  name: 'dir',
  title: 'Folder: one value written, or read, at a time',
  rows: KINDS.flatMap((kind) => [row('set', kind, set), row('get', kind, get)]),
}
