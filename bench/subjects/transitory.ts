import { newCache } from 'transitory'
import type { MapSubject } from '../subject.js'

export const map: MapSubject = {
  name: 'transitory',
  trueBound: false,
  remark: 'holds up to 1 % more than the size',
  create(maxSize) {
    const cache = newCache<any, any>().maxSize(maxSize).build()
    return { get: (key) => cache.getIfPresent(key) ?? undefined, set: (key, value) => cache.set(key, value) }
  },
}
