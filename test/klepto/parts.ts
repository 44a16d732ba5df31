import { dirArchive } from '../../src/archive/dir.js'
import { jsonCodec } from '../../src/codec/json.js'
import { v8Codec } from '../../src/codec/v8.js'
import * as standard from '../../src/index.js'
import {
  type Archive,
  type Codec,
  chain,
  dictArchive,
  hashKeymap,
  type Keymap,
  type KeymapOptions,
  nullArchive,
  pickleKeymap,
  stringKeymap,
} from '../../src/index.js'
import * as safe from '../../src/safe.js'
import { tempDir } from '../helpers/temp-dir.js'

/** The decorators whose memory has a bound. */
export const bounded = ['lruCache', 'lfuCache', 'mruCache', 'rrCache', 'fifoCache'] as const

/** All decorators by name; the first six are those of klepto. */
export const decorators = ['noCache', 'infCache', ...bounded] as const

export type DecoratorName = (typeof decorators)[number]

/** The two doors, as klepto has them. */
export const families = { standard, safe }

export type Family = keyof typeof families

/** A decorator under one type, whatever options its name leaves open. */
export const decorate = (name: DecoratorName, family: Family = 'standard'): typeof standard.memoize =>
  families[family][name] as typeof standard.memoize

/** `maxSize` where the decorator's name leaves it open. */
export const sized = (name: DecoratorName, maxSize: number): { maxSize?: number } =>
  name === 'noCache' || name === 'infCache' ? {} : { maxSize }

/** Archives that keep what they are given; each call makes an empty one. */
export const archives: Readonly<Record<string, <V = any>() => Archive<V>>> = {
  dict: <V>() => dictArchive<V>(),
  dir: <V>() => dirArchive<V>(tempDir()),
  'dir of JSON': <V>() => dirArchive<V>(tempDir(), { codec: jsonCodec() as Codec<any> }),
}

/** The same, with the one that keeps nothing. */
export const allArchives: typeof archives = { null: <V>() => nullArchive() as Archive<V>, ...archives }

/** Keymaps whose keys mean something to an archive. */
export const keymaps: Readonly<Record<string, (options?: KeymapOptions) => Keymap>> = {
  hash: (options) => hashKeymap(options),
  md5: (options) => hashKeymap({ algorithm: 'md5', ...options }),
  string: (options) => stringKeymap(options),
  hex: (options) => stringKeymap({ encoding: 'hex', ...options }),
  pickle: (options) => pickleKeymap({ codec: v8Codec(), ...options }),
  'JSON pickle': (options) => pickleKeymap({ codec: jsonCodec(), ...options }),
  chained: (options) => chain(stringKeymap(options), hashKeymap({ algorithm: 'sha1' })),
}

/** A function, and how often it has run; unlike that of the helpers it has no `this`, as most functions have none. */
export function counting<F extends (...args: any[]) => unknown>(fn: F): F & { runs: number } {
  const counted = Object.assign(
    (...args: unknown[]) => {
      counted.runs++
      return fn(...args)
    },
    { runs: 0 },
  )
  Object.defineProperty(counted, 'name', { value: fn.name })
  return counted as unknown as F & { runs: number }
}

/** Every choice of one item from each list. */
export function product<A, B>(a: readonly A[], b: readonly B[]): [A, B][]
export function product<A, B, C>(a: readonly A[], b: readonly B[], c: readonly C[]): [A, B, C][]
export function product<A, B, C, D>(
  a: readonly A[],
  b: readonly B[],
  c: readonly C[],
  d: readonly D[],
): [A, B, C, D][]
export function product(...lists: readonly (readonly unknown[])[]): unknown[][] {
  return lists.reduce<unknown[][]>(
    (rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])),
    [[]],
  )
}

/** Every list that can be made by leaving items out. */
export const subsets = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: 2 ** items.length }, (_, bits) => items.filter((_, i) => bits & (1 << i)))
