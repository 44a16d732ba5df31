export type LockKind = 'kernel' | 'file'
export interface Lock {
  readonly kind: LockKind
  acquire(fd: number): void
  release(fd: number): void
  close(): void
}
export function openLock(_path: string, kind: LockKind = 'kernel'): Lock {
  return { kind, acquire() {}, release() {}, close() {} }
}
export const lockKind = (): LockKind => 'kernel'
