// What the workloads use of the packages that come without types.

declare module 'lodash.memoize' {
  export default function memoize<F extends (...args: any[]) => any>(fn: F): F
}

declare module 'memoizee' {
  interface Options {
    readonly max?: number
    readonly length?: number | false
    readonly primitive?: boolean
    readonly normalizer?: (args: unknown) => string
    readonly promise?: boolean
  }
  export default function memoizee<F extends (...args: any[]) => any>(fn: F, options: Options): F
}

declare module 'cacache' {
  const cacache: {
    put(folder: string, key: string, data: Uint8Array): Promise<unknown>
    get(folder: string, key: string): Promise<{ readonly data: Buffer }>
  }
  export default cacache
}
