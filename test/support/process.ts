import type { Given, Process, Run } from '../../src/main/command.ts'

/** A process for commands of main that keeps what it is told; it is told to stop when `stop` is called. */
export function pretendProcess(env: Record<string, string | undefined> = {}) {
  const said = { out: '', err: '' }
  const told = Promise.withResolvers<string>()
  const process: Process = {
    env,
    out: (text) => {
      said.out += `${text}\n`
    },
    err: (text) => {
      said.err += `${text}\n`
    },
    untilToldToStop: () => told.promise,
    endWithin: () => {},
  }
  return { said, process, stop: told.resolve }
}

/** What a command prints. */
export async function printed(run: Run, given: Given = {}): Promise<string> {
  const { said, process } = pretendProcess()
  await run(process, given)
  return said.out
}
