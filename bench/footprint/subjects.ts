import type { MapSubject } from '../subject.js'
import { map as bareMap } from '../subjects/bare-map.js'
import { map as lruCache } from '../subjects/lru-cache.js'
import { map as mnemonist } from '../subjects/mnemonist.js'
import { maps } from '../subjects/pilfer.js'
import { map as quickLru } from '../subjects/quick-lru.js'
import { map as tinyLru } from '../subjects/tiny-lru.js'
import { map as transitory } from '../subjects/transitory.js'

export const OURS: readonly MapSubject[] = maps
export const PEERS: readonly MapSubject[] = [lruCache, mnemonist, tinyLru, quickLru, transitory]
export const LIMIT: MapSubject = bareMap
