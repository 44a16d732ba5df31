import { PassThrough, Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeHeader } from '../../../src/archive/tar/header.js'
import { importTar } from '../../../src/archive/tar.js'
import { dictArchive, type PilferError } from '../../../src/index.js'
import { codeOfRejection } from '../../helpers/error-code.js'
import { END, givenTar, member } from '../../helpers/tar.js'
import { exported, imported } from '../../helpers/tar-streams.js'

const json = (name: string, value: unknown, parts = {}) =>
  member({ name, body: JSON.stringify(value), ...parts })

/** The code with which a tar is refused, and what had been imported by then. */
async function refused(parts: Buffer | Buffer[], options = {}) {
  const archive = dictArchive<any>()
  const source = Readable.from([parts].flat())
  const code = await codeOfRejection(imported(source, options, archive))
  expect(source.destroyed).toBe(true)
  return { code, kept: Object.fromEntries(archive) }
}

const sample = (entries: Record<string, unknown> = { a: 1, b: 'x'.repeat(2000), c: [3] }) =>
  exported(dictArchive({ entries: Object.entries(entries), clock: () => 0 }))

describe('a name in a tar', () => {
  it.each([
    '/etc/passwd',
    '/a.json',
    '\\a.json',
    '..',
    '../a.json',
    'a/../../b.json',
    'a\\..\\b.json',
    './../a.json',
    'C:\\a.json',
    'c:a.json',
    'a\0b.json',
  ])('that leads out of a folder is refused: %j', async (name) => {
    const hostile = json('x', 2, { words: [['path', name]] })
    expect(await refused([json('before.json', 1), hostile, json('after.json', 3), END])).toEqual({
      code: 'TAR_HOSTILE',
      kept: { before: 1 },
    })
  })

  it('is refused also where it is that of a folder, of a link, or of an entry of pilfer', async () => {
    const words = [['path', '../x']] as const
    for (const type of ['0', '2', '5'])
      expect((await refused([member({ type, words }), END])).code).toBe('TAR_HOSTILE')
    const bytes = await sample({ a: 1 })
    const comment = /comment=(pilfer 1 live \S+ \S+)/.exec(bytes.toString('latin1'))![1]!
    const ours = member({ owner: 'pilfer', body: '1', words: [['comment', comment]] })
    expect((await imported([ours, END])).archive.get('a')).toBe(1)
    const hostile = member({ owner: 'pilfer', body: '1', words: [['comment', comment], ...words] })
    expect((await refused([hostile, END])).code).toBe('TAR_HOSTILE')
  })

  it('may have dots, colons and backslashes that lead nowhere', async () => {
    const names = ['...', 'a..', '..a', 'a/..b/c', 'a.b', 'run:1', 'a\\b', '.hidden', './', 'é']
    const { archive } = await imported([
      ...names.map((name) => member({ words: [['path', `${name}.json`]], body: '1' })),
      END,
    ])
    expect(archive.size).toBe(names.length)
  })

  it('has to be in UTF-8', async () => {
    const strange = json('?.json', 1)
    strange[0] = 0xe9
    strange.fill(' ', 148, 156)
    const sum = strange.subarray(0, 512).reduce((a, b) => a + b, 0)
    strange.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    expect((await refused([strange, END])).code).toBe('TAR_DAMAGED')
  })
})

describe('a tar that is not whole', () => {
  it('gives the entries that are, and is refused, wherever it ends', async () => {
    const whole = await sample()
    const values = { a: 1, b: 'x'.repeat(2000), c: [3] }
    for (let length = 0; length < whole.length; length += 64) {
      const { code, kept } = await refused(whole.subarray(0, length))
      // One block of zeros at the end is enough.
      const isWhole = length === whole.length - 512
      expect([length, code]).toEqual([length, isWhole ? 'nothing was thrown' : 'TAR_DAMAGED'])
      expect(values).toMatchObject(kept)
      expect(Object.keys(kept).length).toBe(Object.keys(kept).filter((key) => key in values).length)
    }
  })

  it('is refused also when its last value is zeros, or when it is empty', async () => {
    const zeros = member({ name: 'zeros', body: Buffer.alloc(2048) })
    expect((await refused(zeros)).code).toBe('TAR_DAMAGED')
    expect((await refused([zeros, END])).code).toBe('nothing was thrown')
    expect((await refused(Buffer.alloc(0))).code).toBe('TAR_DAMAGED')
    expect((await refused(Buffer.alloc(512))).code).toBe('nothing was thrown')
  })

  it('is refused when it is packed, wherever it ends', async () => {
    const packed = gzipSync(await sample())
    for (let length = 0; length < packed.length; length += 5) {
      const { code, kept } = await refused(packed.subarray(0, length))
      expect([length, code]).toEqual([length, 'TAR_DAMAGED'])
      expect({ a: 1, b: 'x'.repeat(2000), c: [3] }).toMatchObject(kept)
    }
  })

  it.each([
    ['text', Buffer.from('no tar at all\n'.repeat(1000))],
    ['gzip of text', gzipSync('no tar at all\n'.repeat(1000))],
    ['what begins as gzip does', Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(3000, 7)])],
    ['one byte', Buffer.from('x')],
  ])('is refused when it is %s', async (_, bytes) => {
    expect(await refused(bytes)).toEqual({ code: 'TAR_DAMAGED', kept: {} })
  })

  it('is refused when something follows its end', async () => {
    expect((await refused([await sample(), Buffer.alloc(512, 7)])).code).toBe('TAR_DAMAGED')
    expect((await refused(Buffer.concat([gzipSync(await sample()), Buffer.alloc(512, 7)]))).code).toBe(
      'TAR_DAMAGED',
    )
  })

  it('never gives a wrong value, whichever bit has changed', async () => {
    const values: Record<string, unknown> = { a: 1, b: 'x'.repeat(700), c: [3] }
    const whole = await sample(values)
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length * 8 - 1), fc.boolean(), async (bit, goesOn) => {
        const harmed = Buffer.from(whole)
        harmed[bit >> 3]! ^= 1 << (bit & 7)
        const { code, kept } = await refused(harmed, goesOn ? { onDamage: () => {} } : {})
        expect(['TAR_DAMAGED', 'RECORD_DAMAGED', 'nothing was thrown']).toContain(code)
        for (const [key, value] of Object.entries(kept)) expect(value).toEqual(values[key])
      }),
      { numRuns: 1500 },
    )
  })
})

describe('a size in a tar', () => {
  const huge = (size: number, words: [string, string][] = []) =>
    Buffer.concat([
      ...(words.length > 0 ? [member({ words }).subarray(0, 1024)] : []),
      encodeHeader({ name: 'huge.json', size, mtime: 0, type: '0', owner: 'somebody' }),
    ])

  it('that is beyond the end is refused, and takes no memory', async () => {
    const before = process.memoryUsage().rss
    for (const size of [1, 2 ** 20, 2 ** 30])
      expect(await refused([json('a.json', 1), huge(size)])).toEqual({ code: 'TAR_DAMAGED', kept: { a: 1 } })
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 2 ** 20)
  })

  it('that is no size is refused', async () => {
    for (const size of ['-1', 'x', '1e400'])
      expect((await refused([huge(0, [['size', size]]), END])).code).toBe('TAR_DAMAGED')
    const negative = huge(8 ** 11)
    negative.fill(0xff, 124, 135)
    negative[135] = 0xf0
    negative.fill(' ', 148, 156)
    const sum = negative.reduce((a, b) => a + b, 0)
    negative.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    expect((await refused([negative, END])).code).toBe('TAR_DAMAGED')
  })

  it('of a link is refused, since programs do not agree on whether a body follows', async () => {
    expect((await refused([member({ type: '1', size: 600 }), json('a.json', 1), END])).code).toBe(
      'TAR_DAMAGED',
    )
  })

  it('of an entry of pilfer has to be the one that its comment tells', async () => {
    const bytes = await sample({ a: 'x' })
    const comment = /comment=(pilfer 1 live \S+ \S+)/.exec(bytes.toString('latin1'))![1]!
    for (const body of ['"x" ', '"x', ''])
      expect(
        (await refused([member({ owner: 'pilfer', body, words: [['comment', comment]] }), END])).code,
      ).toBe('RECORD_DAMAGED')
  })
})

describe('a limit of importTar', () => {
  it('of entries counts all of them', async () => {
    const parts = [json('a.json', 1), member({ name: 'folder', type: '5' }), json('b.json', 2), END]
    expect(await refused(parts, { maxEntries: 2 })).toEqual({ code: 'TAR_TOO_LARGE', kept: { a: 1 } })
    expect(await refused(parts, { maxEntries: 3 })).toMatchObject({ code: 'nothing was thrown' })
  })

  it('of the bytes of an entry holds for what is read, before it is read', async () => {
    const parts = [json('a.json', 1), json('b.json', 'x'.repeat(998)), END]
    expect(await refused(parts, { maxEntryBytes: 999 })).toEqual({ code: 'TAR_TOO_LARGE', kept: { a: 1 } })
    expect(await refused(parts, { maxEntryBytes: 1000 })).toMatchObject({ code: 'nothing was thrown' })
    const beginning = Buffer.concat(parts).subarray(0, 1536)
    expect((await refused(beginning, { maxEntryBytes: 999 })).code).toBe('TAR_TOO_LARGE')
    // What is passed over is not held in memory.
    const passed = [member({ type: 'D', name: 'x', body: 'x'.repeat(5000) }), END]
    expect((await refused(passed, { maxEntryBytes: 10 })).code).toBe('nothing was thrown')
    expect((await refused([await sample()], { maxEntryBytes: 999 })).code).toBe('TAR_TOO_LARGE')
  })

  it('of all bytes counts them unpacked', async () => {
    const whole = await sample()
    for (const bytes of [whole, gzipSync(whole)]) {
      expect((await refused(bytes, { maxBytes: whole.length - 1 })).code).toBe('TAR_TOO_LARGE')
      expect((await refused(bytes, { maxBytes: whole.length })).code).toBe('nothing was thrown')
    }
  })

  it('keeps out what grows beyond measure when it is unpacked', async () => {
    const bomb = gzipSync(Buffer.concat([member({ name: 'zeros', body: Buffer.alloc(70 * 2 ** 20) }), END]))
    expect((await refused(bomb)).code).toBe('TAR_TOO_LARGE')
    expect((await refused(bomb, { maxRatio: 2000 })).code).toBe('nothing was thrown')
    // Up to 64 MiB nobody minds.
    const small = gzipSync(Buffer.concat([member({ name: 'zeros', body: Buffer.alloc(2 ** 20) }), END]))
    expect((await refused(small)).code).toBe('nothing was thrown')
  })

  it('names the option that raises it', async () => {
    for (const name of ['maxEntries', 'maxEntryBytes', 'maxBytes'])
      await expect(imported([await sample()], { [name]: 1 })).rejects.toThrow(name)
  })
})

describe('a damaged entry in a tar', () => {
  const harmed = async (what: string) => {
    const bytes = await sample()
    const at = {
      body: bytes.indexOf('xxxx'),
      state: bytes.indexOf(' live ', 2048) + 1,
      head: bytes.indexOf(' live ', 2048) + 60,
    }[what]!
    bytes[at]! ^= 1
    return bytes
  }

  it.each(['body', 'state', 'head'])('ends the import, or is told of and left out: %s', async (what) => {
    const bytes = await harmed(what)
    expect(await refused(bytes)).toEqual({ code: 'RECORD_DAMAGED', kept: { a: 1 } })
    const errors: PilferError[] = []
    const archive = dictArchive<any>({ entries: [['b', 'here before']] })
    const { entries, passedOver } = await imported([bytes], { onDamage: (e) => errors.push(e) }, archive)
    expect([entries, passedOver, Object.fromEntries(archive)]).toEqual([
      2,
      1,
      { a: 1, b: 'here before', c: [3] },
    ])
    expect(errors.map((e) => e.code)).toEqual(['RECORD_DAMAGED'])
    expect(errors[0]!.message).toContain('the entry "b.json" of the tar')
  })

  it('does not leave what it had replaced', async () => {
    const { archive: source, bytes } = givenTar()
    source.set('a', 'old value')
    const unmarked = bytes().subarray(0, -1024)
    source.set('a', 'new value')
    const whole = bytes()
    // The writer was killed before it could mark the old value.
    unmarked.copy(whole)
    whole[whole.indexOf('new value')]! ^= 1
    const { archive, entries } = await imported([whole], { onDamage: () => {} })
    expect([archive.size, entries]).toEqual([0, 0])
  })

  it('is not one that cannot be read for another reason', async () => {
    const other = { name: 'other', encode: () => ({ inline: Buffer.from('1'), blobs: [] }), decode: () => 1 }
    const bytes = await exported(dictArchive({ entries: [['a', 1]] }), { codec: other })
    const onDamage = () => {}
    expect((await refused(bytes, { onDamage })).code).toBe('CODEC_MISMATCH')
    expect((await refused([member({ name: 'a.json', body: 'no JSON' }), END], { onDamage })).code).toBe(
      'CODEC_DECODE',
    )
  })
})

describe('importTar, when something fails', () => {
  it('throws what the stream throws, at once', async () => {
    const reason = new Error('the network is gone')
    const whole = await sample()
    for (const length of [0, 1, 600, 3000]) {
      const source = new PassThrough()
      source.write(whole.subarray(0, length))
      const done = codeOfRejection(imported(source))
      setTimeout(() => source.destroy(reason), 5)
      expect(await done).toBe(reason)
    }
    async function* failing() {
      yield whole.subarray(0, 3000)
      throw reason
    }
    const archive = dictArchive<any>()
    expect(await codeOfRejection(imported(failing(), {}, archive))).toBe(reason)
    expect(Object.fromEntries(archive)).toEqual({ a: 1 })
    const gone = new PassThrough()
    gone.destroy(reason)
    expect(await codeOfRejection(imported(gone))).toBe(reason)
  })

  it('throws what the archive throws, and destroys a stream that has nothing more to give for now', async () => {
    const reason = new Error('the disk is full')
    const archive = dictArchive<any>()
    archive.write = () => {
      throw reason
    }
    const source = new PassThrough()
    source.write((await sample()).subarray(0, 3000))
    expect(await codeOfRejection(imported(source, {}, archive))).toBe(reason)
    expect(source.destroyed).toBe(true)
  })

  it('throws what onDamage throws', async () => {
    const bytes = await sample()
    bytes[bytes.indexOf('xxxx')]! ^= 1
    const reason = new Error('enough')
    const onDamage = () => {
      throw reason
    }
    expect((await refused(bytes, { onDamage })).code).toBe(reason)
  })

  it('refuses what is no archive, no stream, no option, no bytes', async () => {
    const archive = dictArchive()
    for (const [args, code] of [
      [[undefined, []], 'OPTION_INVALID'],
      [[new Map(), []], 'OPTION_INVALID'],
      [[archive, undefined], 'OPTION_INVALID'],
      [[archive, 'a path'], 'OPTION_INVALID'],
      [[archive, Buffer.alloc(1024)], 'OPTION_INVALID'],
      [[archive, ['text']], 'OPTION_INVALID'],
      [[archive, [5]], 'OPTION_INVALID'],
      [[archive, [END], 5], 'OPTION_INVALID'],
      [[archive, [END], { maxBytes: 0 }], 'OPTION_INVALID'],
      [[archive, [END], { maxRatio: NaN }], 'OPTION_INVALID'],
      [[archive, [END], { maxEntries: '5' }], 'OPTION_INVALID'],
      [[archive, [END], { onDamage: 'ignore' }], 'OPTION_INVALID'],
      [[archive, [END], { codec: {} }], 'OPTION_INVALID'],
      [[archive, [END], { gzip: true }], 'OPTION_UNKNOWN'],
    ] as const)
      expect(await codeOfRejection((importTar as any)(...args))).toBe(code)
    expect(await importTar(archive, [END])).toEqual({ entries: 0, passedOver: 0, bytes: 1024 })
  })
})
