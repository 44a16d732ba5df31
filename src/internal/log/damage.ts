/** A stretch of a log that cannot be understood. */
export interface Damage {
  readonly at: number
  readonly length: number
}
