import { fork } from 'node:child_process'
import type { MapSubject } from '../subject.js'
import { mergedKeys } from '../tricky.js'
import { type Finding, finding, type Part } from './part.js'
import { LIMIT, OURS, PEERS } from './subjects.js'

export const ENTRIES = 1_000_000

/** Bytes per entry on the heap and in array buffers, where keys and values are integers. */
function heapOf({ name }: MapSubject): Promise<number> {
  const child = fork(new URL('heap-of.js', import.meta.url), [name, `${ENTRIES}`], {
    execArgv: ['--expose-gc'],
  })
  return new Promise((resolve, reject) => {
    child.once('message', (bytes) => resolve(bytes as number))
    child.once('exit', (code) => code !== 0 && reject(new Error(`measuring ${name} failed`)))
  })
}

export async function heap(): Promise<Part> {
  const bytes = new Map<MapSubject, number>()
  for (const subject of [...OURS, ...PEERS, LIMIT]) bytes.set(subject, await heapOf(subject))
  const isEligible = (subject: MapSubject): boolean => subject.trueBound && mergedKeys(subject) === undefined
  const leanest = PEERS.filter(isEligible).sort((a, b) => bytes.get(a)! - bytes.get(b)!)[0]!
  const text = 'heap: at most that of the leanest eligible peer'
  const mark = (subject: MapSubject): Finding =>
    finding(`${subject.name}, ${text}`, bytes.get(subject)!, bytes.get(leanest)!, 'bytes', leanest.name)
  const row = (subject: MapSubject, emphasis: string): string[] => {
    const merged = mergedKeys(subject)
    const notes = [
      PEERS.includes(subject) && !isEligible(subject) ? 'not eligible' : undefined,
      merged,
      subject.remark,
    ]
    return [
      emphasis + subject.name + emphasis,
      bytes.get(subject)!.toFixed(1),
      notes.filter((note) => note !== undefined).join('; '),
    ]
  }
  return {
    title: `Heap per entry at ${ENTRIES.toLocaleString('en')} entries, integer keys and values`,
    head: ['subject', 'bytes per entry', 'remarks'],
    rows: [
      ...OURS.map((subject) => row(subject, '**')),
      ...PEERS.map((subject) => row(subject, '')),
      row(LIMIT, '*'),
    ],
    findings: OURS.map(mark),
  }
}
