const LONE_SURROGATE = /\p{Surrogate}/u

/** Whether `text` is Unicode: without half of a surrogate pair, so that UTF-8 can hold it. */
export const isWellFormed = (text: string): boolean => !LONE_SURROGATE.test(text)
