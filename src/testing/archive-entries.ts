import { ABSENT, type ArchiveCases, enumerable, holds, listed } from './archive-cases.js'
import { same } from './runner.js'

/** What goes in and comes out, by one key or many. */
export function entriesCases({ test, retaining, values }: ArchiveCases): void {
  test('is empty at first', async (archive) => {
    same(await archive.get('a'), undefined, 'an absent value is undefined')
    same(await archive.get('a', ABSENT), ABSENT, 'or what was asked for instead')
    same(await archive.read('a'), undefined, 'there is no record')
    same(await archive.has('a'), false, 'there is no entry')
    same(await archive.delete('a'), false, 'there is nothing to delete')
    same(await archive.getMany(['a', 'b']), new Map(), 'there are no entries')
    await archive.clear()
    await holds(archive, {}, 'nothing is listed')
  })

  test(
    'forgets what is set, when it retains nothing',
    async (archive) => {
      same((await archive.set('a', 1)) === archive, true, '`set` returns the archive')
      await archive.setMany(Object.entries({ b: 2 }))
      same([await archive.has('a'), await archive.get('b')], [false, undefined], 'nothing is there')
      await holds(archive, {}, 'nothing is listed')
    },
    (archive) => !archive.supports.retains,
  )

  retaining('gives back what was set last', async (archive) => {
    same((await archive.set('a', 'one')) === archive, true, '`set` returns the archive')
    await archive.set('b', 'two')
    await archive.set('a', 'three')
    same([await archive.get('a'), await archive.get('b', ABSENT)], ['three', 'two'], 'the last values')
    same([await archive.has('a'), await archive.has('c')], [true, false], '`has`')
    await holds(archive, { a: 'three', b: 'two' }, 'the entries')
  })

  retaining('forgets what is deleted, and nothing else', async (archive) => {
    await archive.setMany(Object.entries({ a: 1, b: 2 }))
    same([await archive.delete('a'), await archive.delete('a')], [true, false], '`delete` says if it did')
    await holds(archive, { b: 2 }, 'the other entry is there')
    same(await archive.get('a', ABSENT), ABSENT, 'the deleted one is not')
    await archive.set('a', 3)
    same(await archive.get('a'), 3, 'a deleted key can be set again')
  })

  retaining('is empty and of use once cleared', async (archive) => {
    await archive.setMany(Object.entries({ a: 1, b: 2 }))
    await archive.clear()
    same([await archive.has('a'), await archive.get('b')], [false, undefined], 'nothing is there')
    await holds(archive, {}, 'nothing is listed')
    await archive.set('a', 3)
    await holds(archive, { a: 3 }, 'and it takes new entries')
  })

  retaining(
    'tells a stored undefined from an absent value',
    async (archive) => {
      await archive.set('a', undefined)
      same([await archive.get('a', ABSENT), await archive.has('a')], [undefined, true], 'it is there')
      same(
        await archive.getMany(['a', 'b']),
        new Map<string, unknown>(Object.entries({ a: undefined })),
        'in `getMany` too',
      )
      same((await archive.read('a'))?.value, undefined, 'and it has a record')
    },
    () => values === undefined || values.includes(undefined),
  )

  retaining('sets and gets many at once', async (archive) => {
    const entries = Array.from({ length: 100 }, (_, i) => [`key ${i}`, i] as const)
    same((await archive.setMany(entries.values())) === archive, true, '`setMany` returns the archive')
    const keys = [...entries.map(([key]) => key), 'no', 'key 1']
    same(await archive.getMany(keys), new Map(entries), 'all of them')
    same(await archive.getMany([]), new Map(), 'or none')
    if (enumerable(archive)) same(await archive.size, 100, 'each is counted once')
  })

  retaining(
    'lists keys, values and entries alike',
    async (archive) => {
      await archive.setMany(Object.entries({ a: 1, b: 2, c: 3 }))
      same(await listed(archive.keys()), ['a', 'b', 'c'], 'the keys')
      same(await listed(archive.values()), [1, 2, 3], 'the values')
      same(await listed(archive.entries()), Object.entries({ a: 1, b: 2, c: 3 }), 'the entries')
      same(await listed(archive), Object.entries({ a: 1, b: 2, c: 3 }), 'the archive itself')
      same(await archive.size, 3, 'the size')
      if (!archive.supports.ordered) return
      await archive.setMany(Object.entries({ Z: 4, aa: 5, é: 6 }))
      const inOrder: string[] = []
      for await (const key of archive.keys()) inOrder.push(key)
      same(inOrder, [...inOrder].sort(), 'the order')
    },
    enumerable,
  )

  retaining(
    'can be emptied while it is listed',
    async (archive) => {
      await archive.setMany(Array.from({ length: 60 }, (_, i) => [`key ${i}`, i] as const))
      for await (const key of archive.keys()) same(await archive.delete(key), true, `${key} is there`)
      await holds(archive, {}, 'nothing is left')
    },
    enumerable,
  )
}
