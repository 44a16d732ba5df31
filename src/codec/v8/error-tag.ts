import { setHidden } from '../../internal/value/data-properties.js'
import { readProperty } from '../../internal/value/place.js'
import { bareError, nearestBase } from './error-bases.js'
import { otherwise } from './known-class.js'
import type { Tag } from './tag.js'

/** The properties that errors have without listing them. */
const HIDDEN = ['name', 'message', 'stack', 'cause', 'errors', 'error', 'suppressed']

/** An Error of any kind. V8 keeps only some of its properties, and not in the same way in all versions. */
export const error: Tag<Error> = {
  code: 73,
  write(value, out) {
    const known = out.classOf(value)
    out.writeUint32(nearestBase(value))
    out.writeUint32(known === undefined ? 0 : 1)
    if (known !== undefined) out.className(known.name)
  },
  read(from) {
    const base = from.readUint32()
    if (from.readUint32() === 0) return bareError(base)
    const known = from.className()
    if (known.convert !== undefined || !known.isError) throw otherwise(known)
    return bareError(base, known.prototype)
  },
  parts: {
    write(value, out, place) {
      const hidden: Record<string, unknown> = {}
      for (const key of HIDDEN) if (isHidden(value, key)) hidden[key] = readProperty(value, key, place)
      out.keep(hidden, place)
      out.members(value, place)
    },
    read(into, from) {
      const hidden = from.readValue()
      for (const key of HIDDEN) if (Object.hasOwn(hidden, key)) setHidden(into, key, hidden[key])
      from.members(into)
    },
  },
}

function isHidden(value: Error, key: string): boolean {
  return Object.getOwnPropertyDescriptor(value, key)?.enumerable === false
}
