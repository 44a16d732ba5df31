import { PilferError, show } from '../../errors.js'

/**
 * Throws `TAR_HOSTILE` for a name that would lead out of the folder that a tar is extracted to, on whatever system: one
 * that is absolute, has a part `..` or a drive in front, or a NUL, where programs take it for its end.
 */
export function checkName(name: string): void {
  const fault = faultOf(name)
  if (fault !== undefined)
    throw new PilferError('TAR_HOSTILE', `the tar has an entry with the name ${show(name)}, which ${fault}`)
}

function faultOf(name: string): string | undefined {
  if (name.includes('\0')) return 'has a NUL'
  if (/^[/\\]/.test(name)) return 'is absolute'
  if (/^[A-Za-z]:/.test(name)) return 'names a drive'
  if (name.split(/[/\\]/).includes('..')) return 'has a part ".."'
  return undefined
}
