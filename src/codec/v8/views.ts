import { types } from 'node:util'
import { dataSymbols, hasOnlyIndices } from '../../internal/value/data-properties.js'

/** The kinds of view in the order of their number in the stored bytes; new ones go to the end. */
const NAMES = [
  'DataView',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
  'Buffer',
  'Float16Array',
] as const

const BUFFER = NAMES.indexOf('Buffer')

/** How many numbers of the stored bytes mean a view. */
export const VIEW_KINDS = NAMES.length

const CLASSES = NAMES.map((name) => (globalThis as any)[name] as { prototype: object } | undefined)
const KINDS = new Map(CLASSES.map((known, kind) => [known?.prototype, kind]))
const typeOf = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
)!.get!

/** Whether a prototype is that of a kind of view. */
export const isViewPrototype = (prototype: object): boolean => KINDS.has(prototype)

/** The number of a view's kind; none for a subclass. */
export function viewKind(view: ArrayBufferView): number | undefined {
  const kind = KINDS.get(Object.getPrototypeOf(view))
  if (kind === undefined) return undefined
  // A prototype can be put on a view of another kind.
  const type = typeOf.call(view) ?? 'DataView'
  return type === (kind === BUFFER ? 'Uint8Array' : NAMES[kind]) ? kind : undefined
}

/** The view of `kind` on the whole of `buffer`. */
export function makeView(kind: number, buffer: ArrayBuffer): ArrayBufferView {
  if (kind === BUFFER) return Buffer.from(buffer)
  const View = CLASSES[kind] as (new (buffer: ArrayBuffer) => ArrayBufferView) | undefined
  if (View === undefined) throw new Error(`this version of Node has no ${NAMES[kind]}`)
  return new View(buffer)
}

/** Why a view cannot be kept, in words, if it cannot. */
export function viewFault(view: ArrayBufferView): string | undefined {
  const kind = viewKind(view)
  if (kind === undefined) return 'an instance of a class over a typed array'
  const fault = bufferFault(view.buffer)
  if (fault !== undefined) return `a ${NAMES[kind]} on ${fault}`
  const onlyIndices = types.isDataView(view)
    ? Object.keys(view).length === 0
    : hasOnlyIndices(view as Uint8Array)
  if (!onlyIndices || dataSymbols(view).length > 0) return `a ${NAMES[kind]} with properties of its own`
  return undefined
}

/** Why the memory of a view cannot be kept, in words, if it cannot. */
export function bufferFault(buffer: ArrayBufferLike): string | undefined {
  if (types.isSharedArrayBuffer(buffer)) return 'a SharedArrayBuffer'
  if ((buffer as { resizable?: boolean }).resizable) return 'a resizable ArrayBuffer'
  if (isDetached(buffer)) return 'a detached ArrayBuffer'
  return undefined
}

function isDetached(buffer: ArrayBufferLike): boolean {
  if (buffer.byteLength > 0) return false
  try {
    new Uint8Array(buffer)
    return false
  } catch {
    return true
  }
}
