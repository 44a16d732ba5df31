import { ABSENT, type ArchiveCases, codeIn, failure, holds, listed } from './archive-cases.js'
import { hostileKeys } from './archive-samples.js'
import { recordOf } from './record-of.js'
import { same } from './runner.js'

const SUPPORTS = [
  'async',
  'blobs',
  'concurrentWriters',
  'enumerate',
  'identity',
  'lock',
  'ordered',
  'persistent',
  'retains',
  'transactions',
  'ttl',
]

/** How long an entry lasts, and the archive itself. */
export function lifeCases({ test, retaining, reopen }: ArchiveCases): void {
  test('says what it is', async ({ kind, supports }) => {
    same(typeof kind === 'string' && kind !== '', true, '`kind` is a non-empty string')
    same(Object.keys(supports).sort(), SUPPORTS, '`supports` answers each question')
    const { lock, ...abilities } = supports
    same(
      Object.values(abilities).every((v) => typeof v === 'boolean'),
      true,
      'with yes or no',
    )
    same(['kernel', 'file', 'engine', 'none'].includes(lock), true, 'and names the lock')
  })

  retaining(
    'keeps times and tags, and lets an entry expire',
    async (archive, { clock, advance }) => {
      const created = clock()
      await archive.set('a', 1, { ttl: 100, tags: ['x', 'ÿ', ''] })
      await archive.setMany(Object.entries({ b: 2, c: 3 }), { ttl: 50 })
      await archive.set('d', 4)
      same(
        await recordOf(archive, 'a'),
        { value: 1, created, expires: created + 100, tags: ['x', 'ÿ', ''] },
        'a record',
      )
      same(
        await recordOf(archive, 'd'),
        { value: 4, created, expires: Infinity, tags: [] },
        'one that never expires',
      )
      advance(50)
      same(
        [await archive.has('b'), await archive.get('b', ABSENT), await archive.read('b')],
        [false, ABSENT, undefined],
        'an expired entry is absent',
      )
      same(
        await archive.getMany(['a', 'b', 'd']),
        new Map<string, unknown>(Object.entries({ a: 1, d: 4 })),
        'in `getMany` too',
      )
      await holds(archive, { a: 1, d: 4 }, 'and is not listed')
      await archive.set('b', 5)
      await archive.set('a', 6)
      advance(1e12)
      await holds(archive, { a: 6, b: 5, d: 4 }, 'a new `set` brings its own times')
    },
    (archive) => archive.supports.ttl,
  )

  test('refuses a wrong option of `set`', async (archive) => {
    for (const ttl of [0, -1, NaN, '5', null] as any[])
      same(codeIn(await failure(() => archive.set('a', 1, { ttl }))), 'OPTION_INVALID', `ttl ${String(ttl)}`)
    for (const tags of ['x', [1]] as any[])
      same(
        codeIn(await failure(() => archive.set('a', 1, { tags }))),
        'OPTION_INVALID',
        `tags ${String(tags)}`,
      )
    same(
      codeIn(await failure(() => archive.set('a', 1, { tll: 5 } as any))),
      'OPTION_UNKNOWN',
      'a misspelt option',
    )
    same(await archive.has('a'), false, 'nothing was set')
  })

  retaining(
    'keeps its entries for the next session',
    async (archive, context) => {
      await archive.setMany(hostileKeys().map((key, i) => [key, i] as const))
      await archive.close()
      const next = await reopen!(archive, context)
      try {
        same(
          await next.getMany(hostileKeys()),
          new Map(hostileKeys().map((key, i) => [key, i])),
          'the entries',
        )
        same(await next.size, hostileKeys().length, 'and no others')
      } finally {
        await next.close()
      }
    },
    (archive) => archive.supports.persistent && archive.supports.enumerate && reopen !== undefined,
  )

  test('can be used no more once it is closed', async (archive) => {
    await archive.close()
    await archive.close()
    for (const call of [
      () => archive.get('a'),
      () => archive.read('a'),
      () => archive.set('a', 1),
      () => archive.write('a', { value: 1, created: 1, expires: Infinity, tags: [] }),
      () => archive.copy(archive),
      () => archive.equals(new Map()),
      () => archive.has('a'),
      () => archive.delete('a'),
      () => archive.clear(),
      () => archive.getMany(['a']),
      () => archive.setMany(Object.entries({ a: 1 })),
      () => archive.transact(async () => {}),
      () => archive.prune(),
      () => archive.verify(),
      () => archive.repair(),
      () => archive.stats(),
      () => archive.setStream('a', []),
      () => archive.getStream('a'),
      () => listed(archive.range()),
      () => archive.size,
      () => listed(archive.keys()),
      () => listed(archive.values()),
      () => listed(archive.entries()),
    ])
      same(codeIn(await failure(call)), 'ARCHIVE_CLOSED', `${call}`)
  })

  test('is closed when it is disposed of', async (archive) => {
    if (archive.supports.async) await archive[Symbol.asyncDispose]()
    else (archive as unknown as Disposable)[Symbol.dispose]()
    same(codeIn(await failure(() => archive.get('a'))), 'ARCHIVE_CLOSED', 'what it says')
  })
}
