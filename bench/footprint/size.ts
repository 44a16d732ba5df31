import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'esbuild'
import { finding, type Part } from './part.js'

/** In bytes; a kilobyte has a thousand. */
interface Size {
  readonly minified: number
  readonly gzipped: number
}

const MOST = 15

const resolveDir = fileURLToPath(new URL('../../..', import.meta.url))

/** Leaves out what is loaded only when it is asked for. */
const startOnly: Plugin = {
  name: 'start only',
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    )
  },
}

/** What a bundle of `code` loads when it starts. */
async function sizeOf(code: string): Promise<Size> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    // The packages that pilfer depends on; its own files are bundled.
    external: ['acorn', 'sql.js', 'tar-stream', 'lmdb', 'better-sqlite3', 'libsql', 'fs-native-extensions'],
    plugins: [startOnly],
    write: false,
  })
  const { contents } = outputFiles[0]!
  return { minified: contents.length, gzipped: gzipSync(contents, { level: 9 }).length }
}

const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} kB`

export async function sizes(): Promise<Part> {
  const all = await sizeOf("export * from 'pilfer'")
  const one = await sizeOf("export { lruCache } from 'pilfer'")
  const row = (name: string, { minified, gzipped }: Size): string[] => [
    name,
    kilobytes(minified),
    kilobytes(gzipped),
  ]
  return {
    title: 'Size of a bundle, without the packages that pilfer depends on',
    head: ['what', 'minified', 'minified and gzipped'],
    rows: [row('**all that `pilfer` loads when it starts**', all), row('`lruCache` alone', one)],
    findings: [finding(`core: at most ${MOST} kB, gzipped`, all.gzipped / 1_000, MOST, 'kB')],
  }
}
