import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findOwn } from '../../../src/archive/tar/own-entry.js'
import { Window } from '../../../src/internal/log/window.js'
import { END, givenTar, member } from '../../helpers/tar.js'
import { tempDir } from '../../helpers/temp-dir.js'

/** What is found quickly in the first entry of a tar, which ends where the zeros begin. */
const findIn = (tar: Buffer) => findOwn(Window.of(tar, 0), 0, tar.length - END.length)

describe('an entry of a tar', () => {
  const written = (key: string, value: unknown) => {
    const { archive, bytes } = givenTar()
    archive.set(key, value)
    return bytes()
  }

  it.each([
    ['a', 1],
    ['', 'x'.repeat(10_000)],
    ['k'.repeat(300), null],
    ['a/b c=d\nö', []],
  ])('is found at once where the archive wrote it (%#)', (key, value) => {
    const tar = written(key, value)
    const { head, bodyAt, bodyLength } = findIn(tar)!
    expect([(head as Buffer).subarray(0, 4).toString('hex'), bodyAt % 512]).toEqual(['89504c46', 0])
    expect(tar.toString('utf8', bodyAt, bodyAt + bodyLength)).toBe(JSON.stringify(value))
  })

  it('is looked at more closely where it is another one, has many words, or is a deletion', () => {
    const { archive, bytes } = givenTar()
    archive.set('a', 1)
    const length = bytes().length
    archive.delete('a')
    const deletion = bytes().subarray(length - END.length)
    const theirs = Buffer.concat([member({ name: 'a.json', body: '1' }), END])
    const withWords = member({ name: 'a.json', body: '1', words: [['comment', 'pilfer 2 live 0 aaaa']] })
    for (const tar of [theirs, Buffer.concat([withWords, END]), written('k'.repeat(3000), 1), deletion])
      expect(findIn(tar)).toBe(undefined)
  })

  it('gives its value, or none, whatever byte of it has changed', () => {
    const { archive: first, bytes: all } = givenTar()
    first.set('a', 'value')
    const { length } = all()
    first.set('b', 1)
    const sound = all()
    for (let at = 0; at < length - END.length; at += 7) {
      const path = join(tempDir(), 'memo.tar')
      writeFileSync(path, sound)
      const { archive } = givenTar({}, path)
      const bytes = readFileSync(path)
      bytes[at]! ^= 1
      writeFileSync(path, bytes)
      expect([undefined, 'value']).toContain(archive.get('a'))
      expect(archive.get('b')).toBe(1)
    }
  })
})
