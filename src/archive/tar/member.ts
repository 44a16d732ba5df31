import type { Window } from '../../internal/log/window.js'
import { BLOCK, decodeHeader, inBlocks, type TarHeader } from './header.js'
import { decodePax } from './pax.js'
import { decodeStamp, type Stamp } from './stamp.js'

/** An entry of a tar, with all that stands before it and belongs to it. */
export interface Member {
  /** Where the first block of it is. */
  readonly at: number
  /** How long it is with all of its blocks. */
  readonly length: number
  readonly name: string
  readonly size: number
  readonly bodyAt: number
  /** In seconds since 1970. */
  readonly mtime: number
  readonly owner: string
  /** It is a file, and not a folder, a link or words about all that follows. */
  readonly isFile: boolean
  /** What its comment says, if this archive wrote it. */
  readonly stamp: Stamp | undefined
}

/** Words about the next entry that are longer than this are not believed. */
const MOST_WORDS = 64 * 1024 * 1024

/** `0` and, before POSIX, `7`: files that may be read as one. */
const FILES = new Set(['0', '7'])

/** What has no body, whatever size it tells: links, devices, folders, pipes. */
const BODILESS = new Set(['1', '2', '3', '4', '5', '6'])

/** GNU tar says with this byte of a sparse file that further blocks about it follow. */
const SPARSE_GOES_ON = 482
const SPARSE_GOES_ON_AFTER = 504

/** The entry that begins at `at`; `'cut'` where the file ends before it does, `'damaged'` where there is none. */
export function readMember(window: Window, at: number): Member | 'cut' | 'damaged' {
  const words = new Map<string, string>()
  for (let next = at; ; ) {
    const block = window.view(next, BLOCK)
    if (block.length < BLOCK) return 'cut'
    const header = decodeHeader(block)
    if (header === undefined) return 'damaged'
    const bodyAt = next + BLOCK
    if ('xgLK'.includes(header.type)) {
      const found = readWords(window, header, bodyAt)
      if (typeof found === 'string') return found
      for (const [keyword, value] of found) words.set(keyword, value)
      next = bodyAt + inBlocks(header.size)
      if (header.type !== 'g') continue
      return {
        ...header,
        at,
        length: next - at,
        bodyAt,
        isFile: false,
        stamp: decodeStamp(words.get('comment')),
      }
    }
    return wholeMember(window, at, header, bodyAt + sparseBlocks(window, next, header), words)
  }
}

function wholeMember(
  window: Window,
  at: number,
  header: TarHeader,
  bodyAt: number,
  words: ReadonlyMap<string, string>,
): Member | 'cut' | 'damaged' {
  const size = BODILESS.has(header.type) ? 0 : Number(words.get('size') ?? header.size)
  if (!Number.isSafeInteger(size) || size < 0) return 'damaged'
  const length = bodyAt + inBlocks(size) - at
  // The last block may not have been filled up.
  if (bodyAt + size > window.size) return 'cut'
  return {
    ...header,
    at,
    length,
    size,
    bodyAt,
    name: words.get('path') ?? header.name,
    mtime: Number(words.get('mtime') ?? header.mtime),
    isFile: FILES.has(header.type),
    stamp: decodeStamp(words.get('comment')),
  }
}

/** What the blocks behind `header` say about the next entry. */
function readWords(window: Window, header: TarHeader, at: number): Map<string, string> | 'cut' | 'damaged' {
  if (header.size > MOST_WORDS) return 'damaged'
  const bytes = window.view(at, header.size)
  if (bytes.length < header.size) return 'cut'
  if (header.type === 'x' || header.type === 'g') return decodePax(bytes) ?? 'damaged'
  const text = bytes.toString('utf8').replace(/\0.*$/s, '')
  return new Map(header.type === 'L' ? [['path', text]] : [])
}

function sparseBlocks(window: Window, at: number, { type }: TarHeader): number {
  if (type !== 'S' || window.view(at, BLOCK)[SPARSE_GOES_ON] !== 1) return 0
  let length = 0
  do length += BLOCK
  while (window.view(at + length, BLOCK)[SPARSE_GOES_ON_AFTER] === 1)
  return length
}
