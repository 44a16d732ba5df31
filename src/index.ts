/**
 * Remember what a function has already computed: in memory under an eviction policy, and in an archive that the next
 * session and the process beside it can read.
 *
 * @module
 */
import { standard } from './presets.js'

export const { memoize, noCache, infCache, lruCache, lfuCache, mruCache, rrCache } = standard
export const { fifoCache, sieveCache, s3fifoCache, arcCache, tinylfuCache } = standard

export { type DictArchiveOptions, dictArchive } from './archive/dict.js'
export { nullArchive } from './archive/null.js'
export { type OpenOptions, openArchive } from './archive/open.js'
export type {
  AnyArchive,
  Archive,
  ArchiveRecord,
  ArchiveStore,
  ArchiveSupports,
  AsyncArchive,
  AsyncArchiveStore,
  Content,
  SetOptions,
} from './archive.js'
export { asRecord } from './as-record.js'
export { Cache } from './cache.js'
export type { CacheOptions, SeededCacheOptions } from './cache-options.js'
export { NULL } from './call/null.js'
export { partial } from './call/partial.js'
export {
  deepRound,
  type RoundDecorator,
  type RoundOptions,
  shallowRound,
  simpleRound,
} from './call/round-calls.js'
export {
  type NoSignature,
  type Signature,
  type SignatureOptions,
  signature,
  stripMarkup,
} from './call/signature.js'
export { isvalid, validate } from './call/validate.js'
export { type Codec, compose, type Encoded, type Transform } from './codec.js'
export type { CacheDecorator } from './decorate.js'
export { ERROR_CODES, type ErrorCode, PilferError } from './errors.js'
export { type ArchiveFrontOptions, createArchive, createAsyncArchive } from './internal/archive-front.js'
export type { Keygen, KeygenDecorator, KeygenOptions } from './keygen.js'
export { type HashKeymapOptions, hashKeymap } from './keymap/hash.js'
export { type PickleKeymapOptions, pickleKeymap } from './keymap/pickle.js'
export { type RawKeymapOptions, rawKeymap } from './keymap/raw.js'
export { type StringKeymapOptions, stringKeymap } from './keymap/string.js'
export { chain, type Keymap, type KeymapOptions, type KeymapSupports } from './keymap.js'
export type { Memoized, MemoizedMembers } from './memoized.js'
export type { MemoizeOptions } from './options.js'
export { arc } from './policy/arc.js'
export { fifo } from './policy/fifo.js'
export { lfu } from './policy/lfu.js'
export { lru } from './policy/lru.js'
export { mru } from './policy/mru.js'
export type { SaltOptions } from './policy/parts/chance.js'
export { type RrOptions, rr } from './policy/rr.js'
export { s3fifo } from './policy/s3fifo.js'
export { sieve } from './policy/sieve.js'
export { tinylfu } from './policy/tinylfu.js'
export type { EvictionPolicy, PolicyFactory } from './policy.js'
export { type Decorators, keygen, type NamedDecorator } from './presets.js'
export type { Counters, Restorable, SavedEntry, Snapshot } from './snapshot.js'
export type { CacheInfo } from './stats.js'
