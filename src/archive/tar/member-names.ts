import type { Codec } from '../../codec.js'
import { NO_CODEC } from '../../internal/record/coder.js'
import type { RecordHead } from '../../internal/record/record.js'
import { fileName, keyNamed } from '../dir/names.js'
import type { Member } from './member.js'

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

  /** The key of what somebody else has added. */
  keyOf(name: string): string {
    const bare = bareName(name)
    return this.#isValue(bare) ? keyNamed(bare, this.#suffix) : bare
  }

  /** The head that stands for an entry without a record. */
  headOf({ name, size, mtime }: Pick<Member, 'name' | 'size' | 'mtime'>): RecordHead {
    return {
      key: this.keyOf(name),
      codec: this.#isValue(bareName(name)) ? this.codec.name : NO_CODEC,
      created: mtime * 1000,
      expires: Infinity,
      tags: [],
      deleted: false,
      headLength: 0,
      inlineLength: size,
      blobLengths: [],
      length: size,
    }
  }

  #isValue(bare: string): boolean {
    return bare.endsWith(this.#suffix) && bare.length > this.#suffix.length
  }
}

/** A name without the folder `./` that `tar` puts before what it finds there. */
const bareName = (name: string): string => name.replace(/^(?:\.\/)+/, '')
