import { describe, expect, it } from 'vitest'
import { nullArchive } from '../../src/archive/null.js'
import { archiveSuite } from '../../src/testing/archive-suite.js'

archiveSuite({ describe, it }, 'null', () => nullArchive())

describe('nullArchive', () => {
  it('takes any value, and keeps none', () => {
    const archive = nullArchive()
    archive.set('f', () => 1, { ttl: 5, tags: ['x'] })
    expect([archive.size, [...archive], archive.delete('f')]).toEqual([0, [], false])
  })
})
