import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyOf } from './loops/copy.js'
import type * as Files from './loops/files.js'
import { shuffled } from './statistics.js'
import type { FileStore, FileSubject } from './subject.js'
import type { Contestant } from './workload.js'

/** How large the values are, how many keys there are, and how many a run touches. */
export interface Size {
  readonly name: string
  readonly bytes: number
  readonly keys: number
  readonly operations: number
}

/** How many processes write to one store at once, and how many sets each makes in a run. */
export const WRITERS = 4
export const SETS = 50

export type Work = Pick<Contestant, 'operations' | 'expected' | 'run'>

const roots: string[] = []
process.once('exit', () => {
  for (const folder of roots) rmSync(folder, { recursive: true, force: true })
})

/** A new folder, which is removed when this process ends. */
export function root(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pilfer-bench-'))
  roots.push(folder)
  return folder
}

export const valueFor = ({ bytes }: Size): Buffer => Buffer.alloc(bytes, 7)

/** A number by which a value that was read is known to be the right one. */
export const proof = (value: Uint8Array): number => value.length + value[value.length - 1]!

export const keyNames = (count: number): string[] => Array.from({ length: count }, (_, i) => `key-${i}`)

/** Sets all `keys` to `value`, many at a time where the store can. */
export async function fill(store: FileStore, keys: readonly string[], value: unknown): Promise<void> {
  const many = 10_000
  if (store.setMany === undefined) for (const key of keys) await store.set(key, value)
  else
    for (let i = 0; i < keys.length; i += many)
      await store.setMany(keys.slice(i, i + many).map((key) => [key, value] as const))
}

type Loops = typeof Files

/** Gets some of `keys`, which are there, in each run. */
export const getting = (
  subject: FileSubject,
  store: FileStore,
  keys: readonly string[],
  size: Size,
): Promise<Work> =>
  working(keys, size, size.operations * proof(valueFor(size)), (loops, some) =>
    (subject.isAsync ? loops.getAwaited : loops.get)(store, some, proof),
  )

/** Sets some of `keys` in each run. */
export function setting(
  subject: FileSubject,
  store: FileStore,
  keys: readonly string[],
  size: Size,
): Promise<Work> {
  const value = valueFor(size)
  return working(keys, size, size.operations, (loops, some) =>
    (subject.isAsync ? loops.setAwaited : loops.set)(store, some, value),
  )
}

/** Does something with some of `keys` in each run, other ones each time. */
async function working(
  keys: readonly string[],
  { operations }: Size,
  expected: number,
  does: (loops: Loops, some: readonly string[]) => number | Promise<number>,
): Promise<Work> {
  const loops = await copyOf<Loops>('files')
  const next = slices(keys, operations)
  return { operations, expected, run: () => does(loops, next()) }
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
