import { digest } from '#digest'
import { builtIns } from './built-ins.js'
import { type ClassSource, classSource } from './class-source.js'
import { plainKind } from './plain.js'
import { type Kind, Refusal, type Walk } from './walk.js'

/** The method by which an instance says itself what stands for it in a key. */
const HOOK = Symbol.for('pilfer.key')
const HOOK_HELP = "a method under Symbol.for('pilfer.key') can give what stands for it"

const TAG_DIGITS = 32
const LONGEST_CHAIN = 100
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/

const kinds = new WeakMap<object, Kind>()
/** Which prototype a tag stands for in this process. */
const owners = new Map<string, WeakRef<object>>()

/** The kind of the objects with `prototype`, which is that of no built-in class. */
export function classKind(prototype: object): Kind {
  let kind = kinds.get(prototype)
  if (kind === undefined) {
    kind = new ClassKind(prototype, ancestry(prototype))
    kinds.set(prototype, kind)
  }
  return kind
}

interface Ancestry {
  /** From the class itself upwards. */
  readonly classes: readonly ClassSource[]
  /** What all of them extend in the end. */
  readonly base: Kind
}

function ancestry(prototype: object): Ancestry {
  const classes: ClassSource[] = []
  for (let at: object | null = prototype; ; at = Object.getPrototypeOf(at)) {
    if (at === null || at === Object.prototype) return { classes, base: plainKind }
    const base = builtIns.get(at)
    if (base !== undefined) return { classes, base }
    const found = classSource(at)
    if (found === undefined || classes.length === LONGEST_CHAIN)
      throw new Refusal('its prototype belongs to no class')
    classes.push(found)
  }
}

/**
 * Writes instances of a class: the class, then what the built-in that it extends (or a plain object) would be written
 * as, `Point#4b1f...:{'x':1}`; or, in parentheses, what the instance gives to stand for itself.
 */
class ClassKind implements Kind {
  readonly name: string
  readonly #prototype: object
  readonly #ancestry: Ancestry
  #tag: string | undefined

  constructor(prototype: object, ancestry: Ancestry) {
    const { name } = ancestry.classes[0]!
    this.#prototype = prototype
    this.#ancestry = ancestry
    this.name = IDENTIFIER.test(name) ? name : 'class'
  }

  text(value: { [HOOK]?: unknown }, walk: Walk): string {
    const hook = value[HOOK]
    if (typeof hook === 'function') {
      const data: unknown = hook.call(value)
      if (data === value)
        throw new Refusal("its method under Symbol.for('pilfer.key') gives the object itself")
      const text = walk.text(data)
      return walk.typed ? `${this.#claimedTag()}(${text})` : text
    }
    this.#checkVisible()
    const text = this.#ancestry.base.text(value, walk)
    return walk.typed ? `${this.#claimedTag()}:${text}` : text
  }

  #checkVisible(): void {
    for (const { name, isNative, hasPrivate } of this.#ancestry.classes) {
      if (isNative) throw new Refusal(`it is an instance of the built-in ${name}, whose state cannot be seen`)
      if (hasPrivate) throw new Refusal(`private members of its class ${name} cannot be seen; ${HOOK_HELP}`)
    }
  }

  /** The name and a digest of the texts of the classes. Only one class of a process may have it. */
  #claimedTag(): string {
    if (this.#tag === undefined) {
      const { classes, base } = this.#ancestry
      const told = JSON.stringify([base.name, ...classes.map(({ name, source }) => [name, source])])
      const tag = `${this.name}#${digest('sha256', told).slice(0, TAG_DIGITS)}`
      const owner = owners.get(tag)?.deref()
      if (owner !== undefined && owner !== this.#prototype)
        throw new Refusal(`another class ${this.name} has the very same text; ${HOOK_HELP}`)
      owners.set(tag, new WeakRef(this.#prototype))
      this.#tag = tag
    }
    return this.#tag
  }
}
