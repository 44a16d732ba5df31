/** A class that `classes` registers, checked. */
export interface KnownClass {
  readonly name: string
  readonly prototype: object
  readonly isError: boolean
  /** How its instances are stored, where it is not by their own enumerable properties. */
  readonly convert?: { encode(instance: object): unknown; decode(data: unknown): object }
}

/** The error for a class that is now registered in another form than when the value was written. */
export function otherwise({ name }: KnownClass): Error {
  return new Error(`the class ${name} was registered in another form when this was written`)
}
