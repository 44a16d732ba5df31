import { BIG_ROWS } from './big-rows.js'

/**
 * Streams, sets and gets one value of `length` bytes, and prints whether it came back right and by how many MiB the peak of
 * memory grew each time.
 */
const { row, folder, length, isPart } = JSON.parse(process.argv[2]!)
const GIB = 2 ** 30
const numbers = new Float64Array(length / 8)
// A number here and there shows whether all is where it should be.
for (let i = 0; i < numbers.length; i += 65_537) numbers[i] = i / 3
numbers[numbers.length - 1] = -1
const bytes = new Uint8Array(numbers.buffer)
const archive = BIG_ROWS[row]!.open(folder, (error) => {
  throw error
})
const { blobs } = archive.supports

function isRight(other: Uint8Array): boolean {
  if (other.length !== length) return false
  for (let at = 0; at < length; at += GIB)
    if (Buffer.compare(other.subarray(at, at + GIB), bytes.subarray(at, at + GIB)) !== 0) return false
  return true
}

function* pieces(): Generator<Uint8Array> {
  for (let at = 0; at < length; at += 1_000_000) yield bytes.subarray(at, at + 1_000_000)
}

async function isRightStream(): Promise<boolean> {
  if (!blobs) return true
  await archive.setStream('streamed', pieces())
  let at = 0
  for await (const part of archive.getStream('streamed')!) {
    if (Buffer.compare(part, bytes.subarray(at, at + part.length)) !== 0) return false
    at += part.length
  }
  return at === length
}

/** What is in an archive of a few bytes makes all code warm before memory is looked at. */
for (const small of [numbers.subarray(0, 10), { numbers: numbers.subarray(0, 100_000) }]) {
  archive.set('small', small)
  archive.get('small')
}
if (blobs) await archive.setStream('small', [bytes.subarray(0, 1_000_000)])

const peak = (): number => Math.round(process.resourceUsage().maxRSS / 1024)
let last = peak()
const growth = (): number => -last + (last = peak())

const result = {
  rightStream: await isRightStream(),
  streams: growth(),
  set: 0,
  get: 0,
  right: false,
  isSound: false,
}
archive.set('value', isPart ? { name: 'run', when: new Date(0), numbers } : numbers)
result.set = growth()
const got = archive.get('value')
result.get = growth()
const back: Float64Array = isPart ? got.numbers : got
result.right = isRight(new Uint8Array(back.buffer, back.byteOffset, back.byteLength))
const { records, faults } = archive.verify()
result.isSound = records === (blobs ? 3 : 2) && faults.length === 0
console.log(JSON.stringify(result))
archive.close()
