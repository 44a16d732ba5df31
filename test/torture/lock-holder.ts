import type { LockKind } from '../../src/internal/lock/lock.js'
import { compileWorker } from './compile-worker.js'
import { pause, startCompiled, type WorkerProcess } from './harness.js'

let script: string | undefined

/** The program that takes a lock and holds it, compiled. */
export const holderScript = (): string => (script ??= compileWorker('hold-lock'))

/** A process that takes a lock and holds it for `ms`, or until it is killed. */
export const hold = (path: string, kind: LockKind, ms?: number): WorkerProcess =>
  startCompiled(holderScript(), { path, kind, ms })

/** When a holder did something, as far as it has said so. */
export const timeOf = (output: string, what: 'waits' | 'holds' | 'leaves'): number =>
  Number(new RegExp(`^${what} ([0-9]+)$`, 'm').exec(output)?.[1] ?? Number.NaN)

/** Settles when a holder has said that it did something. */
export async function said(worker: WorkerProcess, what: 'waits' | 'holds' | 'leaves'): Promise<void> {
  while (Number.isNaN(timeOf(worker.output(), what))) {
    if (worker.child.exitCode !== null) await worker.done
    await pause(2)
  }
}
