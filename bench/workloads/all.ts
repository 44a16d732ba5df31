import type { Workload } from '../workload.js'
import { archiveGrowth } from './archive-growth.js'
import { archives } from './archives.js'
import { binding } from './binding.js'
import { growth } from './growth.js'
import { memoize } from './memoize.js'
import { memory } from './memory.js'

export const workloads: readonly Workload[] = [memory, memoize, binding, archives, archiveGrowth, growth]
