let util: typeof import('node:util') | undefined

/** Equality of data, as Node defines it: prototypes, own enumerable properties, contents of Map and Set. */
export function isDeepStrictEqual(a: unknown, b: unknown): boolean {
  // To import the module would load all that it can do.
  util ??= process.getBuiltinModule('node:util')
  return util.isDeepStrictEqual(a, b)
}
