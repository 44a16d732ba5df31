import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { consumerDir } from './helpers/consumer-dir.js'

it('importing pilfer loads neither node:crypto nor what node:util can load, which takes as long as all of it', () => {
  const program = `
    const before = new Set(process.moduleLoadList)
    const { memoize } = await import('pilfer')
    const loaded = () => process.moduleLoadList.filter((name) => !before.has(name)).join()
    const first = loaded()
    memoize((x) => x)('x'.repeat(1000))
    console.log(JSON.stringify([first, loaded()].map((names) => [/crypto/, /parse_args/].map((one) => one.test(names)))))
  `
  const args = ['--input-type=module', '-e', program]
  const [imported, called] = JSON.parse(
    execFileSync(process.execPath, args, { cwd: consumerDir(), encoding: 'utf8' }),
  )
  expect(imported).toEqual([false, false])
  // The first digest needs it, so a digest is what would show above.
  expect(called).toEqual([true, false])
})
