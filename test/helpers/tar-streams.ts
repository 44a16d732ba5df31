import { Writable } from 'node:stream'
import { type ExportTarOptions, exportTar, type ImportTarOptions, importTar } from '../../src/archive/tar.js'
import type { ByteStream } from '../../src/archive.js'
import { jsonCodec } from '../../src/codec/json.js'
import { type AnyArchive, type Archive, dictArchive } from '../../src/index.js'

/** A stream that keeps what is written to it. */
export function sink(options: { highWaterMark?: number; delay?: boolean } = {}) {
  const chunks: Buffer[] = []
  const { delay = false, ...rest } = options
  const writable = new Writable({
    ...rest,
    write(chunk, _, done) {
      chunks.push(Buffer.from(chunk))
      if (delay) setImmediate(done)
      else done()
    },
  })
  return { writable, bytes: (): Buffer => Buffer.concat(chunks) }
}

/** The tar that `exportTar` makes of an archive, by default with values in JSON. */
export async function exported(archive: AnyArchive, options: ExportTarOptions<any> = {}): Promise<Buffer> {
  const { writable, bytes } = sink()
  await exportTar(archive, writable, { codec: jsonCodec(), ...options })
  return bytes()
}

/** What `importTar` makes of a tar whose values are in JSON. */
export async function imported(
  source: ByteStream,
  options: ImportTarOptions<any> = {},
  archive: Archive<any> = dictArchive<any>(),
) {
  return { archive, ...(await importTar(archive, source, { codec: jsonCodec(), ...options })) }
}
