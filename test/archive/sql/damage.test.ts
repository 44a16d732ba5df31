import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { setAside } from '../../../src/archive/sql/damage.js'
import { driverOf } from '../../../src/archive/sql/drivers.js'
import { SqlStore } from '../../../src/archive/sql/store.js'
import { type SqlArchiveOptions, sqlArchive } from '../../../src/archive/sql.js'
import { jsonCodec } from '../../../src/codec/json.js'
import { v8Codec } from '../../../src/codec/v8.js'
import { PilferError } from '../../../src/index.js'
import { codeOf, codeOfRejection } from '../../helpers/error-code.js'
import { seededRandom } from '../../helpers/seeded-random.js'
import { available } from '../../helpers/sql-drivers.js'
import { rowsOf, runSql } from '../../helpers/sql-rows.js'
import { tempDir } from '../../helpers/temp-dir.js'

const fresh = (): string => join(tempDir(), 'memo.db')

/** An archive at `path`, and what it reports. */
async function opened(path: string, options: SqlArchiveOptions<any> = {}) {
  const reports: PilferError[] = []
  const archive = await sqlArchive<any>(path, { onDamage: (error) => reports.push(error), ...options })
  return { archive, reports }
}

/** A database with entries, closed. */
async function filled(options: SqlArchiveOptions<any> = {}): Promise<string> {
  const path = fresh()
  const { archive } = await opened(path, options)
  archive.set('a', { text: 'first', list: [1] }, { ttl: 1e12, tags: ['x'] })
  archive.set('b', { text: 'second', list: [2] }, { ttl: 1e12, tags: ['x'] })
  archive.set('c', { text: 'third', list: [3] }, { ttl: 1e12, tags: ['x'] })
  archive.close()
  return path
}

const HARMS: [string, string][] = [
  ['value', "replace(value, 'second', 'sEcond')"],
  ['value', "X'00'"],
  ['value', '5'],
  ['value', "CAST(X'61ff62' AS TEXT)"],
  ['codec', "CAST(X'61ff62' AS TEXT)"],
  ['tags', "CAST(X'61ff62' AS TEXT)"],
  ['created', "CAST(X'61ff62' AS TEXT)"],
  ['checksum', "CAST(X'61ff62' AS TEXT)"],
  ['value', "'text'"],
  ['created', 'created + 1'],
  ['created', "'yesterday'"],
  ['expires', 'expires + 1000'],
  ['expires', 'NULL'],
  ['expires', "'later'"],
  ['tags', 'NULL'],
  ['tags', `'["y"]'`],
  ['tags', `'[1]'`],
  ['tags', "'no JSON'"],
  ['tags', "X'00'"],
  ['blobs', "'[1]'"],
  ['blobs', "'[999999]'"],
  ['blobs', "'[-1]'"],
  ['blobs', "'{}'"],
  ['codec', "'v9'"],
  ['codec', "X'00'"],
  ['checksum', 'checksum + 1'],
  ['checksum', "'sum'"],
]

describe.each(available)('a damaged row, through %s', (driver) => {
  it.each(HARMS)('whose %s has become %s is a miss, reported once and set aside', async (column, sql) => {
    const path = await filled({ driver })
    await runSql(path, `UPDATE memo SET ${column} = ${sql} WHERE key = 'b'`)
    const { archive, reports } = await opened(path, { driver })
    expect([archive.get('b'), archive.get('b', 'absent')]).toEqual([undefined, 'absent'])
    expect(reports.map((error) => error.code)).toEqual(['RECORD_DAMAGED'])
    expect(reports[0]!.message).toMatch(
      /^"b" in the table "memo" of .*memo\.db is damaged: .* now in the table "memo damaged"$/,
    )
    expect([[...archive.keys()].sort(), archive.has('b'), archive.size]).toEqual([['a', 'c'], false, 2])
    expect(archive.getMany(['a', 'b', 'c']).size).toBe(2)
    archive.set('b', 'new')
    expect([archive.get('b'), reports.length, archive.verify().faults]).toEqual(['new', 1, []])
    archive.close()
    expect(await rowsOf(path, 'SELECT key, reason IS NULL FROM "memo damaged"')).toEqual([['b', 0]])
    const again = (await opened(path, { driver })).archive
    again.clear()
    again.close()
    expect((await rowsOf(path, "SELECT name FROM sqlite_master WHERE type = 'table'")).flat()).toEqual([
      'memo',
    ])
  })

  it('with a flipped bit anywhere gives no wrong value', async () => {
    const options = { driver, codec: jsonCodec() }
    const path = fresh()
    const entries = Object.fromEntries(
      ['fir', 'sec', 'thi'].map((x, i) => [`${x}-key`, { say: `${x}-value`, i }]),
    )
    const first = (await opened(path, options)).archive
    first.setMany(Object.entries(entries))
    first.close()
    const whole = readFileSync(path)
    const places = [
      ...placesOf(whole, 'sec-key'),
      ...placesOf(whole, 'sec-value'),
      ...placesOf(whole, '"i":1'),
    ]
    expect(places.length).toBeGreaterThanOrEqual(4)
    for (const place of places)
      for (const bit of [1, 128]) {
        const harmed = Buffer.from(whole)
        harmed[place + 2]! ^= bit
        const file = fresh()
        writeFileSync(file, harmed)
        const { archive } = await opened(file, options)
        for (const [key, value] of [...archive]) expect(entries[key]).toEqual(value)
        for (const [key, value] of Object.entries(entries))
          expect([undefined, value]).toContainEqual(archive.get(key))
        expect(archive.get('fir-key')).toEqual(entries['fir-key'])
        archive.repair()
        expect(archive.verify().faults).toEqual([])
        for (const key of Object.keys(entries)) archive.set(key, 'new')
        for (const key of Object.keys(entries)) expect(archive.get(key)).toBe('new')
        expect(archive.verify().faults).toEqual([])
        archive.close()
      }
  })

  const seed = Number(process.env['PILFER_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
  it(`or page with flipped bits gives no wrong value, and no error without a code (seed ${seed})`, async () => {
    const random = seededRandom(seed)
    const below = (n: number): number => Math.floor(random() * n)
    const path = fresh()
    const entries = new Map(
      Array.from({ length: 20 }, (_, i) => [`f(${i})`, { i, text: 'x'.repeat(i * 30) }]),
    )
    const first = (await opened(path, { driver })).archive
    first.setMany(entries, { ttl: 1e12, tags: ['x'] })
    first.close()
    const whole = readFileSync(path)
    for (let n = 0; n < 40; n++) {
      const harmed = Buffer.from(whole)
      for (let flips = 1 + below(2); flips > 0; flips--) harmed[below(harmed.length)]! ^= 1 << below(8)
      const file = fresh()
      writeFileSync(file, harmed)
      const outcome = await codeOfRejection(
        opened(file, { driver }).then(({ archive }) => {
          const uses = [
            ...[...entries].map(
              ([key, value]) =>
                () =>
                  expect([undefined, value]).toContainEqual(archive.get(key)),
            ),
            () => [...archive].map(([key, value]) => expect(value).toEqual(entries.get(key))),
            () => archive.size,
            () => archive.stats(),
            () => archive.repair(),
            () => archive.set('f(3)', 'new'),
            () => archive.clear(),
            () => archive.close(),
          ]
          for (const use of uses) expect(codeOf(use)).toEqual(expect.any(String))
        }),
      )
      expect(outcome).toEqual(expect.any(String))
    }
  })

  it('is found by `verify`, which changes nothing, and set aside by `repair`', async () => {
    const path = await filled({ driver })
    await runSql(
      path,
      "UPDATE memo SET created = 5 WHERE key = 'a'",
      "UPDATE memo SET key = X'61' WHERE key = 'c'",
    )
    const { archive, reports } = await opened(path, { driver })
    for (const look of [() => archive.verify(), () => archive.verify(), () => archive.repair()]) {
      const { records, faults, leftovers } = look()
      expect([
        records,
        leftovers,
        faults.map((error) =>
          codeOf(() => {
            throw error
          }),
        ),
      ]).toEqual([1, 0, ['RECORD_DAMAGED', 'RECORD_DAMAGED']])
    }
    expect(archive.verify()).toEqual({ records: 1, faults: [], leftovers: 0 })
    expect([[...archive.keys()], reports]).toEqual([['b'], []])
    archive.close()
    expect(await rowsOf(path, 'SELECT count(*) FROM "memo damaged"')).toEqual([[2]])
  })

  it('that its index does not lead to is found again by `repair`', async () => {
    const path = fresh()
    const first = (await opened(path, { driver })).archive
    first.setMany(Array.from({ length: 5 }, (_, i) => [`unique-${i}`, i] as const))
    first.close()
    const bytes = readFileSync(path)
    // The index comes behind the table, and has the key once more.
    const place = placesOf(bytes, 'unique-3').at(-1)!
    bytes[place + 7]! ^= 16
    writeFileSync(path, bytes)
    const { archive } = await opened(path, { driver })
    expect(archive.get('unique-3')).toBe(undefined)
    const { records, faults } = archive.verify()
    expect([records, faults.map((error) => error.message)]).toEqual([
      4,
      [
        expect.stringMatching(
          /"unique-3" in the table "memo" of .* is damaged: the index does not lead to it/,
        ),
      ],
    ])
    archive.repair()
    expect([archive.get('unique-3'), archive.verify().faults, archive.size]).toEqual([3, [], 5])
    archive.close()
  })

  it('that cannot be moved is reported once and passed over, until it is replaced', async () => {
    const path = await filled({ driver })
    await runSql(path, "UPDATE memo SET created = 5 WHERE key = 'b'", 'CREATE TABLE "memo damaged" (mine)')
    const { archive, reports } = await opened(path, { driver })
    for (let i = 0; i < 3; i++)
      expect([archive.get('b'), archive.read('a')?.tags]).toEqual([undefined, ['x']])
    expect(reports).toHaveLength(1)
    expect(reports[0]!.message).toContain('it counts as absent and cannot be moved away: ')
    expect([archive.has('b'), [...archive.keys()].sort()]).toEqual([false, ['a', 'c']])
    archive.set('b', 'new')
    expect([archive.has('b'), archive.get('b'), [...archive.keys()].sort()]).toEqual([
      true,
      'new',
      ['a', 'b', 'c'],
    ])
    archive.clear()
    archive.close()
    expect(await rowsOf(path, 'SELECT * FROM "memo damaged"')).toEqual([])
  })

  it('is set aside within a transaction, and is back when that is undone', async () => {
    const path = await filled({ driver })
    await runSql(path, "UPDATE memo SET created = 5 WHERE key = 'b'")
    const { archive, reports } = await opened(path, { driver })
    expect(() =>
      archive.transact(() => {
        archive.set('a', 'changed')
        expect([archive.get('b'), archive.size]).toEqual([undefined, 2])
        throw new Error('undone')
      }),
    ).toThrow('undone')
    expect([archive.get('a').text, archive.size, reports.length]).toEqual(['first', 3, 1])
    archive.transact(() => {
      expect(archive.getMany(['a', 'b', 'c']).size).toBe(2)
      return 0 as any
    })
    expect(archive.size).toBe(2)
    archive.close()
  })

  it('is not one that is sound by now', async () => {
    const path = await filled({ driver })
    const onDamage = (): void => {}
    const store = new SqlStore(path, {
      driver: await driverOf(driver),
      table: 'memo',
      codec: v8Codec(),
      sync: false,
      onDamage,
    })
    const error = new PilferError('RECORD_DAMAGED', 'it was damaged when it was read')
    expect([setAside(store, 'a', error), setAside(store, 'absent', error)]).toEqual(['replaced', 'replaced'])
    expect(store.size(0)).toBe(3)
    store.close()
  })

  it('is not one that its codec cannot read, which is an error, and stays', async () => {
    const path = fresh()
    class Point {
      x = 1
    }
    const first = (await opened(path, { driver, codec: v8Codec({ classes: [Point] }) })).archive
    first.set('point', new Point())
    first.set('plain', 1)
    first.close()
    const { archive, reports } = await opened(path, { driver })
    expect(codeOf(() => archive.get('point'))).toBe('CODEC_DECODE')
    expect(() => archive.get('point')).toThrow(/"point" in the table "memo" of .* cannot be decoded/)
    expect(archive.repair()).toMatchObject({ records: 1, faults: [{ code: 'CODEC_DECODE' }] })
    expect([archive.has('point'), reports]).toEqual([true, []])
    archive.close()
  })

  it('is a warning when nobody asked for reports', async () => {
    const path = await filled({ driver })
    await runSql(path, "UPDATE memo SET created = 5 WHERE key = 'b'")
    const warning = new Promise<Error>((resolve) => process.once('warning', resolve))
    const archive = await sqlArchive(path, { driver })
    archive.get('b')
    expect(await warning).toMatchObject({ code: 'RECORD_DAMAGED', name: 'PilferError' })
    archive.close()
  })
})

/** Where a text is in some bytes. */
function placesOf(bytes: Buffer, text: string): number[] {
  const places: number[] = []
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) places.push(at)
  return places
}
