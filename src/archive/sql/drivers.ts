import { PilferError } from '../../errors.js'
import type { Check } from '../../internal/check-options.js'
import { optionalPackage } from '../../internal/optional-package.js'
import type { SqlDriver } from './driver.js'
import { type Engine, engineDriver } from './engine.js'
import { imageDriver, type SqlJs } from './image.js'

/** The drivers that are known by name. */
export type SqlDriverName = 'sql.js' | 'node:sqlite' | 'better-sqlite3' | 'libsql'

/**
 * A class of connections as better-sqlite3 exports it, `DatabaseSync` of `node:sqlite`, or any other that is used in the
 * same way.
 */
export type SqlEngine = Engine

const DRIVERS: Readonly<Record<SqlDriverName, () => SqlDriver | Promise<SqlDriver>>> = {
  'sql.js': sqlJs,
  'node:sqlite': nodeSqlite,
  'better-sqlite3': betterSqlite3,
  libsql: () => engineDriver('libsql', optionalPackage<Engine>('libsql', "the driver 'libsql'")),
}

/** What the option `driver` may be. */
export const driverCheck: Check = {
  expected: `${Object.keys(DRIVERS).join(', ')}, the class of an engine such as Database of better-sqlite3, or a driver`,
  ok: (value) => isName(value) || isEngine(value) || isDriver(value),
}

/**
 * The driver that the option stands for, loaded when it is a name.
 *
 * @throws PilferError `PACKAGE_MISSING`, `PACKAGE_UNUSABLE`, `DRIVER_UNSUPPORTED`.
 */
export async function driverOf(option: SqlDriverName | SqlEngine | SqlDriver): Promise<SqlDriver> {
  if (typeof option === 'string') return DRIVERS[option]()
  return typeof option === 'function' ? engineDriver(option.name, option) : option
}

const isName = (value: unknown): boolean => typeof value === 'string' && Object.hasOwn(DRIVERS, value)

const isEngine = (value: unknown): boolean =>
  typeof value === 'function' && typeof value.prototype?.prepare === 'function'

const isDriver = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as SqlDriver).open === 'function' &&
  typeof (value as SqlDriver).name === 'string'

async function sqlJs(): Promise<SqlDriver> {
  const initialize = optionalPackage<() => Promise<SqlJs>>('sql.js', "the driver 'sql.js'")
  return imageDriver(await initialize())
}

function nodeSqlite(): SqlDriver {
  const sqlite = process.getBuiltinModule?.('node:sqlite') as { DatabaseSync: Engine } | undefined
  if (sqlite === undefined)
    throw new PilferError(
      'DRIVER_UNSUPPORTED',
      `the driver 'node:sqlite' is a part of Node from 22.13 on, and this is Node ${process.versions.node}; use ` +
        "'libsql', 'better-sqlite3' or 'sql.js'",
    )
  return engineDriver('node:sqlite', sqlite.DatabaseSync)
}

/**
 * Loads better-sqlite3, unless that would be the end of the process: from version 13 on it is built for Node 22 and
 * newer, and an older Node loads it and crashes when a database is opened.
 */
function betterSqlite3(): SqlDriver {
  const name = 'better-sqlite3'
  const need = `the driver '${name}'`
  const { version, engines } = optionalPackage<{ version: string; engines?: { node?: string } }>(
    name,
    need,
    `${name}/package.json`,
  )
  const least = Number(/^>=\s*(\d+)/.exec(engines?.node ?? '')?.[1] ?? 0)
  if (least > Number.parseInt(process.versions.node, 10))
    throw new PilferError(
      'DRIVER_UNSUPPORTED',
      `better-sqlite3 ${version} needs Node ${least} or newer, and this is Node ${process.versions.node}, which it ` +
        "would crash; use 'libsql' or 'sql.js', an older better-sqlite3 (npm install better-sqlite3@12) or a newer Node",
    )
  return engineDriver(name, optionalPackage<Engine>(name, need))
}
