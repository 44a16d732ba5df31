import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { openArchive } from '../../src/archive/open.js'
import { driverOf } from '../../src/archive/sql/drivers.js'
import { type SqlArchiveOptions, type SqlDriverName, sqlArchive } from '../../src/archive/sql.js'
import { bytesCodec } from '../../src/codec/bytes.js'
import { jsonCodec } from '../../src/codec/json.js'
import { v8Codec } from '../../src/codec/v8.js'
import type { Archive } from '../../src/index.js'
import { encodeRecord } from '../../src/internal/record/record.js'
import { archiveSuite } from '../../src/testing/archive-suite.js'
import { codeOf, codeOfRejection } from '../helpers/error-code.js'
import { available, DRIVERS } from '../helpers/sql-drivers.js'
import { rowsOf, runSql } from '../helpers/sql-rows.js'
import { tempDir } from '../helpers/temp-dir.js'

let path = ''
const fresh = (): string => (path = join(tempDir(), 'memo.db'))
const place = (): string => join(tempDir(), 'copy.db')

for (const { name: driver, missing } of DRIVERS)
  if (missing !== '')
    describe.skip(`sql through ${driver} (skipped: ${missing})`, () => it('is not run', () => {}))
  else {
    archiveSuite(
      { describe, it },
      `sql through ${driver}`,
      ({ clock }) => sqlArchive(fresh(), { driver, clock }),
      { reopen: (_, { clock }) => sqlArchive(path, { driver, clock }), place },
    )
    archiveSuite(
      { describe, it },
      `sql of JSON through ${driver}, on the disk`,
      ({ clock }) => sqlArchive(fresh(), { driver, clock, codec: jsonCodec(), durability: 'disk' }),
      { values: [null, true, 1.5, 'text', [1, [2]], { a: { b: 'x'.repeat(100_000) } }], place },
    )
  }

const opened: Archive<any>[] = []
afterAll(() => {
  for (const archive of opened) archive.close()
})

/** An archive that is closed in the end. */
async function open(path: string, options: SqlArchiveOptions<any> = {}): Promise<Archive<any>> {
  const archive = await sqlArchive<any>(path, options)
  opened.push(archive)
  return archive
}

const closed = async (path: string, options: SqlArchiveOptions<any>, work: (a: Archive<any>) => void) => {
  const archive = await sqlArchive<any>(path, options)
  try {
    work(archive)
  } finally {
    archive.close()
  }
}

describe('the file of a sqlArchive', () => {
  const pairs = available.flatMap((one) =>
    available.filter((other) => other !== one).map((other) => [one, other]),
  )

  it.each(pairs as [SqlDriverName, SqlDriverName][])('made by %s opens with %s', async (one, other) => {
    const path = fresh()
    const entries: [string, unknown][] = [
      ['a', new Map([[1, { x: [undefined] }]])],
      ['b\0', new Float64Array(20_000)],
      ['\ud800', 'é🙂'],
      ['\ufeffc', null],
    ]
    await closed(path, { driver: one }, (archive) => {
      archive.setMany(entries)
      archive.set('tagged', 1, { ttl: 1e12, tags: ['ÿ', '\ud800'] })
    })
    let record: unknown
    await closed(path, { driver: other }, (archive) => {
      expect(archive.getMany(entries.map(([key]) => key))).toEqual(new Map(entries))
      record = archive.read('tagged')
      expect(record).toMatchObject({ value: 1, tags: ['ÿ', '\ud800'] })
      expect(archive.verify()).toEqual({ records: 5, faults: [], leftovers: 0 })
      archive.delete('a')
      archive.set('d', 'more')
    })
    await closed(path, { driver: one }, (archive) => {
      expect([archive.has('a'), archive.get('d'), archive.size]).toEqual([false, 'more', 5])
      expect(archive.read('tagged')).toEqual(record)
    })
  })

  it.each(available)('has a table that says what it is, made through %s', async (driver) => {
    const path = fresh()
    await closed(path, { driver, table: 'fib' }, (archive) => archive.set('a', 1))
    expect(await rowsOf(path, 'SELECT type, name FROM sqlite_master WHERE sql IS NOT NULL')).toEqual([
      ['table', 'fib'],
    ])
    const [[sql]] = (await rowsOf(path, 'SELECT sql FROM sqlite_master')) as [[string]]
    expect(sql).toMatch(
      /^CREATE TABLE "fib" \(\/\* pilfer-sql 1 \*\/ id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,/,
    )
  })

  it('is not made before something is set, with sql.js', async () => {
    const path = fresh()
    const archive = await open(path)
    expect([archive.get('a'), archive.size, existsSync(path)]).toEqual([undefined, 0, false])
    archive.set('a', 1)
    expect(existsSync(path)).toBe(true)
  })

  it.each(available)('is made with the folders above it, and may be a link, through %s', async (driver) => {
    const folder = tempDir()
    const path = join(folder, 'a', 'b', 'memo.db')
    await closed(path, { driver }, (archive) => archive.set('a', 1))
    symlinkSync(path, join(folder, 'link.db'))
    await closed(join(folder, 'link.db'), { driver }, (archive) => {
      expect(archive.get('a')).toBe(1)
      archive.set('b', 2)
    })
    expect(readdirSync(folder).sort()).toEqual(['a', 'link.db'])
    await closed(path, { driver }, (archive) => expect(archive.get('b')).toBe(2))
  })

  it('stays the same when the working directory changes', async () => {
    const path = fresh()
    const archive = await open(relative(process.cwd(), path))
    const before = process.cwd()
    process.chdir(tempDir())
    try {
      archive.set('a', 1)
    } finally {
      process.chdir(before)
    }
    expect(existsSync(path)).toBe(true)
  })

  it.each(available)(
    'holds several archives and the tables of others, each on its own, through %s',
    async (driver) => {
      const path = fresh()
      await runSql(
        path,
        'CREATE TABLE users (name)',
        "INSERT INTO users VALUES ('Ada')",
        'CREATE VIEW v AS SELECT 1',
      )
      const one = await open(path, { driver, table: 'one' })
      const two = await open(path, { driver, table: 'two' })
      one.set('a', 1)
      two.set('a', 2)
      two.set('b', 3)
      expect([[...one], one.size, [...two.keys()].sort()]).toEqual([[['a', 1]], 1, ['a', 'b']])
      one.clear()
      expect([one.size, two.size]).toEqual([0, 2])
      for (const archive of [one, two]) archive.close()
      expect(await rowsOf(path, 'SELECT * FROM users')).toEqual([['Ada']])
    },
  )

  it.each(available)('keeps what another codec wrote, and says so, through %s', async (driver) => {
    const path = fresh()
    await closed(path, { driver }, (archive) => archive.set('a', new Map()))
    const json = await open(path, { driver, codec: jsonCodec() })
    expect(() => json.get('a')).toThrow(/"a" in the table "memo" of .* was written with the codec "v8"/)
    expect([codeOf(() => json.get('a')), json.has('a'), [...json.keys()]]).toEqual([
      'CODEC_MISMATCH',
      true,
      ['a'],
    ])
    expect(json.verify()).toEqual({ records: 1, faults: [], leftovers: 0 })
  })
})

describe('a row of a sqlArchive', () => {
  it('has a checksum that its columns give as a record', async () => {
    const path = fresh()
    const entries: [string, unknown][] = [
      ['a', { x: 1 }],
      ['\ud83d é\0', new Float64Array(20_000)],
      ['\ufeffü', 'text'],
    ]
    await closed(path, { clock: () => 1_700_000_000_000 }, (archive) =>
      archive.setMany(entries, { ttl: 100, tags: ['ÿ', 'x'] }),
    )
    const sums = (await rowsOf(path, 'SELECT checksum FROM memo ORDER BY id')).flat()
    const times = { created: 1_700_000_000_000, expires: 1_700_000_000_100 }
    const records = entries.map(([key, value]) =>
      encodeRecord({ key, codec: 'v8', ...times, tags: ['ÿ', 'x'] }, v8Codec().encode(value)),
    )
    expect(sums).toEqual(records.map((pieces) => crc32(Buffer.concat(pieces).subarray(12))))
  })

  it('is the same in every version', async () => {
    const path = fresh()
    await closed(path, { codec: jsonCodec(), clock: () => 1_700_000_000_000 }, (archive) => {
      archive.set('a', { x: [1, 'é'] })
      archive.set('b', null, { ttl: 5000, tags: ['x', 'ÿ'] })
    })
    expect(await rowsOf(path, 'SELECT * FROM memo')).toEqual([
      [1, 'a', 'json', 1_700_000_000_000, null, null, null, 1_855_136_073, '{"x":[1,"é"]}'],
      [2, 'b', 'json', 1_700_000_000_000, 1_700_000_005_000, '["x","ÿ"]', null, 2_748_208_956, 'null'],
    ])
  })
})

describe('a value of jsonCodec', () => {
  it.each(available)('is text that SQL can look into, through %s', async (driver) => {
    const path = fresh()
    const values = { a: { city: 'Oslo', rain: [4, 0] }, b: 'é🙂 \0 \ufeff', c: [] }
    await closed(path, { driver, codec: jsonCodec() }, (archive) => archive.setMany(Object.entries(values)))
    expect(
      await rowsOf(path, "SELECT key, typeof(value), json_extract(value, '$.city') FROM memo ORDER BY key"),
    ).toEqual([
      ['a', 'text', 'Oslo'],
      ['b', 'text', null],
      ['c', 'text', null],
    ])
    await closed(path, { driver, codec: jsonCodec() }, (archive) =>
      expect(Object.fromEntries(archive)).toEqual(values),
    )
  })

  it('of a codec that is no text after all, or that some driver would change, is bytes', async () => {
    const path = fresh()
    const texts = ['plain', 'with \0', '\ufefffirst', 'é']
    const codec = {
      name: 'words',
      text: true,
      encode: (value: any) => ({ inline: Buffer.from(value), blobs: [] }),
      decode: ({ inline }: any) => [...inline],
    }
    const values = [...texts, new Uint8Array([0xff, 0xfe])]
    const archive = await open(path, { codec })
    for (const [i, value] of values.entries()) archive.set(`${i}`, value)
    for (const [i, value] of values.entries())
      expect(archive.get(`${i}`)).toEqual([...Buffer.from(value as any)])
    expect((await rowsOf(path, 'SELECT typeof(value) FROM memo ORDER BY key')).flat()).toEqual([
      'text',
      'blob',
      'blob',
      'text',
      'blob',
    ])
  })
})

describe('the table of a sqlArchive', () => {
  const names = [
    'fib',
    'with space',
    'with "quotes" and \'quotes\' and `quotes` and [brackets]',
    'memo"; DROP TABLE memo; --',
    'select',
    'é 🙂 \u2028',
    '\ufeffmark',
    'a.b',
    '%_?',
    'x'.repeat(500),
    'a" (/* pilfer-sql 9 */',
    '1',
  ]

  it.each(available)('may have any name, through %s', async (driver) => {
    const path = fresh()
    const memo = await open(path, { driver })
    memo.set('mine', 1)
    for (const [i, table] of names.entries()) (await open(path, { driver, table })).set('a', i)
    for (const [i, table] of names.entries())
      expect([...(await open(path, { driver, table }))], table).toEqual([['a', i]])
    expect([...memo]).toEqual([['mine', 1]])
    for (const archive of opened.splice(0)) archive.close()
    expect((await rowsOf(path, "SELECT name FROM sqlite_master WHERE type = 'table'")).flat().sort()).toEqual(
      ['memo', ...names].sort(),
    )
  })

  it.each(['', 'a\0b', 'sqlite_memo', 'SQLite_x', '\ud800', 5, null])(
    'is not called %j',
    async (table: any) => {
      const path = fresh()
      expect(await codeOfRejection(sqlArchive(path, { table }))).toBe('OPTION_INVALID')
      expect(existsSync(path)).toBe(false)
    },
  )

  it.each(available)('is not one that others made, through %s', async (driver) => {
    const path = fresh()
    await runSql(
      path,
      'CREATE TABLE memo (key, value)',
      "INSERT INTO memo VALUES ('a', 1)",
      "CREATE TABLE other (x DEFAULT '(/* pilfer-sql 1 */')",
      'CREATE VIEW seen AS SELECT * FROM memo',
      'CREATE INDEX found ON memo (key)',
    )
    for (const table of ['memo', 'MEMO', 'other', 'seen', 'found']) {
      await expect(sqlArchive(path, { driver, table })).rejects.toThrow(JSON.stringify(table))
      expect(await codeOfRejection(sqlArchive(path, { driver, table }))).toBe('ARCHIVE_PATH')
    }
    expect(await rowsOf(path, 'SELECT * FROM memo')).toEqual([['a', 1]])
    expect(await codeOfRejection(sqlArchive(path, { driver, table: 'fib' }))).toBe('nothing was thrown')
  })

  it.each(available)('is not one of a later format, through %s', async (driver) => {
    const path = fresh()
    await closed(path, { driver }, (archive) => archive.set('a', 1))
    await runSql(
      path,
      'PRAGMA writable_schema = ON',
      "UPDATE sqlite_master SET sql = replace(sql, 'pilfer-sql 1', 'pilfer-sql 2')",
    )
    await expect(sqlArchive(path, { driver })).rejects.toThrow('has format 2')
    expect(await codeOfRejection(sqlArchive(path, { driver }))).toBe('FORMAT_NEWER')
  })

  it('keeps working under another name and with more columns', async () => {
    const path = fresh()
    await closed(path, {}, (archive) => archive.set('a', 1))
    await runSql(path, 'ALTER TABLE memo RENAME TO notes', 'ALTER TABLE notes ADD COLUMN remark')
    const archive = await open(path, { table: 'notes' })
    archive.set('b', 2)
    expect(Object.fromEntries(archive)).toEqual({ a: 1, b: 2 })
  })
})

describe('opening a sqlArchive', () => {
  it.each<[string, any]>([
    ['an empty path', ''],
    ['no text', 5],
    ['nothing', undefined],
    ['a NUL', 'a\0b'],
    ['memory', ':memory:'],
  ])('refuses %s', async (_, path) => {
    expect(await codeOfRejection(sqlArchive(path))).toBe('ARCHIVE_PATH')
  })

  it.each<[any, string, string]>([
    [{ codec: 'json' }, 'OPTION_INVALID', '`codec`'],
    [{ codec: { ...jsonCodec(), name: 'a\0' } }, 'OPTION_INVALID', '`codec`'],
    [{ durability: 'maybe' }, 'OPTION_INVALID', '`durability`'],
    [{ clock: 5 }, 'OPTION_INVALID', '`clock`'],
    [{ onDamage: true }, 'OPTION_INVALID', '`onDamage`'],
    [{ driver: 'sqlite3' }, 'OPTION_INVALID', '`driver`'],
    [{ driver: class {} }, 'OPTION_INVALID', '`driver`'],
    [{ driver: {} }, 'OPTION_INVALID', '`driver`'],
    [{ tabel: 'x' }, 'OPTION_UNKNOWN', '`table`'],
  ])('refuses the options %j', async (options, code, named) => {
    const path = fresh()
    expect(await codeOfRejection(sqlArchive(path, options))).toBe(code)
    await expect(sqlArchive(path, options)).rejects.toThrow(named)
    expect(readdirSync(dirname(path))).toEqual([])
  })

  it.each(available)('refuses a folder, and a path through a file, through %s', async (driver) => {
    const folder = tempDir()
    writeFileSync(join(folder, 'file'), 'mine')
    mkdirSync(join(folder, 'folder.db'))
    for (const path of ['folder.db', 'file/memo.db'])
      expect(await codeOfRejection(sqlArchive(join(folder, path), { driver })), path).toBe('ARCHIVE_PATH')
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('mine')
  })

  it.each(available)(
    'refuses what is no database or is broken, and leaves it as it is, through %s',
    async (driver) => {
      const path = fresh()
      await closed(path, {}, (archive) => {
        for (let i = 0; i < 200; i++) archive.set(`key ${i}`, 'x'.repeat(1000))
      })
      const whole = readFileSync(path)
      const cases: [Buffer, string][] = [
        [
          Buffer.from('no database at all, but a text of more than one hundred bytes. '.repeat(10)),
          'ARCHIVE_PATH',
        ],
        [Buffer.from('short'), 'ARCHIVE_PATH'],
        [whole.subarray(0, 3000), 'ARCHIVE_DAMAGED'],
        [whole.subarray(0, 10_000), 'ARCHIVE_DAMAGED'],
        [Buffer.concat([whole.subarray(0, 100), Buffer.alloc(whole.length - 100, 0x55)]), 'ARCHIVE_DAMAGED'],
      ]
      for (const [bytes, code] of cases) {
        const file = join(tempDir(), 'broken.db')
        writeFileSync(file, bytes)
        const outcome = await codeOfRejection(
          sqlArchive(file, { driver }).then((archive) => {
            try {
              for (const _ of archive);
              archive.set('a', 1)
            } finally {
              archive.close()
            }
          }),
        )
        expect(outcome, `${bytes.length} bytes`).toBe(code)
        expect(readFileSync(file).equals(bytes), `${bytes.length} bytes are as they were`).toBe(true)
      }
    },
  )

  it.each(available)('refuses a database in UTF-16, through %s', async (driver) => {
    const path = fresh()
    await runSql(path, "PRAGMA encoding = 'UTF-16'", 'CREATE TABLE t (x)')
    expect(await codeOfRejection(sqlArchive(path, { driver }))).toBe('ARCHIVE_PATH')
  })

  it.each(available)('takes an empty file for an empty database, through %s', async (driver) => {
    const path = fresh()
    writeFileSync(path, '')
    await closed(path, { driver }, (archive) => archive.set('a', 1))
    await closed(path, { driver }, (archive) => expect([...archive]).toEqual([['a', 1]]))
  })

  it('takes the class that a package exports, and a driver', async () => {
    const libsql = (await import('libsql')).default as any
    const path = fresh()
    await closed(path, { driver: libsql }, (archive) => archive.set('a', 1))
    await closed(path, { driver: await driverOf('libsql') }, (archive) => expect(archive.get('a')).toBe(1))
    await expect(sqlArchive(path, { driver: new libsql(join(tempDir(), 'x.db')) })).rejects.toThrow(
      'the class of',
    )
  })

  it('is done by URL as well', async () => {
    const path = fresh()
    const archive = await openArchive(`sql:${path}?table=fib&driver=libsql&codec=json&durability=disk`, {})
    archive.set('a', [1])
    expect([archive.kind, archive.get('a'), archive.supports.lock]).toEqual(['sql', [1], 'engine'])
    archive.close()
    expect(await rowsOf(path, 'SELECT key, codec, value FROM fib')).toEqual([['a', 'json', '[1]']])
    await expect(openArchive(`sql:${path}?driver=mysql`)).rejects.toThrow('`driver`')
    await expect(openArchive('sql:')).rejects.toThrow('does not name the database')
    const plain = await openArchive(`sql:${path}`)
    expect([plain.supports.lock, plain.size]).not.toEqual(['engine', 1])
    plain.close()
  })
})

describe('a sqlArchive', () => {
  it.each(available)(
    'is what a Map would hold, whatever is done and whichever driver opens it next, from %s on',
    async (first) => {
      const key = fc.constantFrom('a', 'A', '\0', '\ud83d', '\ufeffx', 'x'.repeat(300), '')
      const value = fc.anything({ withBigInt: true, withDate: true, withMap: true, maxDepth: 2 })
      const step = fc.oneof(
        fc.tuple(fc.constant('set' as const), key, value),
        fc.tuple(fc.constant('setMany' as const), fc.array(fc.tuple(key, value), { maxLength: 4 })),
        fc.tuple(fc.constantFrom('get' as const, 'delete' as const, 'has' as const), key),
        fc.tuple(fc.constant('failing' as const), key, value),
        fc.tuple(fc.constant('clear' as const)),
        fc.tuple(fc.constant('reopen' as const), fc.constantFrom(...available)),
      )
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          const path = fresh()
          let archive = await sqlArchive<any>(path, { driver: first })
          const model = new Map<string, unknown>()
          for (const [what, given, more] of steps as any[]) {
            if (what === 'reopen') {
              archive.close()
              archive = await sqlArchive<any>(path, { driver: given })
            } else if (what === 'set') {
              archive.set(given, more)
              model.set(given, structuredClone(more))
            } else if (what === 'setMany') {
              archive.setMany(given)
              for (const [k, v] of given) model.set(k, structuredClone(v))
            } else if (what === 'failing') {
              const work = (): never => {
                archive.set(given, more)
                archive.delete('a')
                throw new Error('undone')
              }
              expect(() => archive.transact(work)).toThrow('undone')
            } else if (what === 'clear') {
              archive.clear()
              model.clear()
            } else expect(archive[what as 'get'](given)).toEqual(model[what as 'get'](given))
          }
          expect(new Map(archive)).toEqual(model)
          expect([archive.size, archive.verify().faults]).toEqual([model.size, []])
          archive.close()
        }),
        { numRuns: 25 },
      )
    },
  )

  it.each(available)(
    'undoes an inner transaction that fails, and keeps the outer one, through %s',
    async (driver) => {
      const archive = await open(fresh(), { driver })
      archive.transact(() => {
        archive.set('a', 1)
        expect(() =>
          archive.transact(() => {
            archive.set('b', 2)
            throw new Error('inner')
          }),
        ).toThrow('inner')
        expect(archive.has('b')).toBe(false)
        archive.transact(() => archive.set('c', 3) as any)
        return 0 as any
      })
      expect(Object.fromEntries(archive)).toEqual({ a: 1, c: 3 })
    },
  )

  it.each(available)('may be closed within a transaction, which is kept, through %s', async (driver) => {
    const path = fresh()
    const archive = await sqlArchive<any>(path, { driver })
    archive.transact(() => {
      archive.set('a', 1)
      archive.close()
      expect(codeOf(() => archive.set('b', 2))).toBe('ARCHIVE_CLOSED')
      return 0 as any
    })
    await closed(path, { driver }, (next) => expect([...next]).toEqual([['a', 1]]))
  })

  it.each(available)(
    'takes no value that SQLite has no room for, and says so, through %s',
    async (driver) => {
      const archive = await open(fresh(), { driver, codec: bytesCodec() })
      const codec = {
        name: 'huge',
        encode: () => ({ inline: new Uint8Array(1e9), blobs: [] }),
        decode: () => 0,
      }
      const huge = await open(fresh(), { driver, codec })
      expect(codeOf(() => huge.set('a', 1))).toBe('VALUE_TOO_LARGE')
      expect(() => huge.set('a', 1)).toThrow(/takes 1000000000 bytes, and SQLite has room for 9999\d+/)
      expect([archive.size, huge.size]).toEqual([0, 0])
    },
  )

  it.each(available)('keeps values of several MB and in many parts, through %s', async (driver) => {
    const archive = await open(fresh(), { driver })
    const value = {
      rows: Array.from({ length: 5 }, (_, i) => new Float64Array(50_000).fill(i)),
      text: 'x'.repeat(3e6),
    }
    archive.set('a', value)
    const back = archive.get('a')
    expect(back).toEqual(value)
    for (const row of back.rows) expect(row.buffer.byteLength).toBe(400_000)
  })

  it.each(available)('keeps times as they are, through %s', async (driver) => {
    const archive = await open(fresh(), { driver })
    for (const [created, expires] of [
      [0, Infinity],
      [-1, 1e15],
      [1_700_000_000_000.125, 1_700_000_000_000.5 * 2],
      [-0, 2 ** 53],
      [5e-324, Number.MAX_VALUE],
    ] as const) {
      archive.write('a', { value: 1, created, expires, tags: [] })
      expect(archive.read('a')).toMatchObject({ created: created + 0, expires })
    }
  })

  it.each(available)('copies itself into a table of another database, through %s', async (driver) => {
    const archive = await open(fresh(), { driver, table: 'fib' })
    archive.setMany([
      ['a', 1],
      ['b', 2],
    ])
    const there = place()
    await runSql(there, 'CREATE TABLE users (name)')
    const copy = archive.copy(there)
    expect([...copy]).toEqual([...archive])
    copy.close()
    expect(codeOf(() => archive.copy(there))).toBe('ARCHIVE_NOT_EMPTY')
    expect(
      (await rowsOf(there, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")).flat(),
    ).toEqual(['fib', 'users'])
    expect(basename(there)).toBe('copy.db')
  })
})
