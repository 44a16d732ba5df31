import { LRUCache } from 'lru-cache'
import type { MapSubject } from '../subject.js'

export const map: MapSubject = {
  name: 'lru-cache',
  trueBound: true,
  create: (max) => new LRUCache<any, any>({ max }),
}
