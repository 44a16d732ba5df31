import { PilferError } from '../../src/index.js'

/** The code of what `body` throws; the thing itself where it has none. */
export function codeOf(body: () => unknown): unknown {
  try {
    body()
  } catch (error) {
    return error instanceof PilferError ? error.code : error
  }
  return 'nothing was thrown'
}

/** The code that a promise is rejected with. */
export async function codeOfRejection(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error instanceof PilferError ? error.code : error
  }
  return 'nothing was thrown'
}
