import type { Archive } from '../archive.js'
import { v8Codec } from '../codec/v8.js'
import type { Codec } from '../codec.js'
import type { PilferError } from '../errors.js'
import { createArchive } from '../internal/archive-front.js'
import { type Check, checkOptions, func, object, oneOf } from '../internal/check-options.js'
import type { SqlDriver } from './sql/driver.js'
import { driverCheck, driverOf, type SqlDriverName, type SqlEngine } from './sql/drivers.js'
import { isPlain } from './sql/key.js'
import { databaseAt } from './sql/place.js'
import { SqlStore } from './sql/store.js'
import { tableCheck } from './sql/table.js'

export type {
  SqlDatabase,
  SqlDriver,
  SqlOpenOptions,
  SqlRow,
  SqlStatement,
  SqlValue,
} from './sql/driver.js'
export type { SqlDriverName, SqlEngine }

/** What {@link sqlArchive} takes. */
export interface SqlArchiveOptions<V> {
  /**
   * The table that holds the entries; it is made when the database has none of that name. A table that pilfer has not
   * made is refused and never touched.
   *
   * @default 'memo'
   */
  readonly table?: string
  /**
   * What SQLite is used through: `'sql.js'`, which is a part of pilfer and saves the whole file each time;
   * `'node:sqlite'` of Node 22 and newer; the packages `'better-sqlite3'` and `'libsql'`, where they are installed; the
   * class that such a package exports; or a driver of your own.
   *
   * @default 'sql.js'
   */
  readonly driver?: SqlDriverName | SqlEngine | SqlDriver
  /**
   * Turns values into bytes and back. Every row names its codec and is read by no other. What `jsonCodec()` writes is
   * stored as text, which SQL can look into.
   *
   * @default v8Codec()
   */
  readonly codec?: Codec<V>
  /**
   * What an entry survives once `set` has returned: `'process'`, the death of this process; `'disk'`, also that of
   * the machine, at the cost of waiting for the disk.
   *
   * @default 'process'
   */
  readonly durability?: 'process' | 'disk'
  /**
   * The time in ms since 1970, by which entries expire.
   *
   * @default Date.now
   */
  readonly clock?: () => number
  /**
   * Called once for each damaged row, with a `RECORD_DAMAGED` error that names key and table. The row counts as absent
   * and has been moved into the table `<table> damaged`, where that is possible.
   *
   * @default process.emitWarning
   */
  readonly onDamage?: (error: PilferError) => void
}

/**
 * An archive in one table of an SQLite database. Any number of processes may use it at once, and other programs read it.
 * Once it is open it does not wait. `docs/archives.md` has its promises and says which driver is for what,
 * `docs/formats.md` has its layout.
 *
 * @param database The path of the file; it is created when missing. A relative path is taken from the present working
 * directory.
 * @throws PilferError `OPTION_UNKNOWN` or `OPTION_INVALID`; `ARCHIVE_PATH` when `database` is no SQLite database, or
 * has a table of that name that pilfer has not made; `ARCHIVE_DAMAGED` when it is one that is broken; `ARCHIVE_READ_ONLY`
 * or `ARCHIVE_FULL` when it cannot be created; `FORMAT_NEWER` when a newer pilfer made the table; `PACKAGE_MISSING`,
 * `PACKAGE_UNUSABLE` or `DRIVER_UNSUPPORTED` when the driver cannot be used here; `DRIVER_CONFLICT` when it cannot be
 * used beside another one that has the file open; `ARCHIVE_LOCKED`.
 * @example
 * ```ts
 * import { sqlArchive } from 'pilfer/archive/sql'
 *
 * const archive = await sqlArchive('memo.db', { table: 'simulate' })
 * archive.set('x', new Map([['a', 1n]]))
 * archive.get('x') // Map { 'a' => 1n }, in the next session too
 * ```
 */
export async function sqlArchive<V = unknown>(
  database: string,
  options: SqlArchiveOptions<V> = {},
): Promise<Archive<V>> {
  const path = databaseAt('sqlArchive', database)
  checkOptions('sqlArchive', options, {
    table: tableCheck,
    driver: driverCheck,
    codec: codecCheck,
    durability: oneOf('process', 'disk'),
    clock: func,
    onDamage: func,
  })
  const { table = 'memo', codec = v8Codec() as Codec<V>, durability, clock, onDamage = warn } = options
  const driver = await driverOf(options.driver ?? 'sql.js')
  const store = new SqlStore<V>(path, { driver, table, codec, sync: durability === 'disk', onDamage })
  return createArchive<V>(store, clock && { clock })
}

const shaped = object('a codec, such as jsonCodec()', 'encode', 'decode')

/** A codec with a name that every driver gives back as it is. */
const codecCheck: Check = {
  expected: `${shaped.expected}, with a name of plain text`,
  ok: (codec) => shaped.ok(codec) && isPlain(String((codec as Codec).name)),
}

const warn = (error: PilferError): void => process.emitWarning(error)
