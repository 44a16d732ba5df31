import { types } from 'node:util'
import { dataSymbols, isBare } from '../../internal/value/data-properties.js'
import { BLOB_BYTES } from './format.js'
import { largeBuffer, movedRegExp, searchParams, url } from './leaf-tags.js'
import type { Tag } from './tag.js'
import { bufferFault, viewFault } from './views.js'

/** A built-in object without parts of its own. */
interface Leaf {
  /** Why it cannot be kept, in words, if it cannot. */
  fault(value: any): string | undefined
  /** The tag that it needs, if V8 would change it. */
  tag?(value: any): Tag | undefined
}

const native = (name: string, is: (value: unknown) => boolean): Leaf => ({
  fault(value) {
    if (!is(value)) return `no ${name}, though it has the prototype of one`
    return isBare(value) ? undefined : `a ${name} with properties of its own`
  },
})

/** A test that may fail by throwing, as a method does on an object that is not of its class. */
const passes =
  (test: (value: any) => boolean) =>
  (value: unknown): boolean => {
    try {
      return test(value)
    } catch {
      return false
    }
  }

const hrefOf = Object.getOwnPropertyDescriptor(URL.prototype, 'href')!.get!
const isUrl = passes((value) => {
  const href = hrefOf.call(value)
  return new URL(href).href === href
})
const isSearchParams = passes((value) => typeof URLSearchParams.prototype.toString.call(value) === 'string')
const stringObject: Leaf = {
  fault(value) {
    if (!types.isStringObject(value)) return 'no String object, though it has the prototype of one'
    const { length } = String.prototype.valueOf.call(value)
    if (Object.keys(value).length > length || dataSymbols(value).length > 0)
      return 'a String object with properties of its own'
    return undefined
  },
}
const buffer = native('ArrayBuffer', types.isArrayBuffer)
const regExp = native('RegExp', types.isRegExp)

const view: Leaf = { fault: viewFault }

/** Those that are no views, by their prototype. */
export const LEAVES: ReadonlyMap<object, Leaf> = new Map<object, Leaf>([
  [Date.prototype, native('Date', types.isDate)],
  [Number.prototype, native('Number object', types.isNumberObject)],
  [String.prototype, stringObject],
  [Boolean.prototype, native('Boolean object', types.isBooleanObject)],
  [BigInt.prototype, native('BigInt object', types.isBigIntObject)],
  [
    RegExp.prototype,
    {
      fault: (value) =>
        regExp.fault(value) ??
        (typeof value.lastIndex === 'number' ? undefined : 'a RegExp whose `lastIndex` is no number'),
      tag: (value: RegExp) => (Object.is(value.lastIndex, 0) ? undefined : movedRegExp),
    },
  ],
  [
    ArrayBuffer.prototype,
    {
      fault: (value) => buffer.fault(value) ?? bufferFault(value),
      tag: (value: ArrayBuffer) => (value.byteLength < BLOB_BYTES ? undefined : largeBuffer),
    },
  ],
  [URL.prototype, { ...native('URL', isUrl), tag: () => url }],
  [URLSearchParams.prototype, { ...native('URLSearchParams', isSearchParams), tag: () => searchParams }],
])

/** The leaf that an object is, or claims to be by its prototype. */
export function leafOf(object: object): Leaf | undefined {
  return ArrayBuffer.isView(object) ? view : LEAVES.get(Object.getPrototypeOf(object))
}
