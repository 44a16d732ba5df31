import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { TarFraming } from '../../../src/archive/tar/framing.js'
import { MemberNames } from '../../../src/archive/tar/member-names.js'
import { encodeHead } from '../../../src/internal/record/record.js'
import { hostileKeys } from '../../../src/testing/archive-samples.js'
import { because, givenTar, noGnuTar, noPython, toolOutput, writeHoled } from '../../helpers/tar.js'
import { tempDir } from '../../helpers/temp-dir.js'

const names = new MemberNames({ name: 'json' })
const listed = (path: string): string[] =>
  toolOutput('tar', ['-tf', path, '--quoting-style=literal']).split('\n').slice(0, -1)

/** Adds files to a tar as a person would. */
function added(path: string, files: Readonly<Record<string, string>>): void {
  const folder = tempDir()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  toolOutput('tar', ['-rf', path, ...Object.keys(files)], { cwd: folder })
}

describe.skipIf(noGnuTar)(`GNU tar${because(noGnuTar)}`, () => {
  it('lists and extracts every entry, whatever its key', () => {
    const { archive, path } = givenTar()
    archive.setMany(hostileKeys().map((key, i) => [key, { i, key: key.slice(0, 9) }] as const))
    expect(listed(path).sort()).toEqual(
      hostileKeys()
        .map((key) => names.nameOf(key))
        .sort(),
    )
    const folder = tempDir()
    toolOutput('tar', ['-xf', path, '-C', folder])
    for (const [i, key] of hostileKeys().entries()) {
      const text = readFileSync(join(folder, names.nameOf(key)), 'utf8')
      expect(text).toBe(JSON.stringify({ i, key: key.slice(0, 9) }))
    }
    expect(readdirSync(folder).length).toBe(hostileKeys().length)
  })

  it('tells when an entry was set, whose it is and how long', () => {
    const time = Date.UTC(2040, 1, 29, 12)
    const { archive, path } = givenTar({ clock: () => time })
    archive.set('rain', [4, 0, 7.5])
    expect(toolOutput('tar', ['-tvf', path, '--utc'])).toMatch(
      /^-rw-r--r-- pilfer\/pilfer +9 2040-02-29 12:00 rain\.json\n$/,
    )
  })

  it('extracts the later of two entries of one name, and passes over what has been deleted', () => {
    const { archive, path } = givenTar()
    archive.set('a', 'old')
    archive.set('b', 1)
    archive.set('a', 'new')
    archive.delete('b')
    expect(listed(path)).toEqual(['a.json', 'b.json', 'a.json', '.pilfer/'])
    const folder = tempDir()
    toolOutput('tar', ['-xf', path, '-C', folder])
    expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('"new"')
    expect(readdirSync(join(folder, '.pilfer'))).toEqual([])
  })

  it('finds no fault with an empty archive, nor with one whose last entry fills its blocks', () => {
    const { archive, path } = givenTar()
    expect(listed(path)).toEqual([])
    archive.set('a', 'x'.repeat(510))
    expect(listed(path)).toEqual(['a.json'])
  })

  it('adds files that are entries at once, while the archive is open', () => {
    const { archive, path, open } = givenTar()
    archive.set('ours', 1)
    archive.set('both', 'before')
    const other = open()
    added(path, { 'theirs.json': '{"a": [1]}', 'both.json': '"after"', 'note.txt': 'text' })
    for (const one of [archive, other, open()]) {
      expect([...one.keys()].sort()).toEqual(['both', 'note.txt', 'ours', 'theirs'])
      expect([one.get('theirs'), one.get('both'), one.get('ours')]).toEqual([{ a: [1] }, 'after', 1])
      expect(Buffer.from(one.get('note.txt')).toString()).toBe('text')
    }
    expect(other.verify()).toEqual({ records: 4, faults: [], leftovers: 0 })
    archive.set('both', 'again')
    archive.delete('theirs')
    added(path, { 'later.json': '2' })
    expect(Object.fromEntries([...other].filter(([key]) => key !== 'note.txt'))).toEqual({
      ours: 1,
      both: 'again',
      later: 2,
    })
    archive.clear()
    expect([listed(path), [...other]]).toEqual([[], []])
  })

  it('tells when the files that it adds were written', () => {
    for (const [format, created] of [
      ['ustar', 1_700_000_000_000],
      ['posix', 1_700_000_000_250],
    ] as const) {
      const { archive, path } = givenTar()
      const folder = tempDir()
      writeFileSync(join(folder, 'a.json'), '1')
      toolOutput('touch', ['-d', '@1700000000.25', 'a.json'], { cwd: folder })
      toolOutput('tar', [`--format=${format}`, '-rf', path, 'a.json'], { cwd: folder })
      expect(archive.read('a')).toEqual({ value: 1, created, expires: Infinity, tags: [], size: 1 })
    }
  })

  it('deletes entries, and the archive goes on with what is left, open or not', () => {
    const { archive, path, open, reports } = givenTar()
    archive.setMany(Object.entries({ a: 1, b: 'x'.repeat(5000), c: 3, d: 4 }))
    toolOutput('tar', ['--delete', '-f', path, 'b.json'])
    expect([...archive].sort()).toEqual(Object.entries({ a: 1, c: 3, d: 4 }))
    archive.set('e', 5)
    archive.set('c', 'new')
    added(path, { 'f.json': '6' })
    const content = { a: 1, c: 'new', d: 4, e: 5, f: 6 }
    expect(archive.equals(new Map(Object.entries(content)))).toBe(true)
    expect(open().equals(new Map<string, unknown>(Object.entries(content)))).toBe(true)
    expect(archive.verify()).toEqual({ records: 5, faults: [], leftovers: 0 })
    expect(reports).toEqual([])
  })

  it('deletes and adds while the archive does not look', () => {
    const { archive, path, open, reports } = givenTar()
    archive.setMany(Object.entries({ a: 'x'.repeat(1_000_000), b: 2, c: 3 }))
    const other = open()
    toolOutput('tar', ['--delete', '-f', path, 'a.json'])
    // The file is longer than before, and everything in it is elsewhere.
    added(path, { 'd.json': JSON.stringify('y'.repeat(2_000_000)) })
    expect([[...archive.keys()], archive.get('c'), archive.get('d').length]).toEqual([
      ['b', 'c', 'd'],
      3,
      2_000_000,
    ])
    other.set('e', 5)
    expect([...open().keys()]).toEqual(['b', 'c', 'd', 'e'])
    expect(listed(path)).toEqual(['b.json', 'c.json', 'd.json', 'e.json'])
    expect(reports).toEqual([])
  })

  it('leaves the length of the file as it was, and the archive notices all the same', () => {
    const { archive, path, reports } = givenTar()
    archive.setMany(Object.entries({ a: 1, b: 2 }))
    const add = (name: string) => {
      added(path, { [`${name}.json`]: JSON.stringify(name) })
      expect(archive.get(name)).toBe(name)
    }
    // GNU tar fills up to 10 KiB.
    add('c')
    add('d')
    toolOutput('tar', ['--delete', '-f', path, 'a.json', 'c.json'])
    expect([[...archive.keys()], archive.has('c'), archive.get('d')]).toEqual([['b', 'd'], false, 'd'])
    archive.set('e', 5)
    expect([listed(path), reports]).toEqual([['b.json', 'd.json', 'e.json'], []])
  })

  it('makes tars of every format that are archives', () => {
    for (const format of ['v7', 'oldgnu', 'gnu', 'ustar', 'posix']) {
      const folder = tempDir()
      const path = join(tempDir(), 'theirs.tar')
      mkdirSync(join(folder, 'sub'))
      writeFileSync(join(folder, 'a.json'), '1')
      writeFileSync(join(folder, 'sub', 'b.json'), '2')
      toolOutput('tar', [`--format=${format}`, '-cf', path, '-C', folder, '.'])
      const { archive, reports } = givenTar({}, path)
      expect([format, ...[...archive].sort()]).toEqual([format, ['a', 1], ['sub/b', 2]])
      archive.set('c', 3)
      expect(listed(path).sort()).toEqual(['./', './a.json', './sub/', './sub/b.json', 'c.json'])
      expect(reports).toEqual([])
    }
  })

  it('has ways of its own for long names, and for those beyond ASCII', () => {
    const long = `${'long-name-'.repeat(15)}é`
    for (const format of ['oldgnu', 'gnu', 'posix']) {
      const { archive, path } = givenTar()
      const folder = tempDir()
      writeFileSync(join(folder, `${long}.json`), '1')
      symlinkSync(`${long}.json`, join(folder, 'link'))
      toolOutput('tar', [`--format=${format}`, '-rf', path, `${long}.json`, 'link'], { cwd: folder })
      expect([...archive]).toEqual([[long, 1]])
      archive.set('after', 2)
      expect([...archive]).toEqual([
        [long, 1],
        ['after', 2],
      ])
    }
  })

  it('has folders, links and files with holes, which are passed over and kept', () => {
    for (const sparse of [
      ['--format=gnu'],
      ['--format=posix', '--sparse-version=0.0'],
      ['--format=posix', '--sparse-version=0.1'],
      ['--format=posix', '--sparse-version=1.0'],
    ]) {
      const { archive, path, reports } = givenTar()
      archive.set('a', 1)
      const folder = tempDir()
      mkdirSync(join(folder, 'folder'))
      writeFileSync(join(folder, 'file.json'), '2')
      symlinkSync('file.json', join(folder, 'symbolic.json'))
      linkSync(join(folder, 'file.json'), join(folder, 'hard.json'))
      // More than the header of a tar has room for.
      writeHoled(join(folder, 'holes.json'), 8)
      toolOutput('tar', [...sparse, '-S', '-rf', path, '-C', folder, '.'])
      archive.set('b', 3)
      const entries = Object.entries({ a: 1, b: 3 })
      // Of two hard links either may come first.
      const file = archive.has('file') ? 'file' : 'hard'
      expect([...archive].sort()).toEqual([...entries, [file, 2]].sort())
      const before = listed(path)
      expect(before).toContain('./holes.json')
      // It is written anew, since more than half of it is dead.
      for (let i = 0; i < 5; i++) archive.set('large', 'x'.repeat(400_000))
      archive.delete('large')
      archive.repair()
      for (let i = 0; i < 5; i++) archive.set('b', 'x'.repeat(400_000))
      expect(listed(path).length).toBeLessThan(12)
      expect(listed(path)).toEqual(expect.arrayContaining(before))
      const out = tempDir()
      toolOutput('tar', ['-xf', path, '-C', out])
      expect(readFileSync(join(out, 'holes.json')).equals(readFileSync(join(folder, 'holes.json')))).toBe(
        true,
      )
      expect(existsSync(join(out, 'folder'))).toBe(true)
      expect(reports).toEqual([])
    }
  })
})

const PYTHON = `
import json, sys, tarfile
with tarfile.open(sys.argv[1]) as tar:
    print(json.dumps([
        [m.name, m.size, m.mtime, m.uname, m.pax_headers.get('comment', '')[:13],
         tar.extractfile(m).read().decode() if m.isfile() and m.size < 1e6 else None]
        for m in tar]))
`
const seen = (path: string): unknown[][] => JSON.parse(toolOutput('python3', ['-c', PYTHON, path]))

describe.skipIf(noPython)(`the tarfile of Python${because(noPython)}`, () => {
  it('reads every entry, whatever its key', () => {
    const { archive, path } = givenTar({ clock: () => 1_700_000_000_000 })
    archive.setMany(hostileKeys().map((key, i) => [key, i] as const))
    const expected = hostileKeys().map((key, i) => [
      names.nameOf(key),
      String(i).length,
      1_700_000_000,
      'pilfer',
      'pilfer 1 live',
      String(i),
    ])
    expect(seen(path)).toEqual(expected)
  })

  it('sees what has been replaced and deleted', () => {
    const { archive, path } = givenTar()
    archive.set('a', 1)
    archive.set('a', 2)
    archive.delete('a')
    expect(seen(path).map((m) => [m[0], m[4], m[5]])).toEqual([
      ['a.json', 'pilfer 1 dead', '1'],
      ['a.json', 'pilfer 1 dead', '2'],
      ['.pilfer', 'pilfer 1 gone', null],
    ])
  })
})

describe.skipIf(noGnuTar ?? noPython)(`an entry of 9 GiB${because(noGnuTar ?? noPython)}`, () => {
  it('is listed by all, and what follows it too', () => {
    const path = join(tempDir(), 'huge.tar')
    const length = 9 * 2 ** 30 + 1
    const framing = new TarFraming(names)
    const meta = { key: 'huge', codec: 'json', created: 0, expires: Infinity, tags: [] }
    const prefix = framing.prefix(0, 'huge', encodeHead(meta, length, []), length)
    writeFileSync(path, prefix)
    // All of the body is a hole.
    truncateSync(path, prefix.length + length + framing.padding(length))
    appendFileSync(path, framing.trailer)
    const { archive, reports } = givenTar({}, path)
    archive.set('after', 1)
    expect([[...archive.keys()], archive.get('after'), reports]).toEqual([['huge', 'after'], 1, []])
    expect(listed(path)).toEqual(['huge.json', 'after.json'])
    expect(toolOutput('tar', ['-tvf', path])).toContain(` ${length} `)
    expect(seen(path).map((m) => m.slice(0, 2))).toEqual([
      ['huge.json', length],
      ['after.json', 1],
    ])
  })
})
