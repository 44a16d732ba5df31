import type { Archive } from '../archive.js'
import { type LogArchiveOptions, logArchive } from './log/archive.js'
import { TarFraming } from './tar/framing.js'
import { MemberNames } from './tar/member-names.js'

export { type ExportedTar, type ExportTarOptions, exportTar } from './tar/export.js'
export { type ImportedTar, type ImportTarOptions, importTar } from './tar/import.js'

/** What {@link tarArchive} takes. */
export type TarArchiveOptions<V> = LogArchiveOptions<V>

/**
 * An archive in a tar, which every tool lists and extracts: one entry per key, named after it, with the codec as the
 * extension. It works like `fileArchive`, with some 2 KiB more for each entry. Files that `tar -rf` adds are entries
 * too: under their name without the codec's extension where they have it, otherwise as bytes under their whole name.
 *
 * What has been replaced or deleted is in the file until it is written anew, so `tar` still lists it; of two entries of
 * one name it extracts the later one. `exportTar` writes what is in force and nothing else. `docs/archives.md` has its
 * promises, `docs/formats.md` its layout.
 *
 * @param path The tar; it is created when missing. A relative path is taken from the present working directory.
 * @throws PilferError `OPTION_UNKNOWN` or `OPTION_INVALID`; `ARCHIVE_PATH` when `path` is a folder or no tar, a
 * compressed one included; `ARCHIVE_READ_ONLY` or `ARCHIVE_FULL` when the file is missing and cannot be created;
 * `FORMAT_NEWER` for an entry that a newer pilfer wrote.
 * @example
 * ```ts
 * import { tarArchive } from 'pilfer/archive/tar'
 * import { jsonCodec } from 'pilfer/codec/json'
 *
 * const archive = tarArchive('./memo.tar', { codec: jsonCodec() })
 * archive.set('rain', { Oslo: [4, 0, 7.5] }) // tar -xOf memo.tar rain.json
 * ```
 */
export function tarArchive<V = unknown>(path: string, options: TarArchiveOptions<V> = {}): Archive<V> {
  return logArchive('tar', path, options, (codec) => new TarFraming(new MemberNames(codec)))
}
