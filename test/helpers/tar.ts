import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { encodeHeader, inBlocks, type NewHeader } from '../../src/archive/tar/header.js'
import { encodePax, type PaxWords } from '../../src/archive/tar/pax.js'
import { type TarArchiveOptions, tarArchive } from '../../src/archive/tar.js'
import { jsonCodec } from '../../src/codec/json.js'
import type { PilferError } from '../../src/index.js'
import { tempDir } from './temp-dir.js'

/** A tar archive of JSON in a new file, and what it reports as damaged. */
export function givenTar(options: TarArchiveOptions<any> = {}, path = join(tempDir(), 'memo.tar')) {
  const reports: PilferError[] = []
  const open = () =>
    tarArchive<any>(path, { codec: jsonCodec(), onDamage: (error) => reports.push(error), ...options })
  return {
    path,
    archive: open(),
    reports,
    /** Opens it once more. */
    open,
    bytes: (): Buffer => readFileSync(path),
    /** What has been set aside as damaged. */
    aside: (): Buffer => (existsSync(`${path}.damaged`) ? readFileSync(`${path}.damaged`) : Buffer.alloc(0)),
  }
}

/** The end of a tar. */
export const END = Buffer.alloc(1024)

const padded = (bytes: Uint8Array): Buffer =>
  Buffer.concat([bytes, Buffer.alloc(inBlocks(bytes.length) - bytes.length)])

/** What a file in a tar is made of. */
export interface MemberParts extends Partial<NewHeader> {
  readonly body?: Uint8Array | string
  readonly words?: PaxWords
}

/** An entry of a tar as another program writes it. */
export function member({ body = '', words, ...header }: MemberParts): Buffer {
  const bytes = Buffer.from(body)
  const common = { name: 'file', mtime: 1_700_000_000, owner: 'somebody' }
  const before = words && encodePax(words)
  return Buffer.concat([
    ...(before === undefined
      ? []
      : [encodeHeader({ ...common, name: 'words', type: 'x', size: before.length }), padded(before)]),
    encodeHeader({ ...common, type: '0', size: bytes.length, ...header }),
    padded(bytes),
  ])
}

/** Makes a file with so many holes. */
export function writeHoled(path: string, holes: number): void {
  const fd = openSync(path, 'w')
  const length = 128 * 1024
  for (let i = 0; i < holes; i++) writeSync(fd, 'data'.repeat(1024), i * length)
  ftruncateSync(fd, holes * length)
  closeSync(fd)
}

/** What a program printed; a failure, and whatever it wrote to stderr, is an error. */
export function toolOutput(command: string, args: readonly string[], options: { cwd?: string } = {}): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', ...options })
  if (status !== 0 || stderr !== '') throw new Error(`${command} ended with ${status}: ${stderr}`)
  return stdout
}

/** Why a program cannot be used; `undefined` where it can. */
export const noTool = (command: string): string | undefined =>
  spawnSync(command, ['--version']).status === 0 ? undefined : `there is no ${command}`

/** Why there can be no test with GNU tar. */
export const noGnuTar: string | undefined =
  noTool('tar') ??
  (toolOutput('tar', ['--version']).includes('GNU tar') ? undefined : 'tar is not that of GNU')

export const noPython: string | undefined = noTool('python3')

/** To be put behind the name of a test that is skipped. */
export const because = (reason: string | undefined): string => (reason === undefined ? '' : ` (${reason})`)
