import { arrayKind } from './array.js'
import { builtIns } from './built-ins.js'
import { classKind } from './class-kind.js'
import { explain } from './explain.js'
import { nullKind, plainKind } from './plain.js'
import { primitiveText } from './text.js'
import { type Kind, MAX_DEPTH, MAX_OBJECTS, Refusal, type Walk } from './walk.js'

/** One walk through one argument: writes each value by its kind, and cycles as the way back up, `^1`. */
class Canonical implements Walk {
  /** The objects that the one being written lies in. */
  readonly ancestors: object[] = []
  objects = 0

  constructor(readonly typed: boolean) {}

  text(value: unknown): string {
    return typeof value === 'object' && value !== null
      ? this.#object(value)
      : primitiveText(value, this.typed)
  }

  #object(value: object): string {
    const { ancestors } = this
    const depth = ancestors.length
    for (let i = depth - 1; i >= 0; i--) if (ancestors[i] === value) return `^${depth - i}`
    if (depth === MAX_DEPTH)
      throw new Refusal(`it lies more than ${MAX_DEPTH} levels deep`, value, 'KEY_TOO_DEEP')
    if (++this.objects > MAX_OBJECTS)
      throw new Refusal(`there are more than ${MAX_OBJECTS} objects before it`, value, 'KEY_TOO_LARGE')
    ancestors.push(value)
    const text = kindOf(value).text(value, this)
    ancestors.pop()
    return text
  }
}

function kindOf(value: object): Kind {
  const prototype = Object.getPrototypeOf(value)
  if (prototype === Object.prototype) return plainKind
  if (prototype === Array.prototype) return arrayKind
  if (prototype === null) return nullKind
  return builtIns.get(prototype) ?? classKind(prototype)
}

/** The canonical text of the argument at `index`. Throws a `PilferError` with one of the codes `KEY_...`. */
export type Spell = (argument: unknown, index: number) => string

/**
 * The function that gives two arguments one text exactly when they are equal, and the same text in every process.
 * `docs/keymaps.md` has the grammar.
 */
export function canonical(typed: boolean): Spell {
  let idle: Canonical | undefined
  return (argument, index) => {
    let walk: Canonical | undefined
    try {
      if (typeof argument !== 'object' || argument === null) return primitiveText(argument, typed)
      // Taken while in use: a getter may call a memoized function, which comes back here.
      walk = idle ?? new Canonical(typed)
      idle = undefined
      const text = walk.text(argument)
      walk.objects = 0
      idle = walk
      return text
    } catch (error) {
      throw explain(error, index, walk?.ancestors ?? [])
    }
  }
}
