import { lruCache, type MemoizeOptions } from 'pilfer'
import type * as Calls from '../loops/calls.js'
import { copyOf } from '../loops/copy.js'
import { shuffled } from '../statistics.js'
import type { AnyFunction } from '../subject.js'
import { type Contestant, fasterThan, type Row, type Workload } from '../workload.js'

const CALLS = 128

type Three = (x: number, name: string, on?: boolean) => number

const plain: Three = (x, name, on) => x + name.length + (on ? 1 : 0)
const withDefault: Three = (x, name, on = true) => x + name.length + (on ? 1 : 0)

interface Binding {
  readonly name: string
  readonly fn: Three
  readonly options: Pick<MemoizeOptions, 'ignore' | 'tol'>
}

const PLAIN: Binding = { name: 'no binding', fn: plain, options: {} }

const BINDINGS: readonly Binding[] = [
  { name: 'a default', fn: withDefault, options: {} },
  { name: 'ignore', fn: plain, options: { ignore: 'on' } },
  { name: 'tol', fn: plain, options: { tol: 2 } },
  { name: 'a default, ignore and tol', fn: withDefault, options: { ignore: 'on', tol: 2 } },
]

const calls = (): unknown[][] =>
  shuffled(Array.from({ length: CALLS }, (_, n) => [n + 0.25, `name ${n}`, n % 2 === 0]))

/** What is called for each list of arguments: the memoized function, or one that makes the key of the call. */
type Act = (fn: Three, options: Binding['options']) => AnyFunction

const hit: Act = (fn, options) => lruCache({ maxSize: 1_000, ...options })(fn)

const makeKey: Act = (fn, options) => {
  const { key } = lruCache({ maxSize: 1_000, ...options })(fn)
  return (x: number, name: string, on: boolean) => key(x, name, on).length
}

function contestant({ name, fn, options }: Binding, act: Act, role: Contestant['role']) {
  return async (): Promise<Contestant> => {
    const loop = (await copyOf<typeof Calls>('calls')).three
    const lists = calls()
    const called = act(fn, options)
    const expected = (await copyOf<typeof Calls>('calls')).three(called, lists)
    return { name, role, eligible: false, operations: CALLS, expected, run: () => loop(called, lists) }
  }
}

const row = (name: string, act: Act): Row => ({
  name,
  contestants: [
    contestant(PLAIN, act, 'limit'),
    ...BINDINGS.map((binding) => contestant(binding, act, 'pilfer')),
  ],
  marks: BINDINGS.map((binding) => fasterThan(binding.name, PLAIN.name, 1 / 3)),
  versus: () => PLAIN.name,
})

export const binding: Workload = {
  name: 'binding',
  title: 'Binding: three primitive arguments, beside the same calls without',
  rows: [row('memoized hit', hit), row('key of a call', makeKey)],
}
