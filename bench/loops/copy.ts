let copies = 0

/**
 * A loop for one subject alone. Each import compiles the file anew, since a loop that has seen many subjects is
 * compiled for none of them, and would make all look alike.
 */
export const copyOf = <T>(file: 'calls' | 'entries' | 'files'): Promise<T> =>
  import(`./${file}.js?copy=${copies++}`)
