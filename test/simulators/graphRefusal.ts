import { randomUUID } from 'node:crypto'
import type { SimReply } from './serve.ts'

/** An error as Graph words it. */
export function graphError(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): SimReply {
  const innerError = { date: new Date().toISOString().slice(0, 19), 'request-id': randomUUID() }
  return { status, headers, body: { error: { code, message, innerError } } }
}

/** A refusal on its way up to the one who answers. */
export class Refused extends Error {
  constructor(readonly reply: SimReply) {
    super('Refused')
  }
}

/** Refuses the request, from wherever this is called. */
export function refuse(status: number, code: string, message: string): never {
  throw new Refused(graphError(status, code, message))
}

/** The 429 of a mailbox that is asked too much at once. */
export function throttled(retry_after: string): SimReply {
  const message = 'Application is over its MailboxConcurrency limit.'
  return graphError(429, 'ApplicationThrottled', message, { 'retry-after': retry_after })
}
