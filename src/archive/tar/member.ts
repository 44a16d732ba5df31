import type { Window } from '../../internal/log/window.js'
import { BLOCK, decodeHeader, inBlocks, type TarHeader } from './header.js'
import { decodePax } from './pax.js'
import { decodeStamp, isOwned, type Stamp } from './stamp.js'
import { decodeText } from './text.js'

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
  /** It says that it belongs to this archive. */
  readonly isOwned: boolean
  /** It is a file, and not a folder, a link or words about all that follows. */
  readonly isFile: boolean
  /** What its comment says, if this archive wrote it. */
  readonly stamp: Stamp | undefined
}

/** Words about the next entry that are longer than this are not believed. */
export const MOST_WORDS = 64 * 1024 * 1024

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
    if (!'xgLK'.includes(header.type))
      return wholeMember(window, at, header, bodyAt + sparseBlocks(window, next, header), words)
    const found = readWords(window, header, bodyAt)
    if (typeof found === 'string') return found
    next = bodyAt + inBlocks(header.size)
    if (header.type === 'g') return wordsAboutAll(at, next - at, bodyAt, header)
    for (const [keyword, value] of found) words.set(keyword, value)
  }
}

/** Words about all that follows; what they tell, such as where the files come from, does not matter here. */
const wordsAboutAll = (at: number, length: number, bodyAt: number, header: TarHeader): Member => ({
  ...header,
  at,
  length,
  bodyAt,
  isOwned: false,
  isFile: false,
  stamp: undefined,
})

function wholeMember(
  window: Window,
  at: number,
  header: TarHeader,
  bodyAt: number,
  words: ReadonlyMap<string, string>,
): Member | 'cut' | 'damaged' {
  const size = BODILESS.has(header.type) ? 0 : sizeOf(header.size, words.get('size'))
  if (size === undefined) return 'damaged'
  // The last block may not have been filled up.
  if (bodyAt + size > window.size) return cutShort(header)
  return {
    at,
    length: bodyAt + inBlocks(size) - at,
    size,
    bodyAt,
    name: words.get('path') || header.name,
    mtime: mtimeOf(header.mtime, words.get('mtime')),
    isOwned: isOwned(header),
    isFile: FILES.has(header.type) && !isSparse(words.keys()),
    stamp: decodeStamp(words.get('comment')),
  }
}

/** What the blocks behind `header` say about the next entry. */
function readWords(window: Window, header: TarHeader, at: number): Map<string, string> | 'cut' | 'damaged' {
  if (header.size > MOST_WORDS) return 'damaged'
  const bytes = window.view(at, header.size)
  if (bytes.length < header.size) return cutShort(header)
  if (header.type === 'x' || header.type === 'g') return decodePax(bytes) ?? 'damaged'
  const end = bytes.indexOf(0)
  const text = decodeText(end === -1 ? bytes : bytes.subarray(0, end))
  return new Map(header.type === 'L' ? [['path', text]] : [])
}

/** What is cut short: by a writer of ours that was killed, or, of somebody else's, in a way that is worth a look. */
const cutShort = (header: TarHeader): 'cut' | 'damaged' => (isOwned(header) ? 'cut' : 'damaged')

function sizeOf(size: number, word: string | undefined): number | undefined {
  if (!word) return size
  return /^[0-9]+$/.test(word) && Number.isSafeInteger(Number(word)) ? Number(word) : undefined
}

/** The time of an entry, in seconds since 1970; words have it with its fraction. */
export function mtimeOf(mtime: number, word: string | undefined): number {
  const exact = Number(word || NaN)
  return Number.isFinite(exact) ? exact : mtime
}

/** Whether words are about a file with holes, whose body begins with a list of them. */
export const isSparse = (keywords: Iterable<string>): boolean =>
  [...keywords].some((keyword) => keyword.startsWith('GNU.sparse.'))

function sparseBlocks(window: Window, at: number, { type }: TarHeader): number {
  if (type !== 'S' || window.view(at, BLOCK)[SPARSE_GOES_ON] !== 1) return 0
  let length = 0
  do length += BLOCK
  while (window.view(at + length, BLOCK)[SPARSE_GOES_ON_AFTER] === 1)
  return length
}
