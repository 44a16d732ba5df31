import type { RecordHead } from '../record/record.js'
import type { Damage } from './damage.js'
import type { Window } from './window.js'

/** A stretch of a log: an entry, or something that says what became of one. */
export interface Frame {
  /** Where it begins and how long it is, in bytes. */
  readonly at: number
  readonly length: number
  readonly key: string
  /** In ms since 1970; `Infinity` for never. */
  readonly expires: number
  /**
   * `'entry'`; `'deletion'` of the key; `'other'`, which is none of the archive's and is kept as it is; `'damaged'`, of
   * which only the length is known.
   */
  readonly type: 'entry' | 'deletion' | 'other' | 'damaged'
  /** It says itself that a later frame has taken its place. */
  readonly superseded: boolean
  /** It cannot say that, since another program has written it. */
  readonly isForeign?: true
}

/** What tells a frame from another one that may come to stand in its place. */
export interface FrameStart extends Pick<Frame, 'at' | 'key'> {
  /** The checksum of its record. */
  readonly sum: number
}

/**
 * What stands where no frame does: nothing more (`'end'`), the beginning of one (`'cut'`), or what cannot be
 * understood (`'damaged'`).
 */
export type NoFrame = 'end' | 'cut' | 'damaged'

/** An entry as it lies in the file. */
export interface Found {
  /** The head of the record as bytes, not yet checked; or the head itself, of an entry that is no record. */
  readonly head: Buffer | RecordHead
  readonly bodyAt: number
  readonly bodyLength: number
}

/**
 * How records lie in one file, one after the other. A {@link Log} over a framing finds them again after a restart,
 * appends to them, and can tell what a killed writer left.
 *
 * A frame is a prefix, the body of its record, and padding. Its first bytes, the *keystone*, make it visible: without
 * them it is as if it were not there.
 */
export interface Framing {
  /** How many bytes of a frame are its keystone. */
  readonly keystone: number
  /** The keystone of every frame, however small, has to come after the rest, since it covers what is in force until then. */
  readonly keystoneLast: boolean
  /** What follows the last frame. */
  readonly trailer: Uint8Array
  /** What a new file begins with, which this is the framing of from then on. */
  header(): Buffer
  /**
   * Reads how the file begins; gives where its first frame is. A beginning that is damaged is reported, if what follows
   * shows what the file is. An empty file has no beginning yet, and is given one by its first writer.
   *
   * @throws PilferError `ARCHIVE_PATH` when it is no such file, `FORMAT_NEWER`.
   */
  open(window: Window, path: string, report: (damage: Damage) => void): number
  /** What stands at `at`. */
  frameAt(window: Window, at: number): Frame | NoFrame
  /** The checksum of the record in the whole frame at `at`, as its head has it; 0 where it has none. */
  sumAt(window: Window, at: number): number
  /** The first place from `from` on where a whole frame of this very file stands, or -1. */
  nextFrame(window: Window, from: number): number
  /** All of a frame that is before the body, for a record that is to stand at `at`. */
  prefix(at: number, key: string, head: Buffer, bodyLength: number): Buffer
  /** How many bytes follow a body of this length. */
  padding(bodyLength: number): number
  /** What marks a frame as superseded, and where that goes; `undefined` where a frame cannot say so. */
  mark(window: Window, frame: Frame): { readonly at: number; readonly bytes: Uint8Array } | undefined
  /**
   * The entry in a frame.
   *
   * @throws PilferError `RECORD_DAMAGED` when there is none.
   */
  find(window: Window, frame: Frame, where: string): Found
  /** The bytes that a frame begins with when it stands at `to` in the file of `framing`; those behind them stay as they are. */
  moved(window: Window, frame: Frame, to: number, framing: Framing): Buffer
}
