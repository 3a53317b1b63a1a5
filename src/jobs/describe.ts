import { errorName } from '../lib/errorName.ts'
import { Failure } from '../lib/failure.ts'
import { Problem } from '../lib/problem.ts'

/** What is kept of an error: short, and free of secrets and of personal data. */
export interface ErrorText {
  code: string
  message: string
}

const LONGEST = 200

/** A `Failure` keeps its code and message, a `Problem` its code; of any other error what the log calls it and a scrubbed message. */
export function describe(error: unknown): ErrorText {
  if (error instanceof Failure) return { code: error.code, message: cut(scrub(error.message)) }
  if (error instanceof Problem) return { code: error.code, message: error.title }
  if (error instanceof Error) return { code: errorName(error), message: cut(scrub(error.message)) }
  return { code: 'unknown', message: 'Something that is not an error was thrown' }
}

/** One line, as `last_error` keeps it. */
export function line({ code, message }: ErrorText): string {
  return message ? `${code}: ${message}` : code
}

/** What may name a person or open a door, and what stands for it. */
const SCRUBS: [RegExp, string][] = [
  [/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '[address]'],
  [/[^\s"'<>()=]+@[^\s"'<>()=]+/g, '[mail]'],
  [/\beyJ[\w-]+(\.[\w-]*)*/g, '[secret]'],
  [/\b(bearer|basic)\s+\S+/gi, '$1 [secret]'],
  [/=\([^)]*\)/g, '=([value])'],
  [/(["'`])(?:(?!\1).){3,}\1/g, '[quoted]'],
  [/(?=[A-Za-z_+/=-]*\d)[A-Za-z0-9_+/=-]{16,}|[A-Za-z0-9_+/=-]{32,}/g, '[secret]'],
  [/\+?\d[\d ()-]{6,}\d/g, '[number]'],
]

function scrub(message: string): string {
  const first = message.slice(0, 1000).split('\n', 1)[0]!
  return SCRUBS.reduce((text, [what, instead]) => text.replace(what, instead), first)
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`
}
