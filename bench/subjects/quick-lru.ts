import QuickLRU from 'quick-lru'
import type { MapSubject } from '../subject.js'

export const map: MapSubject = {
  name: 'quick-lru',
  trueBound: false,
  remark: 'holds up to twice the size',
  create: (maxSize) => new QuickLRU<any, any>({ maxSize }),
}
