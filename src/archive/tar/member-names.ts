import type { Codec } from '../../codec.js'
import { NO_CODEC } from '../../internal/record/coder.js'
import { fileName, keyNamed } from '../dir/names.js'

/**
 * How the entries of a tar are called: after their key, with the codec as the extension. What somebody else has added
 * under such a name is a value of the codec; under any other name it is bytes, and the whole name is the key.
 */
export class MemberNames {
  readonly #suffix: string

  constructor(readonly codec: Pick<Codec, 'name' | 'extension'>) {
    this.#suffix = `.${codec.extension ?? codec.name}`
  }

  nameOf(key: string): string {
    return fileName(key, this.#suffix)
  }

  keyOf(name: string): string {
    const bare = name.replace(/^(?:\.\/)+/, '')
    return this.#isValue(bare) ? keyNamed(bare, this.#suffix) : bare
  }

  /** The name of the codec of what somebody else has added. */
  codecOf(name: string): string {
    return this.#isValue(name) ? this.codec.name : NO_CODEC
  }

  #isValue(name: string): boolean {
    return name.endsWith(this.#suffix) && name.length > this.#suffix.length
  }
}
