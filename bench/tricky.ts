import type { MapSubject, MemoSubject } from './subject.js'

class Celsius {
  constructor(readonly degrees: number) {}
}
class Fahrenheit {
  constructor(readonly degrees: number) {}
}

type Pair = readonly [first: readonly unknown[], second: readonly unknown[]]

/**
 * Calls that are not the same and must not share a result, by what a subject that merges them is said to merge. These
 * are made of everyday data: a subject that merges any of them is shown and is not eligible.
 */
const COMMON: Readonly<Record<string, readonly Pair[]>> = {
  'calls with another second argument': [
    [
      [1, 2],
      [1, 3],
    ],
    [
      [1, 2, 3],
      [1, 2, 4],
    ],
  ],
  'undefined and no argument': [
    [[], [undefined]],
    [[1], [1, undefined]],
  ],
  'values and their text': [
    [[1], ['1']],
    [[true], ['true']],
    [[null], ['null']],
    [[{ a: 1 }], [{ a: '1' }]],
    [['a,b'], ['a', 'b']],
  ],
  'undefined, NaN or Infinity, and null': [
    [[null], [undefined]],
    [[NaN], [null]],
    [[Infinity], [null]],
    [[[NaN]], [[null]]],
  ],
  'a property that is undefined, and none': [[[{ a: undefined }], [{}]]],
  'objects of different content': [
    [[{ a: 1 }], [{ a: 2 }]],
    [[{ a: 1 }], [{ b: 1 }]],
    [[[1, [2]]], [[[1], 2]]],
    [[[]], [{}]],
  ],
  'different Maps or Sets': [
    [[new Map([[1, 1]])], [new Map([[1, 2]])]],
    [[new Set([1])], [new Set([2])]],
  ],
  'a Date and others': [
    [[new Date(0)], [new Date(1)]],
    [[new Date(0)], [new Date(0).toISOString()]],
  ],
  'different RegExps, Errors or URLs': [
    [[/a/], [/b/]],
    [[new Error('a')], [new Error('b')]],
    [[new URL('https://a.example')], [new URL('https://b.example')]],
  ],
  'instances of different classes': [[[new Celsius(1)], [new Fahrenheit(1)]]],
  'different typed arrays': [
    [[new Uint8Array([1])], [new Uint8Array([2])]],
    [[new Uint8Array([1])], [new Int8Array([1])]],
  ],
}

/** What few programs meet: said in the remarks, and no reason to leave a subject out. */
const RARE: Readonly<Record<string, readonly Pair[]>> = {
  '0 and -0': [[[0], [-0]]],
  'holes and undefined': [[[new Array(1)], [[undefined]]]],
  'properties under symbols': [[[{ [Symbol.for('a')]: 1 }], [{ [Symbol.for('a')]: 2 }]]],
  'properties of arrays': [[[[1]], [Object.assign([1], { more: 1 })]]],
}

/** What a subject merges, and whether marks are measured against it. */
export async function verdictOn(
  subject: MemoSubject,
): Promise<{ eligible: boolean; remark: string | undefined }> {
  const common = await mergedOf(subject, COMMON)
  if (subject.kind === 'structure' && (await missesChange(subject)))
    common.push('an object before and after it was changed')
  const all = [...common, ...(await mergedOf(subject, RARE))]
  return {
    eligible: common.length === 0,
    remark: all.length === 0 ? undefined : `merges ${all.join(', ')}`,
  }
}

/** Whether a call with an object that was changed since gets the result of what the object was before. */
async function missesChange(subject: MemoSubject): Promise<boolean> {
  const memoized = subject.create((point: { x: number }) => point.x, 16)
  const point = { x: 1 }
  await memoized(point)
  point.x = 2
  return (await memoized(point)) !== 2
}

/** The names of the groups of which `subject` merges a pair. */
async function mergedOf(subject: MemoSubject, groups: typeof COMMON): Promise<string[]> {
  const merged: string[] = []
  for (const [name, pairs] of Object.entries(groups)) {
    const found = await Promise.all(pairs.map((pair) => merges(subject, pair)))
    if (found.includes(true)) merged.push(name)
  }
  return merged
}

const KEYS: Readonly<Record<string, readonly (readonly [unknown, unknown])[]>> = {
  'keys and their text': [
    [1, '1'],
    [true, 'true'],
    [null, 'null'],
  ],
  'different objects as keys': [[{ a: 1 }, { a: 2 }]],
}

/** Which keys a bounded memory takes for one another; one that refuses a key does not. */
export function mergedKeys(subject: MapSubject): string | undefined {
  const merged = Object.keys(KEYS).filter((name) =>
    KEYS[name]!.some(([a, b]) => {
      const map = subject.create(16)
      try {
        map.set(a, 'a')
        return map.get(b) === 'a'
      } catch {
        return false
      }
    }),
  )
  return merged.length === 0 ? undefined : `merges ${merged.join(', ')}`
}

/** Whether one of two calls gets the other's result; one that is refused does not. */
async function merges(subject: MemoSubject, [first, second]: Pair): Promise<boolean> {
  return (await share(subject, first, second)) || (await share(subject, second, first))
}

async function share(subject: MemoSubject, a: Pair[number], b: Pair[number]): Promise<boolean> {
  let runs = 0
  // Some ask a function how many parameters it declares.
  const count = subject.kind === 'first argument' ? (_: unknown) => ++runs : (..._: unknown[]) => ++runs
  const memoized = subject.create(count, 16)
  try {
    return (await memoized(...a)) === (await memoized(...b))
  } catch {
    return false
  }
}
