import { LRUMap } from 'mnemonist'
import type { MapSubject } from '../subject.js'

export const map: MapSubject = {
  name: 'mnemonist LRUMap',
  trueBound: true,
  create: (capacity) => new LRUMap<any, any>(capacity),
}
