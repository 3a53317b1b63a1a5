import { Elysia } from 'elysia'
import { withDeadline } from '../lib/deadline.ts'
import { problemOf, refusal } from './refuse.ts'
import { securityHeaders } from './security.ts'
import type { Services } from './services.ts'

/**
 * Less than the silence after which the door cuts a connection, which the server measures in steps of four seconds:
 * whoever waits is told, not dropped.
 */
const LONGEST_MS = 14_000

/** Answers `unavailable` to a request that is not answered within 14 s, whatever it waits for. */
export function patience({ log, requestId, edge }: Services) {
  const secure = securityHeaders(edge.base_url.startsWith('https:'))
  return new Elysia({ name: 'patience' }).wrap((answer) => (request: Request) => {
    const reply: unknown = answer(request)
    if (!(reply instanceof Promise)) return reply
    return withDeadline(LONGEST_MS, () => reply).catch((error) => {
      const id = requestId()
      const said = refusal(problemOf(error, log, id))
      for (const [name, value] of Object.entries({ ...secure, 'x-request-id': id }))
        said.headers.set(name, value)
      return said
    })
  })
}
