import { types } from 'node:util'

/** What an object is, in words: `an instance of the class Point`, `a Promise`. None of its own code is run. */
export function typeName(object: object): string {
  if (types.isArgumentsObject(object)) return 'an arguments object'
  const type = constructorOf(object)
  if (type === undefined || type === Object) return 'an object with an unusual prototype'
  const name: unknown = Object.getOwnPropertyDescriptor(type, 'name')?.value
  if (typeof name !== 'string' || name === '') return 'an instance of a class without a name'
  const isBuiltIn = Function.prototype.toString.call(type).includes('[native code]')
  if (!isBuiltIn) return `an instance of the class ${name}`
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`
}

function constructorOf(object: object): Function | undefined {
  for (let o: object | null = object; o !== null; o = Object.getPrototypeOf(o)) {
    const type: unknown = Object.getOwnPropertyDescriptor(o, 'constructor')?.value
    if (typeof type === 'function') return type
  }
  return undefined
}
