import { Elysia } from 'elysia'
import { patience as patienceFor } from '../lib/patience.ts'
import { isForPeople, refusalPage } from './pages/refusal.ts'
import { problemOf, refusal } from './refuse.ts'
import { securityHeaders } from './security.ts'
import type { Services } from './services.ts'

/**
 * Less than the silence after which the door cuts a connection, which the server measures in steps of four seconds:
 * whoever waits is told, not dropped.
 */
const LONGEST_MS = 14_000

/** Answers `unavailable` to a request that is not answered within 14 s, whatever it waits for. */
export function patience(services: Services) {
  const { log, requestId, edge } = services
  const inTime = patienceFor(LONGEST_MS)
  const secure = securityHeaders(edge.base_url.startsWith('https:'))
  return new Elysia({ name: 'patience' }).wrap((answer) => (request: Request) => {
    const reply: unknown = answer(request)
    if (!(reply instanceof Promise)) return reply
    return inTime(reply).catch(async (error) => {
      const id = requestId()
      const problem = problemOf(error, log, id)
      const { pathname } = new URL(request.url)
      const said = isForPeople(request, pathname)
        ? await refusalPage(services, request, problem)
        : refusal(problem)
      for (const [name, value] of Object.entries({ ...secure, 'x-request-id': id }))
        if (!said.headers.has(name)) said.headers.set(name, value)
      return said
    })
  })
}
