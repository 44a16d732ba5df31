import { PilferError, show } from '../errors.js'
import { checkOptions } from '../internal/check-options.js'
import type { AnyFunction } from '../memoized.js'
import { curveOf } from './curve.js'
import { optimumHits } from './optimum.js'
import { SIMULATE_OPTIONS, type SimulateOptions, sampleOf } from './options.js'
import { playOf } from './play.js'
import { policies as allPolicies } from './policies.js'
import { recommend } from './recommend.js'
import { recordingOf } from './record.js'
import type { Sample } from './sample.js'
import type { Simulation } from './simulation.js'
import { defaultSizes, isTold, sorted } from './sizes.js'

/**
 * Which policy, and how large a cache, for a run of your own: plays its accesses through caches of several policies and
 * sizes, each from empty, and compares how often they hit. An access that is no hit sets its key.
 *
 * Up to `sample` different keys, and 128 times as many accesses, everything is played and the hits are those of a real
 * `Cache`. Beyond, a part of the keys stands for all, chosen by hash, in caches that are smaller at the same rate: C.
 * Waldspurger, N. Park, A. Garthwaite and I. Ahmad, "Efficient MRC Construction with SHARDS" (FAST 2015), of fixed
 * size and adjusted; for policies other than lru as in C. Waldspurger, T. Saemundsson, I. Ahmad and N. Park, "Cache
 * Modeling and Optimization using Miniature Simulations" (USENIX ATC 2017). Time is that of reading the keys, and
 * memory is bounded. Where accesses are still too many, stretches of them are left out, evenly over the time.
 *
 * The errors that are stated are estimates themselves: the sample is divided into eight that have no key in common, and
 * the error is what their spread says of their mean, at 95 %. It does not know what all of them have in common.
 *
 * @param keys the keys of the accesses in their order, anything that a `Map` takes; or a recorded function
 * @throws PilferError `OPTION_INVALID`, `OPTION_UNKNOWN`; `OPTION_CONFLICT` for `sample` or `salt` with a recorded function,
 * which was given its own; `OPTION_INVALID` where the sample is too small for each of the sizes asked for;
 * `TRACE_INVALID` without any access; and whatever the keys throw.
 *
 * @example
 * ```ts
 * import { lru, mru } from 'pilfer'
 * import { simulate } from 'pilfer/simulate'
 *
 * const circle = Array.from({ length: 1000 }, (_, i) => i % 10)
 * const { curves } = simulate(circle, { policies: [lru(), mru()], sizes: [5] })
 * for (const { name, hitRatios } of curves) console.log(name, hitRatios[0])
 * ```
 */
export function simulate(keys: Iterable<unknown> | AnyFunction, options?: SimulateOptions): Simulation
export function simulate(keys: AsyncIterable<unknown>, options?: SimulateOptions): Promise<Simulation>
export function simulate(
  keys: Iterable<unknown> | AsyncIterable<unknown> | AnyFunction,
  options: SimulateOptions = {},
): Simulation | Promise<Simulation> {
  checkOptions('simulate', options, SIMULATE_OPTIONS)
  if (typeof keys === 'function') {
    const recording = recordingOf(keys)
    if (recording !== undefined) return ofRecording(recording, options)
  } else if (typeof keys === 'object' && keys !== null) {
    if (Symbol.iterator in keys) return ofKeys(keys, options)
    if (Symbol.asyncIterator in keys) return ofKeysToCome(keys, options)
  }
  throw new PilferError(
    'OPTION_INVALID',
    `simulate takes an iterable of keys, which a text is not (readTrace makes one of it), or what record() gives, received ${show(keys)}`,
  )
}

function ofKeys(keys: Iterable<unknown>, options: SimulateOptions): Simulation {
  const sample = sampleOf(options)
  for (const key of keys) sample.add(key)
  return play(sample, options)
}

async function ofKeysToCome(keys: AsyncIterable<unknown>, options: SimulateOptions): Promise<Simulation> {
  const sample = sampleOf(options)
  for await (const key of keys) sample.add(key)
  return play(sample, options)
}

function ofRecording(sample: Sample, options: SimulateOptions): Simulation {
  for (const name of ['sample', 'salt'] as const)
    if (options[name] !== undefined)
      throw new PilferError(
        'OPTION_CONFLICT',
        `\`${name}\` belongs to record(), which has made its choice; simulate of a recorded function cannot take it`,
      )
  return play(sample, options)
}

function play(sample: Sample, options: SimulateOptions): Simulation {
  const drawn = sample.draw()
  const { whole, accesses } = drawn
  if (accesses === 0)
    throw new PilferError(
      'TRACE_INVALID',
      `there is no access to simulate${sample.keyless === 0 ? '' : `; ${sample.keyless} of the calls had no key`}`,
    )
  const distinct = Math.round(drawn.followed / whole.rate)
  const asked = sorted(options.sizes ?? defaultSizes(distinct))
  const sizes = asked.filter((size) => isTold(size, whole.rate))
  if (sizes.length === 0)
    throw new PilferError(
      'OPTION_INVALID',
      `\`sizes\` of simulate must be larger for a sample of one key in ${Math.round(1 / whole.rate)}, received ${asked.join(', ')}; a larger \`sample\` takes smaller ones`,
    )
  const policies = options.policies ?? allPolicies()
  const curves = policies.map((policy) => curveOf(policy.name, sizes, drawn, playOf(policy, drawn.keys)))
  const optimum = curveOf('optimum', sizes, drawn, optimumHits)
  return {
    accesses,
    keyless: sample.keyless,
    distinct,
    rate: whole.rate,
    played: whole.ids.length,
    isExact: drawn.groups.length === 0,
    sizes,
    tooSmall: asked.filter((size) => !sizes.includes(size)),
    curves,
    optimum,
    recommendation: recommend(sizes, curves, optimum, options.within ?? 1),
  }
}
