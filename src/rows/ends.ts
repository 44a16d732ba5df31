import type { AnyArchive } from '../archive.js'
import { type Runner, runAsync, runSync } from '../internal/run.js'

/** Whether rows can be read from `value`, and written to it, as an archive. */
export const isArchive = (value: unknown): value is AnyArchive =>
  typeof value === 'object' &&
  value !== null &&
  ['read', 'set', 'keys'].every((name) => typeof (value as any)[name] === 'function') &&
  'supports' in value

/** Who drives steps that concern the archive, if there is one. */
export const runnerOf = (archive: AnyArchive | undefined): Runner =>
  archive?.supports.async ? runAsync : runSync
