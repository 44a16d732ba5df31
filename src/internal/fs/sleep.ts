const nothing = new Int32Array(new SharedArrayBuffer(4))

/** Stops this thread for `ms`, or for a little longer. */
export function sleep(ms: number): void {
  Atomics.wait(nothing, 0, 0, ms)
}
