/** Two functions in one cache with one bound, and two caches over one archive. */
import { Cache, dictArchive, lru, memoize } from 'pilfer'

const cache = new Cache({ maxSize: 4, policy: lru() })
const celsius = memoize({ cache, name: 'celsius' })((f: number) => ((f - 32) * 5) / 9)
const fahrenheit = memoize({ cache, name: 'fahrenheit' })((c: number) => (c * 9) / 5 + 32)

for (const degrees of [32, 50, 68]) celsius(degrees)
for (const degrees of [0, 10]) fahrenheit(degrees)
console.log('room for 4 in all:', [...cache.keys()])

celsius.clear()
console.log('without those of celsius:', [...cache.keys()])

const archive = dictArchive()
const factorial = (n: bigint): bigint => (n < 2n ? 1n : n * factorial(n - 1n))
const first = memoize({ archive })(factorial)
const second = memoize({ archive })(factorial)

first(50n)
console.log('the second one finds what the first one left:', second(50n), second.info())
