import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** The traces beside this file; its README says what each one is. */
export const TRACES = [
  'loop',
  'multi1',
  'multi3',
  '2_pools',
  'gcc',
  'web07',
  'vaultservice',
  'phase-shift',
] as const

export type TraceName = (typeof TRACES)[number]

interface Facts {
  readonly file: string
  readonly sha256OfText: string
}

const read = (file: string): Buffer => readFileSync(new URL(file, import.meta.url))

/**
 * The keys of a trace in the order of access. They are 0, 1, 2 ... in order of first appearance.
 *
 * Throws an `Error` when the file is not the one that the manifest describes.
 */
export function loadTrace(name: TraceName): Int32Array {
  const manifest = JSON.parse(read('manifest.json').toString()) as Record<TraceName, Facts>
  const { file, sha256OfText } = manifest[name]
  const text = gunzipSync(read(file))
  if (createHash('sha256').update(text).digest('hex') !== sha256OfText)
    throw new Error(`${file} is not the file that manifest.json describes`)
  return Int32Array.from(text.toString('latin1').trimEnd().split('\n'), Number)
}
