import { PilferError, show } from '../errors.js'

const LONGEST_LINE = 65_536

/** Characters that no line of text has: controls, tabs among them, and what stands for bytes that are no UTF-8. */
const STRANGE = /[\p{Cc}\uFFFD]/u

/**
 * The keys of a recorded run, from a text with one key a line. A key is its line, as a string; nothing is taken away
 * but the end of the line (`\n` or `\r\n`).
 *
 * @param source the whole text, or its lines, such as those of `readline` over a file that is too long to hold
 * @throws PilferError `TRACE_INVALID`, as soon as the line is reached, for what is no such text: an empty line, white space
 * at either end, control characters (a tab, too, since it would part columns), bytes that are no UTF-8, more than
 * 65,536 characters. The message has the number of the line, from 1. `OPTION_INVALID` for a source that has no lines.
 *
 * @example
 * ```ts
 * import { readTrace } from 'pilfer/simulate'
 *
 * console.log([...readTrace('a\nb\na\n')]) // [ 'a', 'b', 'a' ]
 * ```
 */
export function readTrace(source: string | Iterable<string>): IterableIterator<string>
export function readTrace(source: AsyncIterable<string>): AsyncIterableIterator<string>
export function readTrace(
  source: string | Iterable<string> | AsyncIterable<string>,
): IterableIterator<string> | AsyncIterableIterator<string> {
  if (typeof source === 'string') return ofLines(linesOf(source))
  if (typeof source === 'object' && source !== null) {
    if (Symbol.iterator in source) return ofLines(source)
    if (Symbol.asyncIterator in source) return ofLinesToCome(source)
  }
  throw new PilferError('OPTION_INVALID', `readTrace takes a text or its lines, received ${show(source)}`)
}

function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start)
    const stop = end === -1 ? text.length : end
    yield text.slice(start, stop)
    start = stop + 1
  }
}

function* ofLines(lines: Iterable<string>): Generator<string> {
  let number = 0
  for (const line of lines) yield keyOf(line, ++number)
}

async function* ofLinesToCome(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let number = 0
  for await (const line of lines) yield keyOf(line, ++number)
}

function keyOf(line: unknown, number: number): string {
  if (typeof line !== 'string') throw invalid(number, `a string, received ${show(line)}`)
  const key = line.endsWith('\r') ? line.slice(0, -1) : line
  if (key === '') throw invalid(number, 'a key, and the line is empty')
  if (key.length > LONGEST_LINE)
    throw invalid(number, `a key of at most ${LONGEST_LINE} characters, received ${show(key)}`)
  if (STRANGE.test(key)) throw invalid(number, `a key of printable characters, received ${show(key)}`)
  if (key.trim() !== key) throw invalid(number, `a key without white space around it, received ${show(key)}`)
  return key
}

function invalid(number: number, expected: string): PilferError {
  return new PilferError('TRACE_INVALID', `line ${number} of a trace must be ${expected}`)
}
