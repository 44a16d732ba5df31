import { describe, expect, it } from 'vitest'
import { readTrace } from '../../src/simulate.js'
import { codeOf, codeOfRejection } from '../helpers/error-code.js'

describe('readTrace', () => {
  it('has a key for each line', () => {
    expect([...readTrace('')]).toEqual([])
    expect([...readTrace('1\n2\n1')]).toEqual(['1', '2', '1'])
    expect([...readTrace('f(1, "a b")\r\nü\r\n')]).toEqual(['f(1, "a b")', 'ü'])
    expect([...readTrace(['a', 'b'])]).toEqual(['a', 'b'])
  })

  it('reads lines that come in their time', async () => {
    async function* lines(last: string): AsyncGenerator<string> {
      yield 'a'
      yield last
    }
    const keys: string[] = []
    for await (const key of readTrace(lines('b'))) keys.push(key)
    expect(keys).toEqual(['a', 'b'])
    const read = async (): Promise<void> => {
      for await (const key of readTrace(lines(''))) keys.push(key)
    }
    expect(await codeOfRejection(read())).toBe('TRACE_INVALID')
  })

  it.each([
    ['an empty line', 'a\n\nb', 2],
    ['a line of spaces', 'a\nb\n  \n', 3],
    ['a key with a space behind it', 'a\nb \n', 2],
    ['columns', '1\t2\n', 1],
    ['bytes that are no text', Buffer.from([0x61, 0x0a, 0xff, 0xfe, 0x0a]).toString(), 2],
    ['a zero byte', 'a\nb\nc\0\n', 3],
    ['a picture in one line', 'x'.repeat(70_000), 1],
    ['what is no line', [1] as any, 1],
  ])('refuses %s, with its number', (_, source, line) => {
    expect(codeOf(() => [...readTrace(source)])).toBe('TRACE_INVALID')
    expect(() => [...readTrace(source)]).toThrow(`line ${line} of a trace`)
  })

  it('refuses what has no lines', () => {
    expect(codeOf(() => readTrace(5 as any))).toBe('OPTION_INVALID')
    expect(codeOf(() => readTrace(null as any))).toBe('OPTION_INVALID')
  })
})
