import { PilferError, show } from '../../errors.js'
import { type Check, object } from '../../internal/check-options.js'

export const codecCheck: Check = object('a codec, such as jsonCodec()', 'encode', 'decode')

export const writableCheck: Check = object('a writable stream', 'write', 'end')

/** What gives bytes; bytes themselves would give numbers. */
export const byteStreamCheck: Check = {
  expected: 'a readable stream or another iterable of Uint8Array',
  ok: (v) =>
    typeof v === 'object' &&
    v !== null &&
    (Symbol.asyncIterator in v || Symbol.iterator in v) &&
    !ArrayBuffer.isView(v),
}

/**
 * Throws `OPTION_INVALID` for an argument that is not what it should be.
 *
 * @param what the function that was given it
 */
export function demand(what: string, argument: unknown, { expected, ok }: Check): void {
  if (!ok(argument))
    throw new PilferError('OPTION_INVALID', `${what} takes ${expected}, received ${show(argument)}`)
}
