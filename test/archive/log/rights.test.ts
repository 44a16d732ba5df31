import fs, { chmodSync, chownSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileArchive } from '../../../src/archive/file.js'
import { tarArchive } from '../../../src/archive/tar.js'
import { tempDir } from '../../helpers/temp-dir.js'

const rights = (path: string): number => statSync(path).mode & 0o777
const isRoot = process.getuid?.() === 0

/** The rights of all temporary files beside `path`. */
const rightsOfTemporary = (path: string): number[] =>
  readdirSync(dirname(path))
    .filter((name) => name.startsWith('memo.') && name.endsWith('.tmp'))
    .map((name) => rights(join(dirname(path), name)))

describe.skipIf(process.platform === 'win32').each([
  ['file', fileArchive],
  ['tar', tarArchive],
] as const)('a %s archive that only its owner may read', (_, open) => {
  const given = () => {
    const path = join(tempDir(), 'memo')
    const archive = open<any>(path)
    archive.setMany(Object.entries({ a: 'secret', b: new Uint8Array(10) }))
    chmodSync(path, 0o600)
    return { path, archive }
  }

  it('shows nothing to others while it is written anew', () => {
    const { path, archive } = given()
    const opened: number[] = []
    const { fchmodSync } = fs
    fs.fchmodSync = (fd, mode) => {
      opened.push(...rightsOfTemporary(path))
      fchmodSync(fd, mode)
    }
    syncBuiltinESMExports()
    try {
      archive.clear()
    } finally {
      Object.assign(fs, { fchmodSync })
      syncBuiltinESMExports()
    }
    expect([opened, rights(path)]).toEqual([[0o600], 0o600])
  })

  it('shows nothing to others while a stream comes in', async () => {
    const { path, archive } = given()
    const seen: number[] = []
    async function* stream() {
      yield new Uint8Array(10)
      seen.push(...rightsOfTemporary(path))
    }
    await archive.setStream('c', stream())
    expect([seen, rights(path)]).toEqual([[0o600], 0o600])
  })

  it('shows nothing to others of what has been set aside', () => {
    const { path } = given()
    const bytes = readFileSync(path)
    bytes[bytes.indexOf('secret')]! ^= 1
    writeFileSync(path, bytes)
    const archive = open(path, { onDamage: () => {} })
    expect(archive.repair().faults.length).toBe(1)
    expect([rights(`${path}.damaged`), rights(path)]).toEqual([0o600, 0o600])
  })

  it.skipIf(!isRoot)('stays that of its owner when root writes it anew (as root)', () => {
    const { path, archive } = given()
    chownSync(path, 1234, 1235)
    archive.clear()
    const { uid, gid } = statSync(path)
    expect([uid, gid, rights(path)]).toEqual([1234, 1235, 0o600])
  })
})
