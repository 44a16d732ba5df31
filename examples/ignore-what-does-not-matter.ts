/** Calls that differ only in what the result does not depend on share it: a logger, a signal, the way of spelling. */
import { lruCache, NULL, stringKeymap } from 'pilfer'

interface Options {
  digits?: number
  log?: (line: string) => void
  signal?: AbortSignal
}

const keymap = stringKeymap()
const pi = lruCache({ keymap, ignore: ['log', 'signal'] })(function pi(
  terms: number,
  { digits = 4, log, signal }: Options = {},
) {
  log?.(`computing ${terms} terms`)
  let sum = 0
  for (let k = 0; k < terms; k++) {
    signal?.throwIfAborted()
    sum += (k % 2 === 0 ? 4 : -4) / (2 * k + 1)
  }
  return sum.toFixed(digits)
})

// Computed once: a logger that comes later has nothing to log.
console.log(pi(1_000_000))
console.log(pi(1_000_000, { digits: 4, log: console.log }))
console.log(pi(1_000_000, { signal: new AbortController().signal }))

// Another number of digits is another call.
console.log(pi(1_000_000, { digits: 2, log: console.log }))
console.log(pi.info())

// What is ignored shows as NULL in the key.
const key = pi.key(10)
console.log(key)
const [, options] = keymap.decode(key.slice(key.indexOf('(') + 1, -1)) as [number, Record<string, unknown>]
console.log('the signal is left out:', options['signal'] === NULL)

// A name that is no parameter is refused at once, so a build that renames parameters cannot change keys in silence.
try {
  lruCache({ ignore: 'logger' })(pi.wrapped)
} catch (error) {
  console.log(String(error))
}
