import { type Command, DEFAULT_COMMAND, type Option, type Run } from './command.ts'

/** Prints every command of the table with its options. */
export function helpOn(commands: Record<string, Command>): Run {
  return async ({ out }) => {
    out('holdfast: books sales meetings\n')
    out(`Usage: holdfast [command] [options]   (without a command: ${DEFAULT_COMMAND})\n`)
    for (const [name, { does, options = {} }] of Object.entries(commands)) {
      out(`  ${name.padEnd(12)} ${does}`)
      for (const [option, detail] of Object.entries(options)) out(`    ${shown(option, detail)}`)
    }
    out('\nSettings come from the environment alone; the README and .env.example list them.')
    return 0
  }
}

function shown(name: string, { value, does }: Option): string {
  return `--${value === undefined ? name : `${name} ${value}`}`.padEnd(22) + does
}
