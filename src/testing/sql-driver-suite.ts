import type { SqlDatabase, SqlDriver, SqlOpenOptions, SqlRow, SqlValue } from '../archive/sql/driver.js'
import { type SuiteRunner, same, throwsCode } from './runner.js'

/** What `sqlDriverSuite` takes beside the driver. */
export interface SqlDriverSuiteOptions {
  /** Gives the absolute path of a file that is not there, in a folder that is. */
  readonly place: () => string
}

const TABLE = 'CREATE TABLE pairs (k, v)'

/**
 * Tests that say whether a driver of `sqlArchive` keeps its contract, as far as one process can tell.
 *
 * @param runner `{ describe, it }` of vitest, jest, mocha or `node:test`
 * @param name what the tests are listed under
 * @param make gives the driver
 *
 * @example
 * ```ts
 * import { mkdtempSync } from 'node:fs'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * import { describe, it } from 'node:test'
 * import type { SqlDriver } from 'pilfer/archive/sql'
 * import { sqlDriverSuite } from 'pilfer/testing'
 *
 * const place = () => join(mkdtempSync(join(tmpdir(), 'driver-')), 'test.db')
 * export const testDriver = (driver: SqlDriver) =>
 *   sqlDriverSuite({ describe, it }, driver.name, () => driver, { place })
 * ```
 */
export function sqlDriverSuite(
  { describe, it }: SuiteRunner,
  name: string,
  make: () => SqlDriver | Promise<SqlDriver>,
  { place }: SqlDriverSuiteOptions,
): void {
  /** A test with a way to open databases on one file, which are closed in the end. */
  const test = (what: string, body: (open: Open) => void): void =>
    it(what, async () => {
      const driver = await make()
      const path = place()
      const opened: SqlDatabase[] = []
      try {
        body((options = {}) => {
          const database = driver.open(path, { sync: false, setUp, ...options })
          opened.push(database)
          return database
        })
      } finally {
        for (const database of opened) database.close()
      }
    })

  describe(`${name} keeps the driver contract`, () => {
    test('says what keeps writers apart', (open) => {
      same(['kernel', 'file', 'engine', 'none'].includes(open().lock), true, '`lock`')
    })

    test('gives back texts, numbers, bytes and null as they are', (open) => {
      const database = open({ sync: true })
      const write = database.prepare('INSERT INTO pairs VALUES (?, ?)')
      for (const [i, value] of values().entries()) write.run(i, value)
      const read = database.prepare('SELECT v, k FROM pairs WHERE k = ?')
      for (const [i, value] of values().entries()) same(plain(read.get(i)), [plain1(value), i], `value ${i}`)
      const all = database.prepare('SELECT k, v FROM pairs ORDER BY k').all()
      same(
        all.map(plain),
        values().map((value, i) => [i, plain1(value)]),
        'all of them',
      )
    })

    test('finds rows by values of each kind', (open) => {
      const database = open()
      const write = database.prepare('INSERT INTO pairs VALUES (?, ?)')
      for (const [i, value] of values().entries()) write.run(i, value)
      const find = database.prepare('SELECT k FROM pairs WHERE v IS ?')
      for (const [i, value] of values().entries()) same(find.get(value), [i], `value ${i}`)
      same([find.get('absent'), find.all('absent')], [undefined, []], 'what is not there')
    })

    test('gives bytes that belong to the caller', (open) => {
      const database = open()
      const given = new Uint8Array([1, 2, 3])
      database.prepare('INSERT INTO pairs VALUES (1, ?)').run(given)
      given.fill(9)
      const read = database.prepare('SELECT v FROM pairs')
      ;(read.get()![0] as Uint8Array).fill(8)
      ;(read.all()[0]![0] as Uint8Array).fill(7)
      same(plain(read.get()), [[1, 2, 3]], 'they have not changed')
    })

    test('counts the rows that a statement changes', (open) => {
      const database = open()
      const write = database.prepare('INSERT INTO pairs VALUES (?, ?)')
      same([write.run('a', 1), write.run('b', 2)], [1, 1], 'inserted')
      const update = database.prepare('UPDATE pairs SET v = ?')
      same(update.run(5), 2, 'updated')
      const remove = database.prepare('DELETE FROM pairs WHERE k = ?')
      same([remove.run('a'), remove.run('a'), remove.run('c')], [1, 0, 0], 'deleted')
      same(database.prepare('DELETE FROM pairs').run(), 1, 'the rest')
    })

    test('keeps changes together, or none of them', (open) => {
      const database = open()
      const write = database.prepare('INSERT INTO pairs VALUES (?, ?)')
      const given = database.writing(() => {
        write.run('a', 1)
        write.run('b', 2)
        same(keys(database), ['a', 'b'], 'what has been changed so far')
        return 'given'
      })
      same([given, keys(database)], ['given', ['a', 'b']], 'both, and what the work gives')
      const reason = new Error('the reason')
      same(
        thrownBy(() =>
          database.writing(() => {
            write.run('c', 3)
            database.prepare('CREATE TABLE more (x)').run()
            database.prepare('DELETE FROM pairs WHERE k = ?').run('a')
            throw reason
          }),
        ) === reason,
        true,
        'what the work throws',
      )
      same(keys(database), ['a', 'b'], 'nothing has changed')
      write.run('d', 4)
      database.prepare('CREATE TABLE more (x)').run()
      same(keys(database), ['a', 'b', 'd'], 'and it goes on')
    })

    test('shows one state while it reads', (open) => {
      const [one, two] = [open(), open()]
      const write = two.prepare('INSERT INTO pairs VALUES (?, ?)')
      const before = one.reading(() => {
        const first = keys(one)
        write.run('a', 1)
        return [first, keys(one)]
      })
      same([before, keys(one)], [[[], []], ['a']], 'what is written meanwhile is seen afterwards')
      const reason = new Error('the reason')
      const failing = (): never => {
        throw reason
      }
      same(thrownBy(() => one.reading(failing)) === reason, true, 'what the work throws')
      same(
        one.reading(() => keys(one)),
        ['a'],
        'and it goes on',
      )
    })

    test('shows what another one on the same file writes, whatever was prepared before', (open) => {
      const [one, two] = [open(), open()]
      const writes = [one, two].map((database) => database.prepare('INSERT INTO pairs VALUES (?, ?)'))
      for (let i = 0; i < 6; i++) {
        writes[i % 2]!.run(`key ${i}`, i)
        for (const database of [one, two]) same(keys(database).length, i + 1, `after ${i + 1} writes`)
      }
    })

    test('does not let a thread wait for itself', (open) => {
      const [one, two] = [open(), open()]
      one.prepare('CREATE TABLE more (x)').run()
      const write = two.prepare('INSERT INTO pairs VALUES (?, ?)')
      one.writing(() => {
        one.prepare('INSERT INTO pairs VALUES (?, ?)').run('a', 1)
        same(keys(two), [], 'another one reads what was there before')
        throwsCode(() => write.run('b', 2), 'ARCHIVE_LOCKED', 'and may not write')
        throwsCode(() => two.writing(() => {}), 'ARCHIVE_LOCKED', 'nor begin to')
      })
      write.run('b', 2)
      same(keys(one), ['a', 'b'], 'until the transaction has ended')
    })

    test('keeps what is written for the next who opens the file', (open) => {
      const first = open()
      first.prepare('INSERT INTO pairs VALUES (?, ?)').run('a', 1)
      first.close = once(first)
      first.close()
      same(keys(open()), ['a'], 'the row')
    })

    test('calls `setUp` before anything else, and fails when it does', (open) => {
      const reason = new Error('the reason')
      const failing = (): never => {
        throw reason
      }
      same(thrownBy(() => open({ setUp: failing })) === reason, true, 'what it throws')
      let isReady = false
      const database = open({
        setUp(early) {
          setUp(early)
          isReady = true
        },
      })
      same([isReady, keys(database)], [true, []], 'its table is there')
    })

    test('throws where a statement is wrong, and goes on', (open) => {
      const database = open()
      for (const sql of ['selec', 'SELECT * FROM absent', 'INSERT INTO absent VALUES (1)'])
        same(thrownBy(() => database.prepare(sql).run()) instanceof Error, true, sql)
      same(keys(database), [], 'the table')
    })
  })
}

type Open = (options?: Partial<SqlOpenOptions>) => SqlDatabase

function setUp(database: SqlDatabase): void {
  const found = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'pairs'").get()
  if (found === undefined) database.writing(() => database.prepare(TABLE).run())
}

/** `close`, which does nothing when it is called again. */
function once(database: SqlDatabase): () => void {
  const close = database.close.bind(database)
  let isClosed = false
  return () => {
    if (!isClosed) close()
    isClosed = true
  }
}

const keys = (database: SqlDatabase): unknown[] =>
  database
    .prepare('SELECT k FROM pairs ORDER BY k')
    .all()
    .map(([key]) => key)

function thrownBy(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return 'nothing was thrown'
}

/** A row whose bytes are lists of numbers, whatever class they come in. */
const plain = (row: SqlRow | undefined): unknown => row?.map(plain1)
const plain1 = (value: SqlValue): unknown => (value instanceof Uint8Array ? [...value] : value)

function values(): SqlValue[] {
  const memory = new Uint8Array(64).map((_, i) => i)
  return [
    'text',
    '',
    ' ',
    'it\'s "quoted" `twice` -- ; /* */ ?',
    'é e\u0301 ß 🙂 \u2028 \uffff',
    'not first: \ufeff',
    'x'.repeat(100_000),
    '🙂'.repeat(10_000),
    '123',
    0,
    1,
    -1,
    0.1,
    -2.5e-300,
    5e-324,
    1.7976931348623157e308,
    1_700_000_000_000,
    1_700_000_000_000.25,
    2 ** 31,
    2 ** 32 - 1,
    2 ** 53 - 1,
    -(2 ** 53 - 1),
    null,
    new Uint8Array(0),
    new Uint8Array([0]),
    memory.subarray(5, 9),
    new Uint8Array(300_000).map((_, i) => i % 251),
  ]
}
