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
  [-30788]: ['MDB_TXN_FULL', 'ARCHIVE_FULL'],
}

/** `error` with one of pilfer's codes, when it came from LMDB; any other error as it is. */
export function lmdbError(error: unknown, doing: 'open' | 'read' | 'write', path: string): unknown {
  const { code: number, message } = (error ?? {}) as { code?: unknown; message?: string }
  if (typeof number !== 'number') return error
  const system = number > 0 ? systemName(number) : undefined
  if (system !== undefined) {
    const named = Object.assign(new Error(`${system}: ${message}`), { code: system, syscall: doing })
    return fsError(named, doing === 'read' ? 'read' : 'write', path)
  }
  const [name, code] = CODES[number] ?? [`LMDB error ${number}`, 'ARCHIVE_IO']
  return new PilferError(code, `cannot ${doing} ${path}: ${name}: ${message}`, { cause: error })
}

function systemName(number: number): string | undefined {
  try {
    return getSystemErrorName(-number)
  } catch {
    return undefined // Windows has numbers of its own.
  }
}
