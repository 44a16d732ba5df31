import { errno } from './fs-error.js'

const NO_LINKS = new Set(['EACCES', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM'])

/** Whether this is what a file system says to a second name of a file that has one name for a file only, as FAT. */
export const hasNoLinks = (error: unknown): boolean => NO_LINKS.has(errno(error) ?? '')
