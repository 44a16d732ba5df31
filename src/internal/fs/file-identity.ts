import { type BigIntStats, fstatSync, statSync } from 'node:fs'

/** Tells a file, and one state of it, from every other that ever had its name. */
export type FileIdentity = string

/** Of an open file. */
export const identityOf = (fd: number): FileIdentity => identify(fstatSync(fd, { bigint: true }))

/** Of the file at `path`, if there is one. */
export function identityAt(path: string): FileIdentity | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stats && identify(stats)
}

const identify = ({ dev, ino, mtimeNs }: BigIntStats): FileIdentity => `${dev}:${ino}:${mtimeNs}`
