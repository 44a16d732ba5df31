import { lru } from 'tiny-lru'
import type { MapSubject } from '../subject.js'

export const map: MapSubject = {
  name: 'tiny-lru',
  trueBound: true,
  create: (max) => lru(max),
}
