import { show } from '../errors.js'
import { ABSENT, type ArchiveCases, codeIn, enumerable, failure, holds, listed } from './archive-cases.js'
import { archiveValues, functionsAndSuch, hostileKeys } from './archive-samples.js'
import { same } from './runner.js'

/** Which keys and values there may be. */
export function contentCases({ test, retaining, values }: ArchiveCases): void {
  retaining('keeps every key apart, whatever is in it', async (archive) => {
    const keys = hostileKeys()
    for (const [i, key] of keys.entries()) await archive.set(key, i)
    for (const [i, key] of keys.entries())
      same(await archive.get(key, ABSENT), i, `the value of ${show(key)}`)
    if (enumerable(archive)) same(await listed(archive.keys()), [...keys].sort(), 'the keys')
    for (const [i, key] of keys.entries()) if (i % 2 === 0) same(await archive.delete(key), true, show(key))
    for (const [i, key] of keys.entries())
      same(await archive.has(key), i % 2 === 1, `whether ${show(key)} is there`)
  })

  test('takes no key but a string', async (archive) => {
    for (const key of [1, null, undefined, Symbol('s'), {}, ['a']] as any[])
      for (const call of [
        () => archive.get(key),
        () => archive.read(key),
        () => archive.set(key, 1),
        () => archive.write(key, { value: 1, created: 1, expires: Infinity, tags: [] }),
        () => archive.has(key),
        () => archive.delete(key),
        () => archive.getMany([key]),
        () => archive.setMany([[key, 1]]),
      ]) {
        const error = await failure(call)
        same(
          [codeIn(error), error instanceof TypeError],
          ['KEY_NOT_STRING', true],
          `${call} for ${show(key)}`,
        )
      }
  })

  retaining('gives back values of every kind', async (archive) => {
    const kept = values ?? [...archiveValues(), ...(archive.supports.identity ? functionsAndSuch() : [])]
    for (const [i, value] of kept.entries()) await archive.set(`value ${i}`, value)
    for (const [i, value] of kept.entries()) {
      const record = await archive.read(`value ${i}`)
      same(record?.value, value, `value ${i}`)
      if (archive.supports.identity)
        same(Object.is(record?.value, value), true, `value ${i} is the very thing`)
    }
  })

  retaining(
    'keeps a value as it was when it was set',
    async (archive) => {
      const value = { list: [1] }
      await archive.set('a', value)
      value.list.push(2)
      same(await archive.get('a'), { list: [1] }, 'a later change of what was set')
      const got = (await archive.get('a')) as typeof value
      got.list.push(3)
      same(await archive.get('a'), { list: [1] }, 'a change of what was got')
    },
    (archive) => !archive.supports.identity && values === undefined,
  )

  retaining(
    'refuses a value that it cannot keep, and keeps the old one',
    async (archive) => {
      await archive.set('a', 1)
      for (const value of functionsAndSuch())
        same(codeIn(await failure(() => archive.set('a', { value }))), 'VALUE_UNSUPPORTED', 'the refusal')
      await holds(archive, { a: 1 }, 'the old value is there')
    },
    (archive) => !archive.supports.identity && values === undefined,
  )
}
