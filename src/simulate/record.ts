import { PilferError, show } from '../errors.js'
import { checkOptions } from '../internal/check-options.js'
import type { AnyFunction, Memoized } from '../memoized.js'
import { standard } from '../presets.js'
import { SAMPLE_OPTIONS, type SampleOptions, sampleOf } from './options.js'
import type { Sample } from './sample.js'

const samples = new WeakMap<object, Sample>()

/** The sample behind a recorded function, if it is one. */
export const recordingOf = (value: object): Sample | undefined => samples.get(value)

/**
 * The same function, members included, which notes the key of each call, for {@link simulate}. What is noted is
 * bounded by `sample`, so it may stay in a program that runs for long.
 *
 * A memoized function gives the keys itself. That of another function is what it would be if it were memoized with the
 * defaults. A call that has no key is counted and left out. Each key is made once more than without, so a hit costs
 * more.
 *
 * @throws PilferError `OPTION_INVALID` for what is no function; `OPTION_UNKNOWN`; `OPTION_CONFLICT` for a function that
 * keeps its results by instance, in a cache for each: record that of one, `f.of(instance)`.
 *
 * @example
 * ```ts
 * import { lru, lruCache } from 'pilfer'
 * import { record, simulate } from 'pilfer/simulate'
 *
 * const area = record(lruCache({ maxSize: 2 })((side: number) => side ** 2))
 * for (const side of [1, 2, 3, 1, 2, 3, 1, 2, 3]) area(side)
 *
 * const { recommendation } = simulate(area, { policies: [lru()] })
 * console.log(recommendation.maxSize) // 3
 * ```
 */
export function record<F extends AnyFunction>(fn: F, options: SampleOptions = {}): F {
  if (typeof fn !== 'function')
    throw new PilferError('OPTION_INVALID', `record takes a function, received ${show(fn)}`)
  checkOptions('record', options, SAMPLE_OPTIONS)
  const memoized: Memoized<AnyFunction> = isMemoized(fn) ? fn : standard.noCache(fn as AnyFunction)
  if (isMemoized(fn) && fn.of({}) !== fn)
    throw new PilferError(
      'OPTION_CONFLICT',
      `the function ${fn.name} keeps its results by instance, in a cache for each; record that of one, as with record(f.of(instance))`,
    )
  const sample = sampleOf(options)
  const recorded = new Proxy(fn, {
    apply(target, self, args) {
      note(sample, memoized, args)
      return Reflect.apply(target, self, args)
    },
  })
  samples.set(recorded, sample)
  return recorded
}

/** Notes a call. Of one without a key the number is all there is to note; the call itself says what it thinks of that. */
function note(sample: Sample, memoized: Memoized<AnyFunction>, args: unknown[]): void {
  let key: string
  try {
    key = memoized.key(...args)
  } catch {
    sample.keyless++
    return
  }
  sample.add(key)
}

function isMemoized(fn: AnyFunction): fn is Memoized<AnyFunction> {
  return 'wrapped' in fn && 'keymap' in fn && 'of' in fn
}
