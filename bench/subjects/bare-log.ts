import { fstatSync, openSync, readSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { FileStore, FileSubject } from '../subject.js'

const HEADER = 16

interface Place {
  readonly at: number
  readonly keyLength: number
  readonly length: number
}

/** The least that an append-only log does: a checksum, one write for a value, one read. For one process. */
class Log implements FileStore {
  protected readonly fd: number
  readonly #index = new Map<string, Place>()
  readonly #out = Buffer.allocUnsafe(2 ** 16)
  readonly #in = Buffer.allocUnsafe(2 ** 16)
  #end = 0

  constructor(folder: string) {
    this.fd = openSync(join(folder, 'log'), 'a+')
  }

  set(key: string, value: Uint8Array): void {
    const out = this.#out
    const keyLength = out.write(key, HEADER)
    out.set(value, HEADER + keyLength)
    const length = HEADER + keyLength + value.length
    out.writeUInt32LE(keyLength, 4)
    out.writeUInt32LE(value.length, 8)
    out.writeUInt32LE(crc32(out.subarray(4, length)))
    writeSync(this.fd, out, 0, length)
    this.#index.set(key, { at: this.#end, keyLength, length })
    this.#end += length
  }

  get(key: string): Buffer | undefined {
    const place = this.#index.get(key)
    if (place === undefined) return undefined
    readSync(this.fd, this.#in, 0, place.length, place.at)
    if (crc32(this.#in.subarray(4, place.length)) !== this.#in.readUInt32LE()) throw new Error('damaged')
    return Buffer.from(this.#in.subarray(HEADER + place.keyLength, place.length))
  }
}

const { waitForLockSync, unlock } = createRequire(import.meta.url)('fs-native-extensions') as {
  waitForLockSync(fd: number): void
  unlock(fd: number): void
}

/** A log that several processes may use at least asks whether others have appended, and lets one write at a time. */
class SharedLog extends Log {
  override set(key: string, value: Uint8Array): void {
    waitForLockSync(this.fd)
    fstatSync(this.fd)
    super.set(key, value)
    unlock(this.fd)
  }

  override get(key: string): Buffer | undefined {
    fstatSync(this.fd)
    return super.get(key)
  }
}

const subject = (name: string, remark: string, create: FileSubject['create']): FileSubject => ({
  name,
  isAsync: false,
  wholeFile: false,
  remark,
  create,
})

export const bareLog = subject('bare append log', 'for one process', (folder) => new Log(folder))
export const sharedLog = subject(
  'bare append log, shared',
  'a lock for each write, a look at the file for each read',
  (folder) => new SharedLog(folder),
)
