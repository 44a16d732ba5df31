import { sqlArchive } from '../../../src/archive/sql.js'
import { jsonCodec } from '../../../src/codec/json.js'

/** Opens archives and calls their methods, as the parent says. */
const reports: string[] = []
let archive: any

process.on('message', async ({ id, method, args }: { id: number; method: string; args: any[] }) => {
  try {
    process.send!({ id, result: await perform(method, args) })
  } catch (error) {
    process.send!({ id, error: { code: (error as any).code ?? 'none', message: String(error) } })
  }
})

async function perform(method: string, args: any[]): Promise<unknown> {
  switch (method) {
    case 'open': {
      const [path, { json, ...options }] = args
      const onDamage = (error: Error): void => void reports.push(error.message)
      archive = await sqlArchive(path, { ...options, onDamage, ...(json ? { codec: jsonCodec() } : {}) })
      return true
    }
    case 'fill': {
      const [name, count] = args
      for (let i = 0; i < count; i++) archive.set(`${name} ${i}`, { name, i, text: 'x'.repeat(i * 40) })
      return count
    }
    case 'increment': {
      for (let i = 0; i < args[1]; i++)
        archive.transact(() => archive.set(args[0], (archive.get(args[0]) ?? 0) + 1))
      return true
    }
    case 'pid':
      return { pid: process.pid }
    case 'reports':
      return reports
    case 'size':
      return archive.size
    case 'keys':
      return [...archive.keys()]
    case 'set':
      archive.set(...(args as [string, unknown]))
      return true
    case 'setMany':
      archive.setMany(...(args as [any]))
      return true
    default:
      return archive[method](...args)
  }
}
