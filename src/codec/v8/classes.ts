import { PilferError, show } from '../../errors.js'
import { type AnyClass, knownClass, type StorableClass } from './class-option.js'
import type { KnownClass } from './known-class.js'

/** The classes that a codec was given, by what is at hand: the prototype when writing, the name when reading. */
export class Classes {
  readonly #byName = new Map<string, KnownClass>()
  readonly #byPrototype = new Map<object | null, KnownClass>()

  constructor(given: readonly (AnyClass | StorableClass)[]) {
    for (const [i, one] of given.entries()) this.#add(knownClass(one, `classes[${i}]`))
  }

  /** The class that an object is a direct instance of. */
  of(object: object): KnownClass | undefined {
    return this.#byPrototype.get(Object.getPrototypeOf(object))
  }

  named(name: string): KnownClass {
    const found = this.#byName.get(name)
    if (found !== undefined) return found
    throw new PilferError(
      'CODEC_DECODE',
      `the stored value holds an instance of ${name}, a class that \`classes\` of v8Codec does not name`,
    )
  }

  #add(one: KnownClass): void {
    if (this.#byName.has(one.name))
      throw new PilferError(
        'OPTION_CONFLICT',
        `\`classes\` has two of the name ${show(one.name)}; give one of them another \`name\``,
      )
    if (this.#byPrototype.has(one.prototype))
      throw new PilferError(
        'OPTION_CONFLICT',
        `\`classes\` has one class twice, the second time as ${one.name}`,
      )
    this.#byName.set(one.name, one)
    this.#byPrototype.set(one.prototype, one)
  }
}
