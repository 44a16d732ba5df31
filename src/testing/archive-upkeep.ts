import { type ArchiveCases, enumerable, holds } from './archive-cases.js'
import { same } from './runner.js'

/** What keeps an archive in order. */
export function upkeepCases({ retaining, test }: ArchiveCases): void {
  retaining(
    'removes what has expired when it is pruned, and nothing else',
    async (archive, { advance }) => {
      same(await archive.prune(), 0, 'there is nothing to remove')
      await archive.setMany(Object.entries({ a: 1, b: 2 }), { ttl: 50 })
      await archive.set('c', 3, { ttl: 100 })
      await archive.setMany(Object.entries({ d: 4, e: 5 }))
      same(await archive.prune(), 0, 'nothing has expired')
      advance(50)
      await archive.set('b', 6)
      same(await archive.prune(), 1, 'one entry has expired and has not been set again')
      same(await archive.prune(), 0, 'once it is removed')
      await holds(archive, { b: 6, c: 3, d: 4, e: 5 }, 'the others')
    },
    (archive) => enumerable(archive) && archive.supports.ttl,
  )

  retaining(
    'finds all in order where nothing is wrong',
    async (archive, { advance }) => {
      same(await archive.verify(), { records: 0, faults: [], leftovers: 0 }, 'nothing')
      await archive.setMany(Object.entries({ a: 1, b: 2, c: 3 }))
      await archive.set('b', 4, { ttl: 50 })
      await archive.delete('c')
      for (const _ of [1, 2]) {
        same(await archive.verify(), { records: 2, faults: [], leftovers: 0 }, 'what it verifies')
        same(await archive.repair(), { records: 2, faults: [], leftovers: 0 }, 'what it repairs')
        advance(50)
      }
      await holds(archive, archive.supports.ttl ? { a: 1 } : { a: 1, b: 4 }, 'nothing has changed')
    },
    enumerable,
  )

  test('counts its entries and their bytes', async (archive, { advance }) => {
    const { retains, ttl, enumerate } = archive.supports
    if (!enumerate) return
    const empty = await archive.stats()
    same(empty.entries, 0, 'no entries')
    same([empty.liveBytes ?? 0, empty.deadBytes ?? 0], [0, 0], 'and no bytes of any')
    if (!retains) return
    await archive.set('a', 'x'.repeat(1000))
    await archive.set('b', 'y'.repeat(1000), { ttl: 50 })
    const full = await archive.stats()
    same(full.entries, 2, 'two entries')
    if (full.liveBytes !== undefined) {
      same(full.liveBytes >= 2000, true, 'their bytes')
      same(full.deadBytes! < 2000, true, 'hardly any others')
    }
    if (!ttl) return
    advance(50)
    const later = await archive.stats()
    same(later.entries, 1, 'one has expired')
    if (later.liveBytes !== undefined)
      same(later.liveBytes < full.liveBytes!, true, 'its bytes are not in use')
  })
}
