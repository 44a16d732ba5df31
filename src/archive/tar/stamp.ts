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

export function encodeStamp({ state, at, head }: Stamp): string {
  return `${OWNER} 1 ${state} ${at.toString(16).padStart(16, '0')} ${head.toString('base64')}`
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

/** Where the state stands in an entry's words, which begin with the comment; -1 when they do not. */
export function stateAt(words: Buffer): number {
  const begin = words.indexOf(` comment=${OWNER} 1 `)
  return begin === -1 || begin > 16 ? -1 : begin + ` comment=${OWNER} 1 `.length
}
