import { blockText } from './block.js'
import { littleEndian } from './bytes.js'

/** The bits that stand for every NaN. */
const NAN_BITS = 0x7ff8_0000_0000_0000n

/** Memory to lay numbers out in. */
class Sheet {
  readonly numbers: Float64Array<ArrayBuffer>
  readonly bits: BigUint64Array<ArrayBuffer>
  readonly bytes: Uint8Array<ArrayBuffer>

  constructor(readonly length: number) {
    this.numbers = new Float64Array(length)
    this.bits = new BigUint64Array(this.numbers.buffer)
    this.bytes = new Uint8Array(this.numbers.buffer)
  }
}

/** Serves all lists that fit on it. */
const common = new Sheet(1_024)

/** A list of numbers as little-endian doubles, `[$...]`; `undefined` when something in it is no number. */
export function packedText(list: readonly unknown[]): string | undefined {
  const { numbers, bits, bytes } = list.length <= common.length ? common : new Sheet(list.length)
  for (let i = 0; i < list.length; i++) {
    const element = list[i]
    if (typeof element !== 'number') return undefined
    if (Number.isNaN(element)) bits[i] = NAN_BITS
    else numbers[i] = element
  }
  return `[${blockText(littleEndian(bytes.subarray(0, list.length * 8), 8))}]`
}

/** The numbers in the bytes of a packed list. */
export function unpack(bytes: Uint8Array): number[] {
  return [...new Float64Array(littleEndian(bytes, 8).slice().buffer)]
}
