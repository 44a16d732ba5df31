import {
  chmodSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sqlArchive } from '../../../src/archive/sql.js'
import { codeOf, codeOfRejection } from '../../helpers/error-code.js'
import { runSql } from '../../helpers/sql-rows.js'
import { tempDir } from '../../helpers/temp-dir.js'
import { peer } from './peer.js'

const fresh = (): string => join(tempDir(), 'memo.db')

/** How often a file is replaced while `work` runs, as far as its states tell. */
function savesOf(path: string, work: () => void): number {
  const inode = (): number => statSync(path).ino
  const before = inode()
  // The old file stays open, so that its number is not given to another one.
  openSync(path, 'r')
  work()
  return inode() === before ? 0 : 1
}

describe('a file that sql.js refuses', () => {
  it.skipIf(process.platform !== 'linux')(
    'leaves no descriptor, nor does what fails later (on Linux)',
    async () => {
      const noDatabase = fresh()
      writeFileSync(noDatabase, 'notes of somebody else'.repeat(100))
      const foreign = fresh()
      await runSql(foreign, 'CREATE TABLE memo (a)')
      const opened = (): number => readdirSync('/proc/self/fd').length
      const before = opened()
      for (let i = 0; i < 5; i++)
        for (const path of [noDatabase, foreign])
          expect(await codeOfRejection(sqlArchive(path))).toMatch(/^ARCHIVE_/)
      expect(opened()).toBe(before)
    },
  )
})

describe('a database that sql.js saves as a whole', () => {
  it('is saved once for changes that are made together', async () => {
    const path = fresh()
    const archive = await sqlArchive<any>(path)
    archive.set('a', 0)
    const other = await sqlArchive<any>(path)
    const seen: number[] = []
    archive.transact(() => {
      for (let i = 0; i < 20; i++) archive.set(`key ${i}`, i)
      archive.setMany([['x', 1]])
      seen.push(other.size)
      return 0 as any
    })
    seen.push(other.size)
    expect(seen).toEqual([1, 22])
  })

  it('is not saved when nothing has changed', async () => {
    const path = fresh()
    const archive = await sqlArchive<any>(path)
    archive.setMany([
      ['a', 1],
      ['b', 2],
    ])
    for (const work of [
      () => archive.get('a'),
      () => archive.delete('absent'),
      () => archive.prune(),
      () => archive.setMany([]),
      () => archive.transact(() => archive.get('a')),
      () => archive.verify(),
      () => archive.repair(),
      () => archive.stats(),
      () => [...archive],
    ])
      expect(savesOf(path, work), String(work)).toBe(0)
    for (const work of [() => archive.delete('a'), () => archive.clear(), () => archive.set('a', 1)])
      expect(savesOf(path, work), String(work)).toBe(1)
  })

  it('is read anew when another one has saved it, changed it in place or removed it', async () => {
    const path = fresh()
    const archive = await sqlArchive<any>(path)
    const other = await sqlArchive<any>(path)
    for (let i = 0; i < 50; i++) {
      archive.set('a', i)
      expect(other.get('a')).toBe(i)
      other.set('b', i)
      expect([archive.get('b'), archive.size]).toEqual([i, 2])
    }
    for (let i = 0; i < 5; i++) {
      await runSql(
        path,
        'UPDATE memo SET tags = NULL',
        `CREATE TABLE t${i} (x)`,
        "DELETE FROM memo WHERE key = 'b'",
      )
      expect([archive.has('b'), other.size]).toEqual([false, 1])
      archive.set('b', i)
    }
    rmSync(dirname(path), { recursive: true })
    expect([archive.size, other.get('a')]).toEqual([0, undefined])
    archive.set('c', 1)
    expect([...other]).toEqual([['c', 1]])
  })

  it('keeps its rights, and leaves nothing beside it but the lock', async () => {
    const path = fresh()
    const archive = await sqlArchive<any>(path)
    archive.set('a', 1)
    chmodSync(path, 0o600)
    archive.set('a', 2)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    archive.close()
    expect(readdirSync(dirname(path)).filter((name) => !name.startsWith('memo.db-lock'))).toEqual(['memo.db'])
  })

  it('is swept of what killed writers left', async () => {
    const path = fresh()
    const worker = peer()
    await worker.open(path, { driver: 'sql.js' })
    await worker.call('set', 'a', 1)
    const place = /^([0-9a-f]{12})/
    const { pid } = await worker.call('pid')
    await worker.kill()
    const { uniqueId } = await import('../../../src/internal/fs/unique-id.js')
    const leftover = `${place.exec(uniqueId())![0]}-${pid}-0-7-00000000.tmp`
    writeFileSync(join(dirname(path), leftover), 'half')
    writeFileSync(join(dirname(path), 'notes.tmp'), 'mine')
    const archive = await sqlArchive(path)
    expect(archive.get('a')).toBe(1)
    expect([existsSync(join(dirname(path), leftover)), existsSync(join(dirname(path), 'notes.tmp'))]).toEqual(
      [false, true],
    )
  })

  it('is refused while another program writes it without a log, or died over it', async () => {
    const path = fresh()
    const archive = await sqlArchive<any>(path)
    archive.set('a', 1)
    const before = readFileSync(path)
    writeFileSync(`${path}-journal`, Buffer.from('d9d505f920a163d7', 'hex'))
    expect(codeOf(() => archive.set('a', 2))).toBe('DRIVER_CONFLICT')
    expect(await codeOfRejection(sqlArchive(path))).toBe('DRIVER_CONFLICT')
    expect(readFileSync(path)).toEqual(before)
    writeFileSync(`${path}-journal`, new Uint8Array(512))
    archive.set('a', 3)
    expect(archive.get('a')).toBe(3)
  })

  it('may not be larger than what it is to hold in memory', async () => {
    const path = fresh()
    const archive = await sqlArchive<any>(path)
    archive.set('a', 1)
    truncateSync(path, 2 ** 30 + 1)
    expect(codeOf(() => archive.get('a'))).toBe('DRIVER_UNSUPPORTED')
    await expect(sqlArchive(path)).rejects.toThrow('1073741825 bytes')
  })

  const isRoot = process.getuid?.() === 0
  it.skipIf(process.platform === 'win32')('is read where it may not be written', async () => {
    const folder = join(tempDir(), 'folder')
    mkdirSync(folder)
    const path = join(folder, 'memo.db')
    const archive = await sqlArchive<any>(path)
    archive.setMany([
      ['a', 1],
      ['broken', 2],
    ])
    archive.close()
    await runSql(path, "UPDATE memo SET created = 5 WHERE key = 'broken'")
    for (const place of [dirname(folder), folder]) chmodSync(place, 0o755)
    chmodSync(folder, 0o555)
    chmodSync(path, 0o444)
    const reader = peer(isRoot ? { uid: 65534, gid: 65534 } : {})
    await reader.open(path, { driver: 'sql.js' })
    expect(await reader.call('get', 'a')).toBe(1)
    for (const [method, ...args] of [['set', 'a', 2], ['delete', 'a'], ['clear']] as const)
      await expect(reader.call(method, ...args)).rejects.toMatchObject({ code: 'ARCHIVE_READ_ONLY' })
    expect([
      await reader.call('get', 'broken', 'absent'),
      await reader.call('get', 'broken', 'absent'),
    ]).toEqual(['absent', 'absent'])
    expect([await reader.call('keys'), await reader.call('size')]).toEqual([['a'], 2])
    expect((await reader.call('reports')).length).toBe(1)
    chmodSync(folder, 0o755)
    await reader.end()
  })
})
