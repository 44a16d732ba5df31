import { statfsSync } from 'node:fs'
import { getSystemErrorName } from 'node:util'
import { type ErrorCode, PilferError } from '../../errors.js'
import { fsError } from '../../internal/fs/fs-error.js'

/** LMDB's own numbers, as far as they mean more than that reading or writing failed. */
const CODES: Readonly<Record<number, readonly [name: string, code: ErrorCode]>> = {
  [-30797]: ['MDB_PAGE_NOTFOUND', 'ARCHIVE_DAMAGED'],
  [-30796]: ['MDB_CORRUPTED', 'ARCHIVE_DAMAGED'],
  [-30794]: ['MDB_VERSION_MISMATCH', 'ARCHIVE_PATH'],
  [-30793]: ['MDB_INVALID', 'ARCHIVE_PATH'],
  [-30792]: ['MDB_MAP_FULL', 'ARCHIVE_FULL'],
  [-30791]: ['MDB_DBS_FULL', 'ARCHIVE_IO'],
  [-30790]: ['MDB_READERS_FULL', 'ARCHIVE_IO'],
  [-30788]: ['MDB_TXN_FULL', 'ARCHIVE_FULL'],
}

const BAD_TXN = -30782

/** On a disk with less room than this LMDB could not write a page or two, in bytes. */
const HARDLY_ANY_ROOM = 64 * 1024

/** `error` with one of pilfer's codes, when it came from LMDB; any other error as it is. */
export function lmdbError(error: unknown, doing: 'open' | 'read' | 'write', path: string): unknown {
  const { code: number, message } = (error ?? {}) as { code?: unknown; message?: string }
  if (typeof number !== 'number') return error
  const system = systemName(number)
  if (doing === 'write' && (system === 'EIO' || number === BAD_TXN) && isFull(path))
    return new PilferError('ARCHIVE_FULL', `cannot write ${path}: no space left on device`, { cause: error })
  if (system !== undefined) {
    const named = Object.assign(new Error(`${system}: ${message}`), { code: system, syscall: doing })
    return fsError(named, doing === 'read' ? 'read' : 'write', path)
  }
  const [name, code] = CODES[number] ?? [`LMDB error ${number}`, 'ARCHIVE_IO']
  return new PilferError(code, `cannot ${doing} ${path}: ${name}: ${message}`, { cause: error })
}

function systemName(number: number): string | undefined {
  try {
    return number > 0 ? getSystemErrorName(-number) : undefined
  } catch {
    return undefined // Windows has numbers of its own.
  }
}

/** Whether the disk is full: LMDB reports a write that was cut short as if the disk had failed. */
function isFull(path: string): boolean {
  const { bavail, bsize } = statfsSync(path)
  return bavail * bsize < HARDLY_ANY_ROOM
}
