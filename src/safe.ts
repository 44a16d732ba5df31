/**
 * The decorators of the main entry by the same names, for functions whose arguments may have no key: such a call runs
 * the function and is not remembered, where the standard decorator throws. They differ in their defaults only.
 *
 * @module
 */
import { safe } from './presets.js'

export const { memoize, noCache, infCache, lruCache, lfuCache, mruCache, rrCache } = safe
export const { fifoCache, sieveCache, s3fifoCache, arcCache, tinylfuCache } = safe
