/** The most that one call to the system reads or writes, in bytes; Node's calls fail from 2 GiB on. */
export const GIB = 2 ** 30

/** `bytes` in views of at most `limit` bytes. */
export function* pieces(bytes: Uint8Array, limit: number = GIB): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += limit) yield bytes.subarray(at, at + limit)
}
