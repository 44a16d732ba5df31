import type { AnyArchive, Archive } from './archive.js'
import { PilferError, pilferTypeError, show } from './errors.js'

const ABSENT = Symbol('absent')
const INSPECT = Symbol.for('nodejs.util.inspect.custom')

/**
 * A synchronous archive as a plain record: properties are entries. It has no other properties, inherited ones
 * included, so that `__proto__`, `constructor` or `then` are keys like any other.
 *
 * @throws PilferError `ARCHIVE_ASYNC` for an archive that has to be waited for; `OPTION_INVALID` for what is no
 * archive.
 * @example
 * ```ts
 * import { asRecord, dictArchive } from 'pilfer'
 *
 * const memo = asRecord(dictArchive<number>())
 * memo.x = 1
 * 'x' in memo // true
 * Object.keys(memo) // ['x']
 * delete memo.x
 * ```
 */
export function asRecord<V>(archive: Archive<V>): Record<string, V> {
  checkArchive(archive)
  // What a proxy may say is bound to its target: one without prototype and properties leaves it free.
  const target: Record<string, V> = Object.create(null)
  Object.defineProperty(target, INSPECT, { value: () => Object.fromEntries(archive), configurable: true })
  return new Proxy(target, {
    get: (_, key) => (typeof key === 'string' ? archive.get(key) : undefined),
    has: (_, key) => typeof key === 'string' && archive.has(key),
    set(_, key, value) {
      archive.set(checkKey(key), value)
      return true
    },
    deleteProperty(_, key) {
      if (typeof key === 'string') archive.delete(key)
      return true
    },
    ownKeys: () => [...new Set(archive.keys())],
    getOwnPropertyDescriptor(_, key) {
      const value = typeof key === 'string' ? archive.get(key, ABSENT) : ABSENT
      return value === ABSENT ? undefined : { value, writable: true, enumerable: true, configurable: true }
    },
    defineProperty(_, key, descriptor) {
      const { get, set, writable = true, enumerable = true, configurable = true, value } = descriptor
      if (get !== undefined || set !== undefined || !(writable && enumerable && configurable)) return false
      if ('value' in descriptor || !archive.has(checkKey(key))) archive.set(checkKey(key), value)
      return true
    },
    setPrototypeOf: (_, prototype) => prototype === null,
    preventExtensions: () => false,
  })
}

function checkArchive(archive: AnyArchive): void {
  if (typeof archive?.supports !== 'object')
    throw new PilferError('OPTION_INVALID', `asRecord takes an archive, received ${show(archive)}`)
  if (archive.supports.async)
    throw new PilferError(
      'ARCHIVE_ASYNC',
      `asRecord takes a synchronous archive, since a property cannot be waited for; this ${archive.kind} archive is asynchronous`,
    )
}

function checkKey(key: string | symbol): string {
  if (typeof key === 'string') return key
  throw pilferTypeError('KEY_NOT_STRING', `an archive key must be a string, received ${show(key)}`)
}
