import { describe, expect, it } from 'vitest'
import { Cache, dictArchive, lruCache, stringKeymap } from '../../src/index.js'
import { fromJsonLines, fromRows, type Row, toCsv, toJsonLines, toRows } from '../../src/rows.js'
import { archives } from './parts.js'

const keymap = stringKeymap()

/** An archive of each kind, with the results of a function in it. */
function filled(archive: string) {
  const store = archives[archive]!<number>()
  const add = lruCache({ archive: store, keymap })(function add(x: number, y = 10) {
    return x + y
  })
  for (const x of [1, 2, 3]) add(x)
  return { store, add }
}

const byKey = (rows: readonly Row[]): Row[] => [...rows].sort((a, b) => (a.key < b.key ? -1 : 1))

describe('rows, in the place of to_frame and from_frame', () => {
  it.each(Object.keys(archives))('have key, arguments, value and time of %s', (archive) => {
    const { store, add } = filled(archive)
    const rows = byKey(toRows(store, { decode: keymap }))
    expect(rows).toMatchObject([
      { key: add.key(1), args: [1, 10], value: 11 },
      { key: add.key(2), args: [2, 10], value: 12 },
      { key: add.key(3), args: [3, 10], value: 13 },
    ])
    expect(rows.every(({ created = 0 }) => Math.abs(created - Date.now()) < 60_000)).toBe(true)
    expect(byKey(toRows(add)).map(({ args }) => args)).toEqual([
      [1, 10],
      [2, 10],
      [3, 10],
    ])
  })

  it.each(Object.keys(archives))('of %s make an equal archive and an equal cache', (archive) => {
    const { store, add } = filled(archive)
    const again = dictArchive<number>()
    const cache = new Cache<string, number>()
    expect([fromRows(toRows(store), again), fromRows(toRows(store), cache)]).toEqual([3, 3])
    for (const copy of [again, cache])
      expect(new Map(copy as Iterable<[string, number]>)).toEqual(new Map(store))
    const fast = lruCache({ archive: again, keymap, name: 'add' })(add.wrapped)
    expect([fast(2), fast.info().loads]).toEqual([12, 1])
  })

  it.each(Object.keys(archives))('of %s go through a file of lines', (archive) => {
    const { store } = filled(archive)
    const rows = toRows(store, { decode: keymap })
    expect(fromJsonLines(toJsonLines(rows))).toEqual(rows)
  })

  it('can be read by a spreadsheet', () => {
    const archive = dictArchive<unknown>({ entries: [['a "b", c', 1]], clock: () => 5 })
    archive.set('d', [1, 'x'], { ttl: 10 })
    expect(toCsv(toRows(archive)).split('\r\n')).toEqual([
      'key,args,value,created,expires,tags,size',
      '"a ""b"", c",,1,5,,,',
      'd,,"[1,""x""]",5,15,,',
      '',
    ])
  })
})
