import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { isThreadAlive, thisThread } from '../../../src/internal/fs/system-thread.js'

const me = thisThread()
const because = me === undefined ? ' (skipped: this system does not tell its threads apart)' : ''

describe('a thread', () => {
  it.skipIf(me === undefined)(`is known by process, number and start, and lives${because}`, () => {
    expect(me!.pid).toBe(process.pid)
    expect(isThreadAlive(me!)).toBe(true)
  })

  it.skipIf(me === undefined)(`is another one when one of them differs${because}`, () => {
    expect(isThreadAlive({ ...me!, start: me!.start + 1 })).toBe(false)
    expect(isThreadAlive({ ...me!, tid: 2 ** 30 })).toBe(false)
    expect(isThreadAlive({ ...me!, pid: 1, tid: 1 })).toBe(me!.pid === 1)
  })

  it.skipIf(me === undefined)(`is not told of when its process cannot be seen${because}`, () => {
    expect(isThreadAlive({ pid: 2 ** 30, tid: 2 ** 30, start: 1 })).toBe(undefined)
  })

  it.skipIf(me === undefined)(`ends before its process does${because}`, async () => {
    const worker = new Worker(
      `const { readFileSync, readlinkSync } = require('node:fs')
       const [pid, , tid] = readlinkSync('/proc/thread-self').split('/')
       const stat = readFileSync('/proc/thread-self/stat', 'latin1')
       const start = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19])
       const { parentPort } = require('node:worker_threads')
       parentPort.postMessage({ pid: Number(pid), tid: Number(tid), start })
       parentPort.once('message', () => {})`,
      { eval: true, execArgv: [] },
    )
    const [thread] = await once(worker, 'message')
    expect(thread.tid).not.toBe(me!.tid)
    expect(isThreadAlive(thread)).toBe(true)
    await worker.terminate()
    expect(isThreadAlive(thread)).toBe(false)
  })
})
