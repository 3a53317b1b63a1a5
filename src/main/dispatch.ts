import { parseArgs } from 'node:util'
import { ConfigError } from '../config/config.ts'
import { type Command, DEFAULT_COMMAND, type Given, Misuse, type Process } from './command.ts'
import { COMMANDS } from './commands.ts'

/** Runs the command that `words` name; resolves to the exit code: 0 done, 1 failed, 2 called or set up wrongly. */
export async function dispatch(words: string[], process: Process, commands = COMMANDS): Promise<number> {
  try {
    const { command, given } = understand(words, commands)
    const run = await command.load()
    return await run(process, given)
  } catch (error) {
    return tell(error, process)
  }
}

function understand(words: string[], commands: Record<string, Command>): { command: Command; given: Given } {
  const [name, ...rest] = named(words)
  const command = commands[name]
  if (command === undefined || !Object.hasOwn(commands, name)) throw unknown(name, commands)
  return { command, given: options(name, command, rest) }
}

/** The words with the command first, however it was said. */
function named(words: string[]): [name: string, ...rest: string[]] {
  const [first] = words
  if (first === '--help' || first === '-h') return ['help']
  if (words.includes('--help') && first !== undefined && !first.startsWith('-')) return ['help']
  if (first === '--version' || first === '-v') return ['version']
  if (first === undefined || first.startsWith('-')) return [DEFAULT_COMMAND, ...words]
  return [first, ...words.slice(1)]
}

function options(name: string, { options = {} }: Command, rest: string[]): Given {
  try {
    return parseArgs({ args: rest, options, strict: true, allowPositionals: false }).values
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : '').split('. To specify')
    throw new Misuse(`holdfast ${name}: ${reason}. See: holdfast help`)
  }
}

function unknown(name: string, commands: Record<string, Command>): Misuse {
  return new Misuse(`holdfast: there is no command "${name}". There are: ${Object.keys(commands).join(', ')}`)
}

function tell(error: unknown, { err }: Process): number {
  if (error instanceof ConfigError) {
    err('holdfast: these settings cannot be used:')
    for (const { name, message } of error.faults) err(`  ${name} ${message}`)
    return 2
  }
  if (error instanceof Misuse) {
    err(error.message)
    return 2
  }
  err(`holdfast: ${error instanceof Error ? error.message : String(error)}`)
  return 1
}
