import type { Check } from '../internal/check-options.js'
import { MOST_CAPACITY, type PolicyFactory } from '../policy.js'
import { Sample } from './sample.js'

/** How much is remembered of the accesses. */
export interface SampleOptions {
  /**
   * The most different keys to follow, of 1024 or more. Where there are more, a part of them is chosen by hash that
   * stands for all; with it the accesses, of which 128 times as many are remembered, four bytes each. Memory is
   * bounded by that, and the error shrinks with its square root. `Infinity` follows everything, so that the numbers
   * are exact.
   *
   * @default 16384
   */
  readonly sample?: number | undefined
  /**
   * An integer that decides which keys are chosen. Another one gives another sample, which shows how far to trust
   * either.
   *
   * @default 0
   */
  readonly salt?: number | undefined
}

/** What {@link simulate} takes. */
export interface SimulateOptions extends SampleOptions {
  /**
   * The policies to compare, each by another name; of equals the first one is recommended.
   *
   * @default all that pilfer has
   */
  readonly policies?: readonly PolicyFactory[] | undefined
  /**
   * The sizes of the caches, in entries.
   *
   * @default twelve round numbers between 1 % and all of the different keys
   */
  readonly sizes?: readonly number[] | undefined
  /**
   * How many points (hits in a hundred accesses) of the best hit ratio the recommendation may give away for a smaller
   * cache; 0 for none.
   *
   * @default 1
   */
  readonly within?: number | undefined
}

const LEAST_SAMPLE = 1024
const DEFAULT_SAMPLE = 16_384

const isInteger = (v: unknown): v is number => Number.isSafeInteger(v)

const isSize = (v: unknown): boolean => isInteger(v) && v >= 1 && v <= MOST_CAPACITY

export const SAMPLE_OPTIONS: Readonly<Record<keyof SampleOptions, Check>> = {
  sample: {
    expected: `an integer of ${LEAST_SAMPLE} or more, or Infinity`,
    ok: (v) => v === Infinity || (isInteger(v) && v >= LEAST_SAMPLE),
  },
  salt: { expected: 'an integer', ok: isInteger },
}

export const SIMULATE_OPTIONS: Readonly<Record<keyof SimulateOptions, Check>> = {
  ...SAMPLE_OPTIONS,
  policies: {
    expected: "a list of policies such as lru(), each by another name and none called 'optimum'",
    ok: (v) => Array.isArray(v) && v.length > 0 && v.every(isPolicy) && areDistinct(v),
  },
  sizes: {
    expected: `a list of integers from 1 to ${MOST_CAPACITY}`,
    ok: (v) => Array.isArray(v) && v.length > 0 && v.every(isSize),
  },
  within: {
    expected: 'a number of points from 0 to 100',
    ok: (v) => typeof v === 'number' && v >= 0 && v <= 100,
  },
}

export function sampleOf({ sample = DEFAULT_SAMPLE, salt = 0 }: SampleOptions): Sample {
  return new Sample(sample, salt)
}

function isPolicy(value: any): value is PolicyFactory {
  return typeof value === 'object' && typeof value?.create === 'function' && typeof value.name === 'string'
}

function areDistinct(policies: readonly PolicyFactory[]): boolean {
  return new Set(['optimum', ...policies.map(({ name }) => name)]).size === policies.length + 1
}
