import type { Archive } from '../archive.js'
import { RecordFraming } from '../internal/log/record-framing.js'
import { type LogArchiveOptions, logArchive } from './log/archive.js'

/** What {@link fileArchive} takes. */
export type FileArchiveOptions<V> = LogArchiveOptions<V>

/**
 * An archive in a single file, to which every change is appended: quick to write and to read, and as many processes as
 * like use it at once. An index of the keys lies in memory. The file is written anew when more than half of it is dead.
 * `docs/archives.md` has its promises, `docs/formats.md` its layout.
 *
 * @param path The file; it is created when missing. A relative path is taken from the present working directory.
 * @throws PilferError `OPTION_UNKNOWN` or `OPTION_INVALID`; `ARCHIVE_PATH` when `path` is a folder, or a file that
 * something else wrote; `ARCHIVE_READ_ONLY` or `ARCHIVE_FULL` when the file is missing and cannot be created;
 * `FORMAT_NEWER` when a newer pilfer wrote it.
 * @example
 * ```ts
 * import { fileArchive } from 'pilfer/archive/file'
 *
 * const archive = fileArchive('./memo.log')
 * archive.set('x', new Map([['a', 1n]]))
 * archive.get('x') // Map { 'a' => 1n }, in the next session too
 * ```
 */
export function fileArchive<V = unknown>(path: string, options: FileArchiveOptions<V> = {}): Archive<V> {
  return logArchive('file', path, options, () => new RecordFraming())
}
