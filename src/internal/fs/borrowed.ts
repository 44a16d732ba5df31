const LENGTH = 64 * 1024

/** Memory that reads share, one at a time. */
let memory: Buffer | undefined

/** What `work` makes with 64 KiB of memory to borrow until it returns; work that begins within other work gets memory of its own. */
export function withBorrowed<T>(work: (memory: Buffer) => T): T {
  const own = memory ?? Buffer.allocUnsafeSlow(LENGTH)
  memory = undefined
  try {
    return work(own)
  } finally {
    memory = own
  }
}
