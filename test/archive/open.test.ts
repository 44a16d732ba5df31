import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { lmdbArchive } from '../../src/archive/lmdb.js'
import { openArchive } from '../../src/archive/open.js'
import { jsonCodec } from '../../src/codec/json.js'
import { archiveSuite } from '../../src/testing/archive-suite.js'
import { codeOfRejection } from '../helpers/error-code.js'
import { fakeClock } from '../helpers/fake-clock.js'
import { tempDir } from '../helpers/temp-dir.js'

archiveSuite({ describe, it }, 'dir by URL', ({ clock }) => openArchive(`dir:${tempDir()}/memo`, { clock }), {
  place: () => `${tempDir()}/copy`,
})

archiveSuite(
  { describe, it },
  'lmdb by URL',
  ({ clock }) => openArchive(`lmdb:${tempDir()}/memo`, { clock }),
  {
    place: () => `${tempDir()}/copy`,
  },
)

describe('openArchive', () => {
  it('opens each kind', async () => {
    const kinds = [
      openArchive('null:'),
      openArchive('dict:'),
      openArchive(`dir:${tempDir()}`),
      openArchive(`file:${tempDir()}/memo.log`),
      openArchive(`tar:${tempDir()}/memo.tar?codec=json`),
      openArchive(`lmdb:${tempDir()}`),
      openArchive(`sql:${tempDir()}/memo.db`),
      openArchive('DICT:'),
    ]
    const opened = (await Promise.all(kinds)).map((archive) => archive.kind)
    expect(opened).toEqual(['null', 'dict', 'dir', 'file', 'tar', 'lmdb', 'sql', 'dict'])
  })

  it('reads a path with escapes and plus signs', async () => {
    const folder = tempDir()
    for (const [written, meant] of [
      ['a%20b', 'a b'],
      ['what%3f', 'what?'],
      ['100%25', '100%'],
      ['c++', 'c++'],
      ['#x', '#x'],
      ['ü', 'ü'],
    ]) {
      await openArchive(`dir:${folder}/${written}`)
      expect(existsSync(join(folder, meant!)), meant).toBe(true)
    }
    await openArchive(`dir:${pathToFileURL(join(folder, 'slashes')).pathname}`)
    await openArchive(`dir://${folder}/more`)
    expect([existsSync(join(folder, 'slashes')), existsSync(join(folder, 'more'))]).toEqual([true, true])
  })

  it.each(['v8', 'json', 'bytes', 'v8+gzip', 'json+brotli', 'v8+gzip+brotli'])(
    'takes the codec %s',
    async (codec) => {
      const folder = tempDir()
      const archive = await openArchive(`dir:${folder}?codec=${codec}&durability=disk`)
      const value = codec === 'bytes' ? new Uint8Array(1000) : 'x'.repeat(1000)
      archive.set('a', value)
      expect(archive.get('a')).toEqual(value)
      const file = readFileSync(join(folder, 'a.pilfer'))
      expect(file.toString('latin1')).toContain(`a${codec}`)
      expect(file.length < 1000).toBe(codec.includes('+'))
    },
  )

  it('opens an lmdb archive by its name, with codec and durability', async () => {
    const folder = tempDir()
    const archive = await openArchive(`lmdb:${folder}?name=x&codec=json&durability=disk`)
    archive.set('a', [1])
    const others = [lmdbArchive(folder, { name: 'x', codec: jsonCodec() }), lmdbArchive(folder)]
    expect(others.map((other) => other.get('a'))).toEqual([[1], undefined])
  })

  it('hands on the options that a URL cannot say', async () => {
    const clock = fakeClock()
    const dict = await openArchive('dict:', { clock, entries: [['a', 1]] })
    expect(dict.read('a')).toMatchObject({ value: 1, created: clock() })
  })

  it.each<[any, any, string, RegExp]>([
    ['./memo', undefined, 'ARCHIVE_URL', /null, dict, dir/],
    ['', undefined, 'ARCHIVE_URL', /dir:/],
    [5, undefined, 'ARCHIVE_URL', /received 5/],
    ['dri:./memo', undefined, 'ARCHIVE_URL', /unknown scheme "dri"; known are null, dict, dir/],
    ['constructor:x', undefined, 'ARCHIVE_URL', /unknown scheme/],
    ['dir:', undefined, 'ARCHIVE_URL', /does not name the folder/],
    ['dir:?codec=v8', undefined, 'ARCHIVE_URL', /does not name the folder/],
    ['dict:x', undefined, 'ARCHIVE_URL', /path/],
    ['dir://memo', undefined, 'ARCHIVE_URL', /dir:\.\/memo/],
    ['dir:x?codek=v8', undefined, 'ARCHIVE_URL', /unknown parameter "codek"; known are codec, durability/],
    ['null:?a=b', undefined, 'ARCHIVE_URL', /unknown parameter "a"/],
    ['dir:x?codec=v9', undefined, 'ARCHIVE_URL', /unknown codec "v9"; known are v8, json, bytes/],
    ['dir:x?codec=v8+zip', undefined, 'ARCHIVE_URL', /unknown compression "zip"/],
    ['dir:x?codec=v8&codec=v8', undefined, 'ARCHIVE_URL', /two values for `codec`/],
    ['lmdb:', undefined, 'ARCHIVE_URL', /does not name the folder/],
    [
      'lmdb:x?table=y',
      undefined,
      'ARCHIVE_URL',
      /unknown parameter "table"; known are codec, durability, name/,
    ],
    ['lmdb:x?name=', undefined, 'OPTION_INVALID', /`name`/],
    ['dir:50%', undefined, 'ARCHIVE_URL', /%/],
    ['dir:x?durability=maybe', undefined, 'OPTION_INVALID', /`durability`/],
    ['dir:x?durability=disk', { durability: 'disk' }, 'OPTION_CONFLICT', /`durability`/],
    ['null:', { clock: Date.now }, 'OPTION_UNKNOWN', /`clock`/],
    ['dict:', { clok: Date.now }, 'OPTION_UNKNOWN', /`clock`/],
    ['dict:', null, 'OPTION_INVALID', /object of options/],
  ])('refuses %j with %j', async (url, options, code, message) => {
    await expect(openArchive(url, options)).rejects.toThrow(message)
    expect(await codeOfRejection(openArchive(url, options))).toBe(code)
    expect(existsSync('x')).toBe(false)
  })
})
