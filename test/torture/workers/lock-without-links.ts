import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/** Says what locks come to on a file system that has one name for a file only, as FAT. */
fs.linkSync = () => {
  throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM', syscall: 'link' })
}
syncBuiltinESMExports()
await import('./try-lock.js')
