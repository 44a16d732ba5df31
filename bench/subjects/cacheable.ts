import { Cacheable, createKeyv } from 'cacheable'
import type { MemoSubject } from '../subject.js'

export const memo: MemoSubject = {
  name: 'cacheable, wrap',
  kind: 'structure',
  asyncOnly: true,
  create(fn, lruSize) {
    const primary = createKeyv({ lruSize, useClone: false })
    return new Cacheable({ primary }).wrap(fn, { keyPrefix: 'call' })
  },
}
