/** An option as `node:util` parses it, with what the help says of it. */
export interface Option {
  type: 'boolean' | 'string'
  does: string
  /** What stands for the value in the help. */
  value?: string
}

export type Given = Record<string, string | boolean | undefined>

/** What a command may touch of the process: nothing else is read or written. */
export interface Process {
  env: Record<string, string | undefined>
  out(text: string): void
  err(text: string): void
  /** Resolves when the process is told to stop, with the name of the signal. */
  untilToldToStop(): Promise<string>
  /** Has the process ended by then, whatever still goes on in it; one that ends sooner is left in peace. */
  endWithin(ms: number): void
}

/** One word after `holdfast`. It is loaded only when called, so that small commands start at once. */
export interface Command {
  does: string
  options?: Record<string, Option>
  load(): Promise<Run>
}

/** What a call without a command means. */
export const DEFAULT_COMMAND = 'serve'

/** Does the command; resolves to the exit code of the process. */
export type Run = (process: Process, given: Given) => Promise<number>

/** A mistake in how the command was called or set up: shown without a trace, exit code 2. */
export class Misuse extends Error {}
