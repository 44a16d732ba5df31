import { type Dirent, existsSync, opendirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { PilferError } from '../../errors.js'
import {
  type Content,
  completeFile,
  leftoversIn,
  replaceFile,
  sweepTemp,
  syncFolder,
  temporaryIn,
} from '../../internal/fs/atomic-write.js'
import { attempt } from '../../internal/fs/attempt.js'
import { type FileIdentity, identityAt, identityOf } from '../../internal/fs/file-identity.js'
import { errno } from '../../internal/fs/fs-error.js'
import { ifThere, removeFile } from '../../internal/fs/if-there.js'
import { makeFolder } from '../../internal/fs/make-folder.js'
import { hasMarker, writeMarker } from '../../internal/fs/marker.js'
import { isRecord, type Reading, readFrom, readHeadIfAny } from '../../internal/record/file.js'
import type { RecordHead } from '../../internal/record/record.js'
import { LAYOUT } from './layout.js'
import { fileName, SUFFIX } from './names.js'
import { Notices } from './notices.js'
import { damageReport, type Fate, removeSetAside, setAside, takeAway } from './set-aside.js'

/** The folder, inside that of the archive, where files are written before they get their names. */
export const TEMP = 'tmp'

/** What a {@link Folder} needs to know. */
export interface FolderOptions {
  /** Wait for the disk. */
  readonly sync: boolean
  readonly onDamage: (error: PilferError) => void
}

/** A record file and what its head says. */
export interface Listed {
  readonly path: string
  readonly head: RecordHead
}

/** Record files in a folder, which other processes change at the same time; `docs/formats.md` has the layout. */
export class Folder {
  readonly #temp: string
  readonly #damaged: string
  readonly #notices: Notices
  /** The damaged files that could not be moved: they are reported once and passed over from then on. */
  readonly #stuck = new Map<string, FileIdentity>()
  #prepared = false

  /** @param root an absolute path; the folder is created when missing */
  constructor(
    readonly root: string,
    readonly options: FolderOptions,
  ) {
    this.#temp = join(root, TEMP)
    this.#damaged = join(root, 'damaged')
    this.#notices = new Notices(join(this.#temp, 'removing'))
    attempt('write', root, () => makeFolder(root, options.sync))
    attempt('read', root, () => hasMarker(root, LAYOUT))
    this.sweep()
  }

  /** The path of the record of `key`. */
  pathOf(key: string): string {
    return this.root + sep + fileName(key)
  }

  /**
   * What `reading` makes of a record file; a damaged one counts as absent, is set aside and reported.
   *
   * @param keepOpen see {@link readFrom}
   */
  look<T>(path: string, reading: Reading<T>, keepOpen = false, again = true): T | undefined {
    const checked = this.#stuck.size === 0 ? reading : this.#unlessStuck(reading)
    return readFrom<T | undefined>(
      path,
      checked,
      (error, identity) => {
        const fate = this.setAside(path, identity)
        if (fate === 'replaced' && again) return this.look(path, reading, keepOpen, false)
        if (fate === 'stays') this.#stuck.set(path, identity)
        this.options.onDamage(damageReport(error, fate))
        return undefined
      },
      keepOpen,
    )
  }

  #unlessStuck<T>(reading: Reading<T>): Reading<T | undefined> {
    return (fd, path, memory) =>
      this.#stuck.get(path) === identityOf(fd) ? undefined : reading(fd, path, memory)
  }

  /** The records, one after the other; only their heads are looked at. */
  *list(): Generator<Listed> {
    for (const path of this.paths()) {
      const head = this.look(path, readHeadIfAny)
      if (head !== undefined && this.pathOf(head.key) === path) yield { path, head }
    }
  }

  /** The paths of the files that may be records, one after the other. */
  *paths(): Generator<string> {
    const { root } = this
    const folder = attempt('read', root, () => ifThere(() => opendirSync(root)))
    if (folder === undefined) return
    try {
      for (let entry: Dirent | null; (entry = folder.readSync()) !== null; )
        if (entry.name.endsWith(SUFFIX) && (entry.isFile() || entry.isSymbolicLink()))
          yield root + sep + entry.name
    } finally {
      folder.closeSync()
    }
  }

  /** Puts a file with `content` in the place of the one at `path`. */
  replace(path: string, content: Content): void {
    const { sync } = this.options
    this.#writing(path, () => {
      do replaceFile(path, content, { temp: this.#temp, sync })
      while (!this.#isKept(path))
    })
  }

  /** Whether a file that has just got its name still has it, when nobody moves it away any more. */
  #isKept(path: string): boolean {
    if (this.#notices.wait()) this.#synced()
    return existsSync(path)
  }

  /** A path for a file that is being written, to be given to {@link complete}. */
  temporary(): string {
    attempt('write', this.#temp, () => this.#prepare())
    return temporaryIn(this.#temp)
  }

  /** Puts a file that has been written in part in the place of the one at `path`; see {@link completeFile}. */
  complete(temp: string, path: string, content: Content): void {
    attempt('write', path, () => {
      completeFile(temp, path, content, this.options.sync)
      if (!this.#isKept(path))
        throw new PilferError(
          'ARCHIVE_IO',
          `${path} has been removed as soon as it was written; write it again`,
        )
    })
  }

  /** Removes a file; says whether there was one. */
  remove(path: string): boolean {
    return attempt('write', path, () => {
      const removed = removeFile(path)
      if (removed) this.#synced()
      return removed
    })
  }

  /**
   * Removes those of the files at `paths` that `isWanted` says, and none that another process puts in their place
   * meanwhile; says how many that were.
   */
  removeWanted(paths: readonly string[], isWanted: Reading<boolean>): number {
    return attempt('write', this.root, () => {
      const removed = this.#notices.during(
        () => paths.filter((path) => this.#removeIf(path, isWanted)).length,
      )
      if (removed > 0) this.#synced()
      return removed
    })
  }

  #removeIf(path: string, isWanted: Reading<boolean>): boolean {
    const taken = readFrom<string | undefined>(
      path,
      (fd, _, memory) => {
        if (!isWanted(fd, path, memory)) return undefined
        const to = temporaryIn(this.#temp)
        // While it is open, no new file can be taken for this one.
        return attempt('write', path, () => takeAway(path, identityOf(fd), to)) ? to : undefined
      },
      () => undefined,
    )
    return taken !== undefined && removeFile(taken)
  }

  /** Sets a damaged file aside; see {@link setAside}. */
  setAside(path: string, identity: FileIdentity): Fate {
    return attempt('write', path, () => {
      let notice: string
      try {
        notice = this.#notices.post()
      } catch {
        return 'stays' // The folder may not be written; the report says so.
      }
      try {
        return identityAt(path) === identity ? setAside(path, identity, this.#damaged) : 'replaced'
      } finally {
        this.#notices.withdraw(notice)
      }
    })
  }

  /** Removes all records and what has been set aside. */
  clear(): void {
    attempt('write', this.root, () => {
      for (const path of this.paths()) if (readFrom(path, isRecord, () => false)) removeFile(path)
      this.sweep()
      removeSetAside(this.#damaged)
    })
  }

  /** The paths of the files that dead processes left. */
  leftovers(): string[] {
    return [...leftoversIn(this.#temp), ...this.#notices.leftovers()]
  }

  /** Removes them, as far as that is allowed; says how many. */
  sweep(): number {
    return sweepTemp(this.#temp) + this.#notices.sweep()
  }

  #synced(): void {
    if (this.options.sync) syncFolder(this.root)
  }

  /** Does `work`, which writes, with all folders there. */
  #writing<T>(path: string, work: () => T): T {
    return attempt('write', path, () => {
      if (!this.#prepared) this.#prepare()
      try {
        return work()
      } catch (error) {
        // Somebody removed the folder, or took the new file for a leftover.
        if (errno(error) !== 'ENOENT') throw error
        this.#prepare()
        return work()
      }
    })
  }

  #prepare(): void {
    makeFolder(this.#temp, this.options.sync)
    if (!hasMarker(this.root, LAYOUT)) writeMarker(this.root, LAYOUT, this.#temp)
    this.#prepared = true
  }
}
