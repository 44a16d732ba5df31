import type { Layout } from '../../internal/fs/marker.js'

/** What `docs/formats.md` describes as the folder of a dir archive. */
export const LAYOUT: Layout = { kind: 'dir', version: 1 }
