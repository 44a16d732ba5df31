/** What happens with arguments that no key can be made of: refused, let through, or told apart by identity. */
import { lruCache, PilferError, rawKeymap } from 'pilfer'
import * as safe from 'pilfer/safe'

type Test = (word: string) => boolean

const words = ['ale', 'bread', 'cheese', 'dill', 'eggs']
const select = (list: readonly string[], test?: Test): string[] => (test ? list.filter(test) : [...list])
const isShort: Test = (word) => word.length < 5

const strict = lruCache()(select)
try {
  strict(words, isShort)
} catch (error) {
  if (!(error instanceof PilferError)) throw error
  console.log(`standard: ${error.code}: ${error.message}`)
}

const lenient = safe.lruCache()(select)
console.log('safe:', lenient(words, isShort), lenient(words, isShort), lenient(words), lenient(words))
console.log('safe:', lenient.info())

const byIdentity = lruCache({ keymap: rawKeymap() })(select)
console.log('raw:', byIdentity(words, isShort), byIdentity(words, isShort))
console.log('raw:', byIdentity.info())
