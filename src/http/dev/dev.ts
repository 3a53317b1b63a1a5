import { Elysia, t } from 'elysia'
import { mailboxOf } from '../../booking/slots/busy.ts'
import { Problem } from '../../lib/problem.ts'
import { findSalesperson, findTenant } from '../../tenants/find.ts'
import { Instant } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import type { DevEvent, DevTools } from './devTools.ts'

const tags = ['Mock mode']
const EventReply = t.Object({
  event_id: t.String(),
  booking_id: t.Optional(t.String()),
  subject: t.String(),
  start_at_utc: Instant,
  end_at_utc: Instant,
  show_as: t.String(),
})
const whose = {
  params: t.Object({ salesperson: t.String({ maxLength: 60 }) }),
  query: t.Object({ tenant: t.String({ default: 'acme', maxLength: 60 }) }),
}
const event = {
  params: t.Object({ salesperson: t.String({ maxLength: 60 }), event_id: t.String({ maxLength: 200 }) }),
  query: whose.query,
}
const refusals = problems('not_found', 'tenant_not_found', 'salesperson_not_found')

/** The pretend world as JSON. Without mocks none of these routes exists. */
export function dev({ dev: tools, office }: Services) {
  const controller = new Elysia({ name: 'dev', prefix: '/dev' })
  if (!tools) return controller
  const mailbox = async (tenant: string, salesperson: string) => {
    const config = await findTenant(office.catalogue, office.db, tenant)
    return mailboxOf(config, findSalesperson(config, salesperson))
  }
  return controller
    .get('/mailbox', ({ query }) => ({ items: tools.letters(query.to) }), {
      query: t.Object({ to: t.Optional(t.String({ maxLength: 254 })) }),
      detail: { tags, summary: 'Letters that would have gone out', operationId: 'devMailbox' },
      response: { 200: t.Object({ items: t.Array(LetterReply) }) },
    })
    .get(
      '/outlook/:salesperson/events',
      async ({ params, query }) => ({
        items: tools.events(await mailbox(query.tenant, params.salesperson)).map(shown),
      }),
      {
        ...whose,
        detail: { tags, summary: 'Events of a pretend Outlook', operationId: 'devEvents' },
        response: { 200: t.Object({ items: t.Array(EventReply) }), ...refusals },
      },
    )
    .patch(
      '/outlook/:salesperson/events/:event_id',
      async ({ params, query, body }) => {
        const time = { start_ms: Date.parse(body.start_at_utc), end_ms: Date.parse(body.end_at_utc) }
        return shown(moved(tools, await mailbox(query.tenant, params.salesperson), params.event_id, time))
      },
      {
        ...event,
        body: t.Object({
          start_at_utc: t.String({ format: 'date-time' }),
          end_at_utc: t.String({ format: 'date-time' }),
        }),
        detail: { tags, summary: 'Move an event, as the salesperson would', operationId: 'devMoveEvent' },
        response: { 200: EventReply, ...refusals, ...problems('invalid_request', 'malformed_json') },
      },
    )
    .delete(
      '/outlook/:salesperson/events/:event_id',
      async ({ params, query, set }) => {
        if (!tools.remove(await mailbox(query.tenant, params.salesperson), params.event_id)) throw noEvent()
        set.status = 204
      },
      {
        ...event,
        detail: { tags, summary: 'Delete an event, as the salesperson would', operationId: 'devDeleteEvent' },
        response: { 204: t.Void(), ...refusals },
      },
    )
}

const LetterReply = t.Object({
  to: t.String(),
  subject: t.String(),
  text: t.String(),
  html: t.String(),
  created_at_utc: Instant,
})

function moved(tools: DevTools, ...args: Parameters<DevTools['move']>): DevEvent {
  const [, , { start_ms, end_ms }] = args
  if (end_ms <= start_ms) {
    const errors = [{ path: 'end_at_utc', message: 'must be after start_at_utc' }]
    throw new Problem('invalid_request', 'The event would end before it begins', { errors })
  }
  const event = tools.move(...args)
  if (event) return event
  throw noEvent()
}

function noEvent(): Problem {
  return new Problem('not_found', 'There is no such event')
}

function shown({ event_id, booking_id, subject, start_ms, end_ms, show_as }: DevEvent) {
  return {
    event_id,
    ...(booking_id === undefined ? {} : { booking_id }),
    subject,
    start_at_utc: new Date(start_ms).toISOString(),
    end_at_utc: new Date(end_ms).toISOString(),
    show_as,
  }
}
