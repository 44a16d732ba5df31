import { createRequire } from 'node:module'
import { PilferError } from '../errors.js'

const load = createRequire(import.meta.url)

/**
 * A package that is there only where the user has installed it, loaded when it is first needed.
 *
 * @param need who needs it, for the message
 * @param file what of it is loaded; by default what stands for the whole
 * @throws PilferError `PACKAGE_MISSING`, with the command that installs it, when it is not there; `PACKAGE_UNUSABLE`
 * when it is there and does not load.
 */
export function optionalPackage<T>(name: string, need: string, file: string = name): T {
  try {
    return load(file) as T
  } catch (cause) {
    if (isMissing(cause, file))
      throw new PilferError(
        'PACKAGE_MISSING',
        `${need} needs the package ${name}; install it with: npm install ${name}`,
        {
          cause,
        },
      )
    throw new PilferError(
      'PACKAGE_UNUSABLE',
      `the package ${name}, which ${need} needs, does not load: ${cause}`,
      {
        cause,
      },
    )
  }
}

/** Whether it is this package that is missing, and not one that it needs itself. */
function isMissing(error: unknown, name: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException
  return code === 'MODULE_NOT_FOUND' && message.includes(`'${name}'`)
}
