import { createRequire } from 'node:module'

/** What of `fs-native-extensions` is used: locks of the open file description, on a part of the file. */
export interface NativeLocks {
  waitForLockSync(fd: number, offset: number, length: number, options: { readonly shared: boolean }): void
  unlock(fd: number, offset: number, length: number): void
}

let loaded: { readonly locks?: NativeLocks; readonly error?: unknown } | undefined

/** The kernel's locks; none where the package is not installed or has no build for this system. */
export const nativeLocks = (): NativeLocks | undefined => load().locks

/** Why there are none, if so. */
export const whyNoNativeLocks = (): unknown => load().error

function load(): NonNullable<typeof loaded> {
  if (loaded === undefined)
    try {
      loaded = { locks: createRequire(import.meta.url)('fs-native-extensions') as NativeLocks }
    } catch (error) {
      loaded = { error }
    }
  return loaded
}
