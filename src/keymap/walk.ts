import type { ErrorCode } from '../errors.js'

/** How many levels of objects a key may hold. */
export const MAX_DEPTH = 1_000
/** How many objects an argument may hold, one that is reached by several ways counted each time. */
export const MAX_OBJECTS = 2 ** 20
/** How many characters a key may be written in. */
export const MAX_TEXT = 2 ** 28

/** One walk through an argument, as those see it who write a single kind of object. */
export interface Walk {
  /** Whether types are kept apart. */
  readonly typed: boolean
  /** The canonical text of a value inside the one being written. */
  text(value: unknown): string
}

/** Writes the objects of one prototype. */
export interface Kind {
  readonly name: string
  /** The canonical text of `value`. Throws a {@link Refusal} when it has none. */
  text(value: any, walk: Walk): string
}

/**
 * Why something has no canonical text: `value`, or the object being written where no value is given. The walk that
 * catches it knows the way there and makes an error of it.
 */
export class Refusal {
  constructor(
    readonly why: string,
    readonly value?: unknown,
    readonly code: ErrorCode = 'KEY_UNSUPPORTED',
  ) {}
}
