import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hashKeymap } from '../../src/keymap/hash.js'
import { keymapSuite } from '../../src/testing/keymap-suite.js'

keymapSuite({ describe, it }, 'hashKeymap()', () => hashKeymap())
