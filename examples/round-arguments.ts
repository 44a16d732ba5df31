/** Results for all calls nearby: numbers rounded in the key, on the surface and deep inside, or before the call. */
import { deepRound, lruCache, simpleRound } from 'pilfer'

interface Place {
  name: string
  at: readonly [latitude: number, longitude: number]
}

let runs = 0
function daylight(place: Place, day: number): number {
  runs++
  const declination = -23.44 * Math.cos((2 * Math.PI * (day + 10)) / 365)
  const [latitude] = place.at
  const cosine = -Math.tan((latitude * Math.PI) / 180) * Math.tan((declination * Math.PI) / 180)
  return (24 / Math.PI) * Math.acos(Math.max(-1, Math.min(1, cosine)))
}

// One result for each tenth of a degree. The function gets what the first caller gave.
const nearby = lruCache({ tol: 1, deep: true })(daylight)
const exact = nearby({ name: 'Oslo', at: [59.9139, 10.7522] }, 172)
const close = nearby({ name: 'Oslo', at: [59.9401, 10.7809] }, 172)
const further = nearby({ name: 'Oslo', at: [60.0139, 10.7522] }, 172)
console.log(`the same result: ${exact === close}, another one: ${exact !== further}, runs: ${runs}`)
console.log(nearby.key({ name: 'Oslo', at: [59.9401, 10.7809] }, 172))

// Rounded before the call, the result is that of the rounded place, whoever asks first.
runs = 0
const onGrid = lruCache(deepRound({ tol: 1 })(daylight))
const first = onGrid({ name: 'Oslo', at: [59.9139, 10.7522] }, 172)
console.log(`that of the grid: ${first === daylight({ name: 'Oslo', at: [59.9, 10.8] }, 172)}`)

// As Python's `round`: from the exact binary value, to the even digit from the exact middle.
const shown = simpleRound({ tol: 2 })((x: number) => x)
console.log([2.675, 0.125, 0.375].map(shown)) // [ 2.67, 0.12, 0.38 ]
const tens = simpleRound({ tol: -1 })((x: number) => x)
console.log([14.6, 15, 25].map(tens)) // [ 10, 20, 20 ]
