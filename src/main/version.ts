import pack from '../../package.json' with { type: 'json' }
import type { Run } from './command.ts'

/** The version of this build, as in package.json. */
export const VERSION: string = pack.version

/** Prints the version. */
export const version: Run = async ({ out }) => {
  out(`holdfast ${VERSION}`)
  return 0
}
