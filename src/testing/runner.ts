import type { ErrorCode } from '../errors.js'
import { PilferError } from '../errors.js'
import { isDeepStrictEqual } from '../internal/equal.js'

/** The two functions of a test runner that a suite needs; vitest, jest, mocha and `node:test` all have them. */
export interface SuiteRunner {
  describe(name: string, body: () => void): void
  it(name: string, body: () => void | Promise<void>): void
}

/** Fails unless both are equal under `util.isDeepStrictEqual`. */
export function same(actual: unknown, expected: unknown, what: string): void {
  if (!isDeepStrictEqual(actual, expected)) throw new SuiteFailure(what, actual, expected)
}

/** Fails unless `body` throws a `PilferError` with `code`. */
export function throwsCode(body: () => unknown, code: ErrorCode, what: string): void {
  same(codeOf(body), code, what)
}

function codeOf(body: () => unknown): unknown {
  try {
    body()
  } catch (error) {
    return error instanceof PilferError ? error.code : error
  }
  return 'nothing was thrown'
}

/** What a suite throws where a part breaks its contract. */
export class SuiteFailure extends Error {
  override readonly name = 'SuiteFailure'

  constructor(
    what: string,
    readonly actual: unknown,
    readonly expected: unknown,
  ) {
    super(what)
  }
}
