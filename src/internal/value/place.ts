import { PilferError, show } from '../../errors.js'

/** How many levels a value may nest: few enough that every Node line can write them and read them back. */
export const MAX_DEPTH = 500

/** A step from a whole to its part: a property, or text for a part that is none, such as a member of a Set. */
export type Step = PropertyKey | { readonly text: string }

const STEPS_SHOWN = 12
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u

/** Where a part sits in a value; as a string `value.rows[3].fn`. */
export class Place {
  constructor(
    readonly whole?: Place,
    readonly step: Step = '',
    readonly depth: number = 0,
  ) {}

  /** The place of a part, which may count for more than one level. */
  at(step: Step, levels = 1): Place {
    return new Place(this, step, this.depth + levels)
  }

  /** The same place, with its levels counted anew. */
  withDepth(depth: number): Place {
    return new Place(this.whole, this.step, depth)
  }

  toString(): string {
    const steps: string[] = []
    for (let place: Place = this; place.whole !== undefined; place = place.whole)
      steps.push(asText(place.step))
    steps.reverse()
    if (steps.length > 2 * STEPS_SHOWN) steps.splice(STEPS_SHOWN, steps.length - 2 * STEPS_SHOWN, ' ... ')
    return `value${steps.join('')}`
  }
}

function asText(step: Step): string {
  if (typeof step === 'object') return step.text
  if (typeof step === 'symbol') return `[${String(step)}]`
  if (typeof step === 'string' && IDENTIFIER.test(step)) return `.${step}`
  return `[${show(step)}]`
}

/** The refusal of a part that would not come back equal: `what` says what it is, `hint` what would help. */
export function unsupported(
  place: Place,
  what: string,
  { cause, hint }: { readonly cause?: unknown; readonly hint?: string } = {},
): PilferError {
  const message = `\`${place}\` is ${what}, which would not come back equal`
  return new PilferError('VALUE_UNSUPPORTED', hint === undefined ? message : `${message} ${hint}`, { cause })
}

/** The refusal of a value that nests deeper than {@link MAX_DEPTH}. */
export function tooDeep(place: Place): PilferError {
  return new PilferError('VALUE_TOO_DEEP', `\`${place}\` nests deeper than ${MAX_DEPTH} levels`)
}

/** What the property `key` of `whole` holds; a getter that throws makes the value unsupported. */
export function readProperty(whole: object, key: PropertyKey, place: Place): unknown {
  try {
    return (whole as any)[key]
  } catch (cause) {
    throw unsupported(place.at(key), 'a getter that throws', { cause })
  }
}
