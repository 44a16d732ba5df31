import { findPax } from './pax.js'

/**
 * What the comment of an entry says that this archive wrote: whether it is in force, where in the file it stands, and
 * the head of its record. Tools that know nothing of it pass over a comment.
 */
export interface Stamp {
  readonly state: keyof typeof STATES
  readonly at: number
  readonly head: Buffer
}

/** Words of one length, so that one can be written over another. */
export const STATES = { live: 'live', dead: 'dead', gone: 'gone' } as const

const FORM = /^pilfer 1 (live|dead|gone) ([0-9a-f]{16}) ([A-Za-z0-9+/]+=*)$/

/** The owner of every entry that has such a comment. */
export const OWNER = 'pilfer'

/** What the comment begins with. */
export const BEGIN = `${OWNER} 1 `

/** What the words of an entry with such a comment begin with. */
const WORDS = /^[1-9][0-9]* comment=pilfer 1 /

export const beginsWithStamp = (words: Buffer): boolean => WORDS.test(words.toString('latin1', 0, 40))

export function encodeStamp({ state, at, head }: Stamp): string {
  return `${BEGIN}${state} ${at.toString(16).padStart(16, '0')} ${head.toString('base64')}`
}

/** What a comment says, or `undefined` when it is none of ours or not as it was written. */
export function decodeStamp(comment: string | undefined): Stamp | undefined {
  const [, state, at, base64] = FORM.exec(comment ?? '') ?? []
  if (state === undefined) return undefined
  return {
    state: state as Stamp['state'],
    at: Number.parseInt(at!, 16),
    head: Buffer.from(base64!, 'base64'),
  }
}

/** Where the state stands in an entry's words, or -1 when they have no such comment. */
export function stateAt(words: Buffer): number {
  const comment = findPax(words)?.findLast(({ keyword }) => keyword === 'comment')
  return comment !== undefined && words.indexOf(BEGIN, comment.begin) === comment.begin
    ? comment.begin + BEGIN.length
    : -1
}

/** Whether something says that it belongs to this archive; a user of that name has another number. */
export const isOwned = ({ owner, uid }: { owner: string; uid: number }): boolean =>
  owner === OWNER && uid === 0
