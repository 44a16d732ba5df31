import type { AsyncArchive } from '../archive.js'
import { type ArchiveCases, codeIn, enumerable, failure, holds } from './archive-cases.js'
import { archiveOfMap } from './archive-of-map.js'
import { recordOf } from './record-of.js'
import { same } from './runner.js'

const map = (entries: Readonly<Record<string, unknown>>): Map<string, unknown> =>
  new Map(Object.entries(entries))

/** An archive beside others: whole records, copies, and comparison. */
export function pairCases({ test, retaining, place }: ArchiveCases): void {
  retaining(
    'keeps a record as it is given',
    async (archive, { clock, advance }) => {
      const record = { value: 1, created: clock() - 5, expires: clock() + 100, tags: ['x', ''] }
      same((await archive.write('a', record)) === archive, true, '`write` returns the archive')
      same(await recordOf(archive, 'a'), record, 'with its times and tags')
      const lasting = { ...record, value: 2, expires: Infinity, tags: [] }
      await archive.write('a', lasting)
      same(await recordOf(archive, 'a'), lasting, 'in the place of what was there')
      await archive.write('b', record)
      advance(100)
      same([await archive.has('a'), await archive.has('b')], [true, false], 'until it expires')
    },
    (archive) => archive.supports.ttl,
  )

  test('refuses what is no record', async (archive) => {
    const record = { value: 1, created: 1, expires: 2, tags: [] }
    for (const wrong of [
      undefined,
      null,
      5,
      {},
      { ...record, created: NaN },
      { ...record, created: undefined },
      { ...record, expires: NaN },
      { ...record, expires: '2' },
      { ...record, tags: 'x' },
      { ...record, tags: [1] },
    ] as any[])
      same(codeIn(await failure(() => archive.write('a', wrong))), 'OPTION_INVALID', 'the refusal')
    same(await archive.has('a'), false, 'nothing was written')
  })

  retaining(
    'copies its entries into another archive, synchronous or not',
    async (archive, { clock, advance }) => {
      await archive.set('a', 1, { ttl: 100, tags: ['x'] })
      await archive.setMany(Object.entries({ b: 2, c: 3 }))
      advance(10)
      for (const isAsync of [false, true]) {
        const target = archiveOfMap(clock, isAsync)
        await target.setMany(Object.entries({ c: 'old', d: 4 }))
        same((await archive.copy(target)) === target, true, '`copy` returns the target')
        await holds(target, { a: 1, b: 2, c: 3, d: 4 }, 'the entries, and those under other keys')
        same(await recordOf(target, 'a'), await recordOf(archive, 'a'), 'a record with its times and tags')
      }
      await holds(archive, { a: 1, b: 2, c: 3 }, 'it has not changed')
      same((await archive.copy(archive)) === archive, true, 'on itself it does nothing')
      await holds(archive, { a: 1, b: 2, c: 3 }, 'it has not changed then either')
    },
    enumerable,
  )

  test('takes the entries of another archive, as far as it retains them', async (archive, {
    clock,
    advance,
  }) => {
    for (const isAsync of [false, true]) {
      const source = archiveOfMap(clock, isAsync)
      await source.set('a', 1, { ttl: 100, tags: ['x'] })
      await source.set('b', 2)
      advance(10)
      same((await source.copy(archive)) === archive, true, '`copy` returns the target')
      const { retains, ttl } = archive.supports
      await holds(archive, retains ? { a: 1, b: 2 } : {}, 'the entries')
      if (retains && ttl) same(await recordOf(archive, 'a'), await recordOf(source, 'a'), 'times and tags')
    }
  })

  retaining(
    'is equal to what has the same entries',
    async (archive, { clock }) => {
      await archive.set('a', 1, { tags: ['x'] })
      await archive.set('b', [2])
      const content = map({ b: [2], a: 1 })
      const others = [false, true].map((isAsync) => archiveOfMap(clock, isAsync))
      for (const other of others) await other.setMany(content)
      await equalBothWays(archive, others, true, 'the same entries')
      same(await archive.equals(content), true, 'in a Map')
      same(await archive.equals(archive), true, 'itself')
      for (const other of others) await other.set('b', ['2'])
      await equalBothWays(archive, others, false, 'another value')
      for (const other of others) await other.delete('b')
      await equalBothWays(archive, others, false, 'an entry less')
      for (const other of others) await other.setMany(Object.entries({ c: [2] }))
      await equalBothWays(archive, others, false, 'another key')
      for (const other of others) await other.setMany(Object.entries({ b: [2] }))
      await equalBothWays(archive, others, false, 'an entry more')
      same(
        await archive.equals(new Map<unknown, unknown>([...content, [1, 1]])),
        false,
        'a key that is no string',
      )
    },
    enumerable,
  )

  test(
    'is equal to what is empty when it is empty',
    async (archive, { clock }) => {
      same(await archive.equals(new Map()), true, 'an empty Map')
      same(await archive.equals(map({ a: undefined })), false, 'one that is not empty')
      const others = [false, true].map((isAsync) => archiveOfMap(clock, isAsync))
      await equalBothWays(archive, others, true, 'an empty archive')
      for (const other of others) await other.set('a', undefined)
      await equalBothWays(archive, others, false, 'one that is not empty')
    },
    enumerable,
  )

  test('refuses to be copied to what is no archive, and to be compared with what has no keys', async (archive) => {
    for (const wrong of [undefined, null, 5, {}, [], new Map()] as any[])
      same(codeIn(await failure(() => archive.copy(wrong))), 'OPTION_INVALID', 'what it is copied to')
    if (!enumerable(archive)) return
    for (const wrong of [undefined, null, 'a', {}, [], new Set()] as any[])
      same(codeIn(await failure(() => archive.equals(wrong))), 'OPTION_INVALID', 'what it is compared with')
  })

  test(
    'says so when it cannot list what should be copied or compared',
    async (archive, { clock }) => {
      const other = archiveOfMap(clock, false)
      for (const call of [
        () => archive.copy(other),
        () => archive.equals(other),
        () => other.equals(archive),
      ])
        same(codeIn(await failure(call)), 'ARCHIVE_NOT_ENUMERABLE', `${call}`)
    },
    (archive) => !enumerable(archive),
  )

  retaining(
    'copies itself to another place, which has to be empty',
    async (archive) => {
      await archive.set('a', 1, { ttl: 100, tags: ['x'] })
      const there = place!()
      const copy = await archive.copy(there)
      try {
        same(copy.kind, archive.kind, 'the kind')
        same(copy.supports, archive.supports, 'and what it can do')
        same(await recordOf(copy, 'a'), await recordOf(archive, 'a'), 'a record with its times and tags')
        await copy.set('b', 2)
        await holds(archive, { a: 1 }, 'it is a copy')
        same(codeIn(await failure(() => archive.copy(there))), 'ARCHIVE_NOT_EMPTY', 'a second one')
        await holds(copy, { a: 1, b: 2 }, 'it is as it was')
      } finally {
        await copy.close()
      }
    },
    (archive) => enumerable(archive) && place !== undefined,
  )
}

async function equalBothWays(
  archive: AsyncArchive<any>,
  others: readonly AsyncArchive<any>[],
  expected: boolean,
  what: string,
): Promise<void> {
  for (const other of others)
    same([await archive.equals(other), await other.equals(archive)], [expected, expected], what)
}
