import { deserialize, serialize } from 'node:v8'
import { v8Codec } from '../../src/codec/v8.js'
import type { Codec } from '../../src/codec.js'

/** Prints by how many MiB the peak of memory grows when a value with 256 MiB of numbers is encoded and decoded. */
const plain: Codec = {
  name: 'plain',
  encode: (value) => ({ inline: serialize(value), blobs: [] }),
  decode: ({ inline }) => deserialize(inline),
}
const codec = process.argv[2] === 'v8Codec' ? v8Codec() : plain
const numbers = new Float64Array(2 ** 25).fill(1 / 3)
// Both codecs are warm before the peak is looked at.
codec.decode(codec.encode({ small: numbers.subarray(0, 10) }))

const peak = (): number => Math.round(process.resourceUsage().maxRSS / 1024)
const before = peak()
const encoded = codec.encode({ name: 'run', result: { numbers } })
const encoding = peak() - before
const back = codec.decode(encoded) as { result: { numbers: Float64Array } }
const decoding = peak() - before - encoding
console.log(JSON.stringify({ encoding, decoding, last: back.result.numbers.at(-1) }))
