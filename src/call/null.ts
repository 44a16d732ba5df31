/**
 * What an ignored argument is in a key: `Symbol.for('pilfer.NULL')`, so that every copy of the package, and every
 * process, has the same.
 *
 * @example
 * ```ts
 * import { NULL } from 'pilfer'
 *
 * console.log(NULL === Symbol.for('pilfer.NULL')) // true
 * ```
 */
export const NULL: unique symbol = Symbol.for('pilfer.NULL')
