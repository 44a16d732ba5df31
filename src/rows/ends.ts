import type { AnyArchive } from '../archive.js'
import { archiveCheck } from '../internal/archive-check.js'
import { type Runner, runAsync, runSync } from '../internal/run.js'

/** Whether rows can be read from `value`, and written to it, as an archive. */
export const isArchive = (value: unknown): value is AnyArchive => archiveCheck.ok(value)

/** Who drives steps that concern the archive, if there is one. */
export const runnerOf = (archive: AnyArchive | undefined): Runner =>
  archive?.supports.async ? runAsync : runSync
