import { openKind } from '../kinds.js'

/** Reads `keys`, and says what they hold, what is listed and what was reported. */
const { kind, path, keys } = JSON.parse(process.argv[2]!)
const reports: { code: string; message: string }[] = []
const archive: any = await openKind(kind, path, {
  onDamage: ({ code, message }) => reports.push({ code, message }),
})
const read = async (): Promise<unknown[]> => {
  const found: unknown[] = []
  for (const key of keys) found.push(await archive.get(key, 'absent'))
  return found
}
const values = await read()
const again = await read()
const listed: string[] = []
for await (const key of archive.keys()) listed.push(key)
console.log(JSON.stringify({ values, again, listed, reports }))
