import { fromLatin1, latin1, nodeBuffer } from './bytes.js'

/** Bytes as text in some alphabet. */
export interface ByteText {
  encode(bytes: Uint8Array): string
  /** The bytes of `text`; `undefined` when `encode` never gives it. */
  decode(text: string): Uint8Array<ArrayBuffer> | undefined
}

const HEX_DIGITS = new TextEncoder().encode('0123456789abcdef')
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** One character for each byte. */
export const oneByOne: ByteText = { encode: latin1, decode: fromLatin1 }

export const hex: ByteText = strict({
  encode(bytes) {
    const digits = new Uint8Array(bytes.length * 2)
    for (let i = 0; i < bytes.length; i++) {
      digits[i * 2] = HEX_DIGITS[bytes[i]! >> 4]!
      digits[i * 2 + 1] = HEX_DIGITS[bytes[i]! & 15]!
    }
    return latin1(digits)
  },
  decode(text) {
    const bytes = new Uint8Array(text.length >> 1)
    for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(i * 2, i * 2 + 2), 16)
    return bytes
  },
})

export const base64: ByteText = strict({
  encode: (bytes) => btoa(latin1(bytes)),
  decode: (text) => fromLatin1(atob(text)),
})

export const base64url: ByteText = strict({
  encode(bytes) {
    const buffer = nodeBuffer(bytes)
    if (buffer !== undefined) return buffer.toString('base64url')
    return base64.encode(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
  },
  decode: (text) => fromLatin1(atob(text.replace(/-/g, '+').replace(/_/g, '/'))),
})

/** The same, taking back only what it gives: one text for each list of bytes. */
function strict({ encode, decode }: ByteText): ByteText {
  return {
    encode,
    decode(text) {
      try {
        const bytes = decode(text)
        return bytes !== undefined && encode(bytes) === text ? bytes : undefined
      } catch {
        return undefined
      }
    },
  }
}

export const utf8Bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** The text of UTF-8 bytes; `undefined` when they are none. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes)
  } catch {
    return undefined
  }
}
