/** Stands for "there is nothing": `undefined` and `null` are values like any other. */
export const MISS: unique symbol = Symbol('miss')

export type Miss = typeof MISS
