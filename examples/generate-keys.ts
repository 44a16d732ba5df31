/** Keys without calls: what a call is known by, whether it would be good, and what a function takes. */
import { createHash } from 'node:crypto'
import { chain, hashKeymap, isvalid, keygen, partial, signature, stringKeymap } from 'pilfer'
import { algorithms, encodings } from 'pilfer/crypto'

interface Style {
  unit?: string
  digits?: number
}

function distance(from: number[], to: number[], { unit = 'm', digits = 1 }: Style = {}): string {
  return `${Math.hypot(...from.map((x, i) => x - to[i]!)).toFixed(digits)} ${unit}`
}

// The key of a call; the function does not run before it is told to.
const keyOf = keygen({ keymap: stringKeymap(), tol: 0, deep: true, ignore: 'digits' })(distance)
console.log(keyOf([0.2, 0], [3, 4.1]))
console.log(keyOf.run())

// The same call as a name of bounded length, for another store.
const algorithm = algorithms().includes('sha512-256') ? 'sha512-256' : 'sha256'
keyOf.register(chain(stringKeymap(), hashKeymap({ algorithm })))
console.log(
  keyOf(
    [1, 2],
    Array.from({ length: 100 }, (_, i) => i),
  ).length,
  'characters at most',
)

// Any encoding that loses nothing; with node:crypto, a digest however short the text is.
for (const encoding of encodings()) console.log(encoding.padEnd(9), stringKeymap({ encoding }).key(['é', 1]))
console.log(
  'md5      ',
  createHash('md5')
    .update(stringKeymap().key(['é', 1]))
    .digest('hex'),
)

// What it takes, with and without what is fixed, and whether a call would be good.
const inFeet = partial(distance, { unit: 'ft' })
console.log(signature(distance))
console.log(signature(inFeet).options, inFeet([0, 0], [30, 40]))
console.log('good:', isvalid(distance, [0], [1]), isvalid(distance, [0], [1], null))
