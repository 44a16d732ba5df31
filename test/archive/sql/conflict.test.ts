import { copyFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { sqlArchive } from '../../../src/archive/sql.js'
import { codeOf, codeOfRejection } from '../../helpers/error-code.js'
import { engines } from '../../helpers/sql-drivers.js'
import { tempDir } from '../../helpers/temp-dir.js'
import { peer } from './peer.js'

const fresh = (): string => join(tempDir(), 'memo.db')

describe.each(engines)('sql.js and %s on one file', (driver) => {
  it('cannot be used at once when the engine was there first', async () => {
    const path = fresh()
    const engine = peer()
    await engine.open(path, { driver })
    await engine.call('set', 'a', 1)
    await expect(sqlArchive(path)).rejects.toThrow(`there is ${path}-wal`)
    expect(await codeOfRejection(sqlArchive(path))).toBe('DRIVER_CONFLICT')
    await engine.call('set', 'b', 2)
    await engine.call('close')
    const image = await sqlArchive(path)
    expect([...image].sort()).toEqual(Object.entries({ a: 1, b: 2 }))
    image.set('c', 3)
    await engine.open(path, { driver })
    expect((await engine.call('keys')).sort()).toEqual(['a', 'b', 'c'])
    await engine.end()
  })

  it('cannot be used at once when the engine came later, and lose nothing', async () => {
    const path = fresh()
    const image = await sqlArchive(path)
    image.set('a', 1)
    const engine = peer()
    await engine.open(path, { driver })
    for (const use of [
      () => image.get('a'),
      () => image.has('a'),
      () => image.set('x', 1),
      () => image.delete('a'),
      () => image.clear(),
      () => [...image.keys()],
      () => image.getMany(['a']),
      () => image.setMany([['x', 1]]),
      () => image.transact(() => 1 as any),
    ])
      expect(codeOf(use), String(use)).toBe('DRIVER_CONFLICT')
    await engine.call('set', 'b', 2)
    expect(codeOf(() => image.get('b'))).toBe('DRIVER_CONFLICT')
    await engine.end()
    expect([...image].sort()).toEqual(Object.entries({ a: 1, b: 2 }))
    image.set('c', 3)
    expect((await sqlArchive(path, { driver })).size).toBe(3)
  })

  it('take turns', async () => {
    const path = fresh()
    for (let i = 0; i < 6; i++) {
      const archive = await sqlArchive(path, { driver: i % 2 === 0 ? 'sql.js' : driver })
      archive.set(`key ${i}`, i)
      expect(archive.size).toBe(i + 1)
      archive.close()
      expect(readFileSync(path)[18]).toBe(1)
    }
  })

  it('lose nothing when the engine is killed', async () => {
    const path = fresh()
    const engine = peer()
    await engine.open(path, { driver })
    await engine.call('setMany', Object.entries({ a: 1, b: 2 }))
    await engine.kill()
    expect(existsSync(`${path}-wal`)).toBe(true)
    const before = readFileSync(path)
    expect(await codeOfRejection(sqlArchive(path))).toBe('DRIVER_CONFLICT')
    expect(readFileSync(path)).toEqual(before)
    ;(await sqlArchive(path, { driver })).close()
    expect([...(await sqlArchive(path))].sort()).toEqual(Object.entries({ a: 1, b: 2 }))
  })

  it('lose nothing that either has set, when both come and go', async () => {
    const path = fresh()
    const names = ['image 1', 'image 2', 'engine']
    const peers = names.map(() => peer())
    const set = new Set<string>()
    let conflicts = 0
    const end = Date.now() + 3000
    const turns = peers.map(async (process, i) => {
      const options = { driver: names[i]!.startsWith('image') ? 'sql.js' : driver }
      for (let n = 0; Date.now() < end; n++)
        try {
          await process.open(path, options)
          for (let m = 0; m < 3; m++) {
            const key = `${names[i]} ${n} ${m}`
            await process.call('set', key, n)
            set.add(key)
          }
          await process.call('close')
          await delay(Math.random() * 20)
        } catch (error) {
          if ((error as any).code !== 'DRIVER_CONFLICT') throw error
          conflicts++
          await delay(Math.random() * 5)
        }
    })
    await Promise.all(turns)
    await Promise.all(peers.map((process) => process.end()))
    const archive = await sqlArchive(path, { driver })
    expect([...set].filter((key) => !archive.has(key))).toEqual([])
    expect(await archive.verify()).toMatchObject({ faults: [] })
    const of = (name: string): number => [...set].filter((key) => key.startsWith(name)).length
    console.log(`${names.map((name) => `${name}: ${of(name)} sets`).join(', ')}; ${conflicts} conflicts`)
    expect(names.map(of).every((count) => count > 0)).toBe(true)
  })
})

describe.each(engines)('a file that is open in %s', (driver) => {
  it('is noticed to be removed or replaced, by the next use', async () => {
    for (const harm of [
      (path: string) => rmSync(path),
      (path: string) => {
        copyFileSync(path, `${path}.copy`)
        renameSync(`${path}.copy`, path)
      },
    ])
      for (const use of [
        (archive: any) => archive.set('b', 2),
        (archive: any) => archive.get('a'),
        (archive: any) => archive.setMany([['b', 2]]),
        (archive: any) => archive.transact(() => archive.set('b', 2)),
      ]) {
        const path = fresh()
        const archive = await sqlArchive(path, { driver })
        archive.set('a', 1)
        harm(path)
        await delay(2)
        expect(codeOf(() => use(archive))).toBe('DRIVER_CONFLICT')
        expect(() => archive.get('a')).toThrow('has been removed or replaced')
        archive.close()
      }
  })
})
