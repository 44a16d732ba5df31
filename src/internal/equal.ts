/** Equality of data, as Node defines it: prototypes, own enumerable properties, contents of Map and Set. */
export { isDeepStrictEqual } from 'node:util'
