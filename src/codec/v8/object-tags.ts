import { unsupported } from '../../internal/value/place.js'
import { otherwise } from './known-class.js'
import type { Tag } from './tag.js'

const members: Tag['parts'] = {
  write: (value, out, place) => out.members(value, place),
  read: (into, from) => from.members(into),
}

/** A plain object that has registered symbols as keys. */
export const plainObject: Tag = { code: 69, write() {}, read: () => ({}), parts: members }

/** An object without a prototype. */
export const nullObject: Tag = { code: 70, write() {}, read: () => Object.create(null), parts: members }

/** An instance of a registered class, as its own enumerable properties. */
export const instance: Tag = {
  code: 71,
  write: (value, out) => out.className(out.classOf(value)!.name),
  read(from) {
    const known = from.className()
    if (known.convert !== undefined || known.isError) throw otherwise(known)
    return Object.create(known.prototype)
  },
  parts: members,
}

/** How many levels of nesting such an object counts for: V8 is called anew within its own call. */
const SOURCE_LEVELS = 10

/** An instance of a registered class, as what its `encode` makes of it. */
export const converted: Tag = {
  code: 72,
  write(value, out, place) {
    const { name, convert } = out.classOf(value)!
    out.className(name)
    let source: unknown
    try {
      source = convert!.encode(value)
    } catch (cause) {
      throw unsupported(place, `an instance of the class ${name} for which \`encode\` throws`, { cause })
    }
    out.source(source, place.at({ text: '.encode()' }, SOURCE_LEVELS))
  },
  read(from) {
    const known = from.className()
    if (known.convert === undefined) throw otherwise(known)
    const object = known.convert.decode(from.source())
    if (typeof object !== 'object' || object === null || Object.getPrototypeOf(object) !== known.prototype)
      throw new Error(`\`decode\` of the class ${known.name} gave no instance of it`)
    return object
  },
}
