import type { AnyArchive, AsyncArchive } from '../archive.js'
import { PilferError } from '../errors.js'
import { type SuiteRunner, same } from './runner.js'

/** What an archive under test is made with. */
export interface ArchiveSuiteContext {
  /** The time by which its entries expire; hand it to the archive when that has a clock. */
  readonly clock: () => number
}

/** What `archiveSuite` takes beside the archive. */
export interface ArchiveSuiteOptions {
  /** Opens once more what `archive`, which has been closed, kept; for archives that persist. */
  readonly reopen?: (archive: AnyArchive, context: ArchiveSuiteContext) => AnyArchive | Promise<AnyArchive>
  /** Gives what `copy` takes for a place that is new, such as the path of a folder; for archives that live at one. */
  readonly place?: () => string
  /**
   * Values that come back equal; for an archive whose codec does not keep them all.
   *
   * @default one or more of each kind that `v8Codec()` keeps
   */
  readonly values?: readonly unknown[]
}

/** The archive is seen as one that has to be waited for, which is right for the others too. */
type Body = (archive: AsyncArchive<any>, time: TestTime) => Promise<void>

interface TestTime extends ArchiveSuiteContext {
  advance(ms: number): void
}

type Register = (what: string, body: Body, asked?: (archive: AsyncArchive<any>) => boolean) => void

/** What a group of cases is given. */
export interface ArchiveCases extends ArchiveSuiteOptions {
  /** A test with an archive of its own, of which `asked` says whether it should be able to do that. */
  readonly test: Register
  /** A test for archives that retain what is set. */
  readonly retaining: Register
}

/** The means to write cases for the archives that `make` gives. */
export function archiveCases(
  { it }: SuiteRunner,
  make: (context: ArchiveSuiteContext) => AnyArchive | Promise<AnyArchive>,
  options: ArchiveSuiteOptions,
): ArchiveCases {
  const test: Register = (what, body, asked = () => true) =>
    it(what, async () => {
      let now = 1_700_000_000_000
      const time = { clock: () => now, advance: (ms: number) => void (now += ms) }
      const archive = (await make(time)) as AsyncArchive<any>
      try {
        if (asked(archive)) await body(archive, time)
      } finally {
        await archive.close()
      }
    })
  return {
    ...options,
    test,
    retaining: (what, body, asked = () => true) =>
      test(what, body, (archive) => archive.supports.retains && asked(archive)),
  }
}

/** What stands for nothing in the cases. */
export const ABSENT = Symbol('absent')

/** Whether it can be listed. */
export const enumerable = (archive: AnyArchive): boolean => archive.supports.enumerate

/** What `items` gives, in ascending order. */
export async function listed<T>(items: Iterable<T> | AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found.sort((a, b) => (String(a) < String(b) ? -1 : 1))
}

/** Fails unless these are the entries, as far as the archive can tell; given in ascending order of their keys. */
export async function holds(
  archive: AsyncArchive<any>,
  entries: Readonly<Record<string, unknown>>,
  what: string,
): Promise<void> {
  if (enumerable(archive)) same(await listed(archive.entries()), Object.entries(entries), what)
}

/** What `body` throws, at once or later. */
export async function failure(body: () => unknown): Promise<unknown> {
  try {
    await body()
  } catch (error) {
    return error
  }
  return 'nothing was thrown'
}

/** The code of an error of pilfer; anything else as it is. */
export const codeIn = (error: unknown): unknown => (error instanceof PilferError ? error.code : error)
