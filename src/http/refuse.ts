import { ValidationError } from 'elysia'
import { awayFrom } from '../db/away.ts'
import { Failure } from '../lib/failure.ts'
import type { Log } from '../lib/log.ts'
import { type Fault, Problem } from '../lib/problem.ts'
import { faultsOf } from './faults.ts'

/** What a fault of the whole, rather than of a field, is said to be in. */
const WHOLE: Record<string, string> = { body: 'body', query: 'query', params: 'path', headers: 'headers' }

/**
 * The problem that a caller may know, for whatever was thrown. What heals by itself, a database that is away above all,
 * is `unavailable`. What is no problem becomes `internal` and is logged: the name of the error and where it came from,
 * never its text, which may hold a value or a secret.
 */
export function problemOf(error: unknown, log: Log, request_id: string): Problem {
  const cause = error instanceof Error && error.cause instanceof Problem ? error.cause : error
  if (cause instanceof Problem) return cause
  if (cause instanceof ValidationError && cause.type in WHOLE) {
    return invalid(faultsIn(cause))
  }
  const away = awayFrom(error) ?? lateness(error)
  if (away !== undefined) return unavailable(log, { request_id, ...away })
  log.error('request_failed', { request_id, ...traceOf(error) })
  return new Problem('internal', 'The request failed; its id helps the operator to find out why', {
    request_id,
  })
}

/** What heals by itself elsewhere. */
function lateness(error: unknown) {
  if (!(error instanceof Failure && error.kind === 'retry')) return undefined
  return { code: error.code, says: 'What the request needs did not answer in time' }
}

/** Nothing was done, or nothing that a repetition would do twice: the caller may come again soon. */
function unavailable(log: Log, why: { request_id: string; code: string; says: string }): Problem {
  log.warn('request_unavailable', why)
  return new Problem('unavailable', 'What this needs does not answer now; nothing is lost by asking again', {
    headers: { 'retry-after': '2' },
  })
}

/** The problem of an input with these faults. */
export function invalid(errors: Fault[]): Problem {
  const detail = errors.length === 1 ? 'One field is not valid' : `${errors.length} fields are not valid`
  return new Problem('invalid_request', detail, { errors })
}

/** The problem as RFC 9457 writes it; `also` are headers beside its own. */
export function refusal(
  { code, status, title, detail, more }: Problem,
  also: Record<string, string> = {},
): Response {
  const { headers, ...fields } = more
  const type = `urn:holdfast:problem:${code}`
  return new Response(JSON.stringify({ type, title, status, detail, code, ...fields }), {
    status,
    headers: { ...also, ...headers, 'content-type': 'application/problem+json' },
  })
}

function faultsIn({ validator, value, type }: ValidationError): Fault[] {
  return 'Errors' in validator ? faultsOf(validator.Errors(value), WHOLE[type] ?? 'whole') : []
}

/** What an operator may see of an error: kinds, codes, paths and places, but no text. */
function traceOf(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { error: typeof error }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const trace = { error: error.name, at: frames.slice(0, 4).join(' < ').replace(/\s+/g, ' ') }
  if (error instanceof ValidationError) return { ...trace, on: error.type, paths: pathsOf(error) }
  const { cause } = error
  if (!(cause instanceof Error)) return trace
  return { ...trace, cause: cause.name, ...('code' in cause && { cause_code: String(cause.code) }) }
}

function pathsOf(error: ValidationError): string {
  return faultsIn(error)
    .map(({ path, message }) => `${path} ${message}`)
    .join('; ')
}
