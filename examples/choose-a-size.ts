/** Which policy and size for a run of your own: recorded calls, played through caches of all kinds. */
import { lruCache } from 'pilfer'
import { record, simulate, toTable } from 'pilfer/simulate'
import { loadTrace } from './data/traces.js'

// A shop's product page, whose cache holds ten products. The visits are real ones.
const page = record(lruCache({ maxSize: 10 })((product: number) => `<h1>Product ${product}</h1>`))
for (const product of loadTrace('web07').subarray(0, 20_000)) page(product)

const { hits, misses } = page.info()
console.log(`Now ${((100 * hits) / (hits + misses)).toFixed(1)} % of the calls are hits.\n`)

const found = simulate(page, { within: 2 })
console.log(toTable(found))
const { policy, maxSize, reason } = found.recommendation
console.log(`Take ${policy} with maxSize: ${maxSize}.\n${reason}`)
