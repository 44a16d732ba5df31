import { existsSync, readFileSync } from 'node:fs'

const manifest = (name: string): URL => new URL(`../../node_modules/${name}/package.json`, import.meta.url)

/** Whether a package that takes part where it is there is there. */
export const isInstalled = (name: string): boolean => existsSync(manifest(name))

/** The name and version of an installed package. */
export const versionOf = (name: string): string =>
  `${name} ${JSON.parse(readFileSync(manifest(name), 'utf8')).version}`
