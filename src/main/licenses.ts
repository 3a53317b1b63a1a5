import type { Run } from './command.ts'
import { shipped } from './shipped.ts'

/** Prints the licence of every package in this binary; with `--full` the texts they ask to pass on. */
export const licenses: Run = async ({ out }, { full }) => {
  out(`${'bun'.padEnd(48)} ${Bun.version.padEnd(14)} MIT`)
  for (const { name, version, license, texts } of shipped()) {
    out(`${name.padEnd(48)} ${version.padEnd(14)} ${license}`)
    if (full === true) for (const text of texts) out(`\n${text}\n`)
  }
  return 0
}
