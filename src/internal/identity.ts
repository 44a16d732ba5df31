/** The numbers of the objects, functions and symbols that have been part of a key in this process. */
const numbers = new WeakMap<WeakKey, number>()
let last = 0

/** The keymaps under which a call with the very same objects has the same key, whatever becomes of what is in them. */
const byIdentity = new WeakSet<object>()

/** The number of a value, by which its key tells it from all others; `undefined` if it has not been part of one. */
export const numberOf = (value: WeakKey): number | undefined => numbers.get(value)

/** The number of a value, from now on. */
export function numbered(value: WeakKey): number {
  let number = numbers.get(value)
  if (number === undefined) {
    number = ++last
    numbers.set(value, number)
  }
  return number
}

/** Makes it known that a keymap asks of objects only which they are, by {@link numbered}. */
export const declareByIdentity = (keymap: object): void => void byIdentity.add(keymap)

/** Whether a keymap was declared to ask only that. */
export const isByIdentity = (keymap: object): boolean => byIdentity.has(keymap)
