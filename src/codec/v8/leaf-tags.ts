import type { Tag } from './tag.js'

/** A RegExp that has moved: V8 forgets `lastIndex`. */
export const movedRegExp: Tag<RegExp> = {
  code: 65,
  write(value, out) {
    out.writeDouble(value.lastIndex)
    out.writeValue(value)
  },
  read(from) {
    const lastIndex = from.readDouble()
    return Object.assign(from.readValue() as RegExp, { lastIndex })
  },
}

/** An ArrayBuffer that is large enough to lie beside the stream. */
export const largeBuffer: Tag<ArrayBuffer> = {
  code: 66,
  write: (value, out) => out.bytes(new Uint8Array(value)),
  read: (from) => from.bytes(),
}

/** V8 writes a URL as an empty object. */
export const url: Tag<URL> = {
  code: 67,
  write: (value, out) => void out.writeValue(value.href),
  read: (from) => new URL(from.readText()),
}

export const searchParams: Tag<URLSearchParams> = {
  code: 68,
  write: (value, out) => void out.writeValue(value.toString()),
  read: (from) => new URLSearchParams(from.readText()),
}
