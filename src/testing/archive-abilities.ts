import { ABSENT, type ArchiveCases, codeIn, failure, holds, listed } from './archive-cases.js'
import { hostileKeys } from './archive-samples.js'
import { same } from './runner.js'

/** What only some archives can do: changes made together, and ranges of keys. */
export function abilityCases({ test, retaining }: ArchiveCases): void {
  retaining(
    'keeps changes that are made together, or none of them',
    async (archive) => {
      await archive.setMany(Object.entries({ a: 1, b: 2 }))
      const given = await archive.transact(async () => {
        await archive.set('a', 3)
        await archive.delete('b')
        await archive.setMany(Object.entries({ c: 4, d: 5 }))
        same([await archive.get('a'), await archive.has('b')], [3, false], 'what has been changed so far')
        await archive.transact(async () => archive.set('e', 6))
        return 'given'
      })
      same(given, 'given', 'it returns what the work gives')
      await holds(archive, { a: 3, c: 4, d: 5, e: 6 }, 'all changes')

      const reason = new Error('the reason')
      const thrown = await failure(() =>
        archive.transact(async () => {
          await archive.set('a', 7)
          await archive.delete('c')
          await archive.transact(async () => archive.set('f', 8))
          throw reason
        }),
      )
      same(thrown === reason, true, 'what the work throws')
      same([await archive.get('a'), await archive.get('f', ABSENT)], [3, ABSENT], 'no change')
      await holds(archive, { a: 3, c: 4, d: 5, e: 6 }, 'no change of any')
      await archive.set('a', 9)
      same(await archive.get('a'), 9, 'and it goes on')
    },
    (archive) => archive.supports.transactions && archive.supports.async,
  )

  retaining(
    'keeps changes that are made together, or none of them, without waiting',
    async (archive) => {
      const entries = (): Promise<[string, unknown][]> => listed(archive.entries())
      archive.setMany(Object.entries({ a: 1, b: 2 }))
      const given = archive.transact((() => {
        archive.set('a', 3)
        archive.delete('b')
        archive.setMany(Object.entries({ c: 4, d: 5 }))
        archive.transact((() => archive.set('e', 6)) as any)
        return [archive.get('a'), archive.has('b')]
      }) as any)
      same(given, [3, false], 'it returns what the work gives, which sees its own changes')
      same(await entries(), Object.entries({ a: 3, c: 4, d: 5, e: 6 }), 'all changes')

      const reason = new Error('the reason')
      const thrown = await failure(() =>
        archive.transact((() => {
          archive.set('a', 7)
          archive.delete('c')
          archive.transact((() => archive.set('f', 8)) as any)
          throw reason
        }) as any),
      )
      same(thrown === reason, true, 'what the work throws')
      same(await entries(), Object.entries({ a: 3, c: 4, d: 5, e: 6 }), 'no change')
      const promised = await failure(() =>
        archive.transact((async () => {
          archive.set('a', 8)
        }) as any),
      )
      same(codeIn(promised), 'RESULT_PROMISE', 'work that is not done when it returns')
      same(await entries(), Object.entries({ a: 3, c: 4, d: 5, e: 6 }), 'no change then either')
      archive.set('a', 9)
      same(await archive.get('a'), 9, 'and it goes on')
    },
    (archive) => archive.supports.transactions && !archive.supports.async,
  )

  test('refuses a transaction where it has none, and work that is no function', async (archive) => {
    const { transactions } = archive.supports
    const code = transactions ? 'OPTION_INVALID' : 'ARCHIVE_UNSUPPORTED'
    same(
      codeIn(await failure(() => archive.transact((transactions ? 5 : () => {}) as any))),
      code,
      'the refusal',
    )
  })

  retaining(
    'gives the entries between two keys in their order',
    async (archive, { advance }) => {
      const keys = [...hostileKeys(), 'b', 'c', 'ba'].sort()
      await archive.setMany(keys.map((key, i) => [key, i] as const))
      await archive.set('bb', 1, { ttl: 50 })
      advance(50)
      const range = async (options?: object): Promise<string[]> => {
        const found: string[] = []
        for await (const [key, value] of archive.range(options)) {
          same(value, keys.indexOf(key), `the value of ${JSON.stringify(key)}`)
          found.push(key)
        }
        return found
      }
      const from = (start: string): string[] => keys.filter((key) => key >= start)
      same(await range(), keys, 'all')
      same(await range({ start: 'b' }), from('b'), 'from a key on')
      same(await range({ start: 'ab' }), from('ab'), 'from a key on that is not there')
      same(
        await range({ end: 'b' }),
        keys.filter((key) => key < 'b'),
        'up to a key',
      )
      same(
        await range({ start: 'a', end: 'bz' }),
        from('a').filter((key) => key < 'bz'),
        'between two',
      )
      same(await range({ start: 'c', end: 'b' }), [], 'between two in the wrong order')
      same(await range({ start: 'b', end: 'b' }), [], 'between one and itself')
      same(await range({ reverse: true }), [...keys].reverse(), 'from the end')
      same(await range({ start: 'b', end: 'c', reverse: true }), ['ba', 'b'], 'from the end, between two')
      same(await range({ start: 'b', limit: 2 }), from('b').slice(0, 2), 'no more than asked for')
      same(await range({ limit: 0 }), [], 'or none')
      for (const key of ['\ud83d', '🙂', '\uffff'])
        same(await range({ start: key }), from(key), `from ${JSON.stringify(key)} on`)
    },
    (archive) => archive.supports.ordered,
  )

  test('refuses a wrong range, and any range where there is no order', async (archive) => {
    const ranges: [object, string][] = [
      [{ start: 1 }, 'OPTION_INVALID'],
      [{ end: null }, 'OPTION_INVALID'],
      [{ limit: -1 }, 'OPTION_INVALID'],
      [{ limit: 0.5 }, 'OPTION_INVALID'],
      [{ reverse: 'yes' }, 'OPTION_INVALID'],
      [{ strat: 'a' }, 'OPTION_UNKNOWN'],
    ]
    if (!archive.supports.ordered) ranges.push([{}, 'ARCHIVE_UNSUPPORTED'])
    for (const [options, code] of ranges)
      same(codeIn(await failure(() => listed(archive.range(options)))), code, JSON.stringify(options))
  })
}
