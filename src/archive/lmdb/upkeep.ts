import type { Note } from './note.js'
import type { ByteRange } from './package.js'
import type { Table } from './table.js'

const BATCH = 1_000

interface Noted {
  readonly stored: Uint8Array
  readonly note: Note
}

/** Removes the records that have expired at `now`; says how many. */
export function prune(table: Table, now: number): number {
  let pruned = 0
  for (const batch of batches(
    (range) => table.notes(range),
    ({ stored }) => stored,
    table,
  )) {
    const expired = batch.filter(({ note }) => note.expires <= now)
    if (expired.length > 0)
      table.write(() => {
        // Another process may have set it anew.
        for (const { stored } of expired)
          if ((table.note(stored)?.expires ?? Infinity) <= now && table.remove(stored)) pruned++
      })
  }
  return pruned
}

/** How many records have expired at `now`, and how many bytes they have. */
export function expired(table: Table, now: number): { entries: number; bytes: number } {
  const found = { entries: 0, bytes: 0 }
  for (const batch of batches(
    (range) => table.notes(range),
    ({ stored }: Noted) => stored,
    table,
  ))
    for (const { note } of batch)
      if (note.expires <= now) {
        found.entries++
        found.bytes += note.size
      }
  return found
}

/** The keys of all records, by their bytes. */
export function* storedKeys(table: Table): Generator<Uint8Array> {
  for (const batch of batches(
    (range) => table.keys(range),
    (stored) => stored,
    table,
  ))
    yield* batch
}

/** All that `list` gives, in parts; between them nothing is held open. */
function* batches<T>(
  list: (range: ByteRange) => Iterable<T>,
  keyIn: (item: T) => Uint8Array,
  table: Table,
): Generator<T[]> {
  let start: Uint8Array | undefined
  for (;;) {
    const batch = table.snapshot(() => {
      const items: T[] = []
      for (const item of list({ start })) if (items.push(item) === BATCH) break
      return items
    })
    yield batch
    if (batch.length < BATCH) return
    // The next key in the order of bytes.
    start = Buffer.concat([keyIn(batch.at(-1)!), new Uint8Array(1)])
  }
}
