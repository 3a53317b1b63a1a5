import { Elysia, t } from 'elysia'
import { Instant } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import type { DevEvent } from './devTools.ts'
import { shelf } from './shelf.ts'

const tags = ['Mock mode']
const example = {
  event_id: 'AAMk09avOPFUbWIw2dlyfT4wRbYlDciCBujwwuvQN3ugPQc',
  booking_id: '0197287d-2c00-7000-8000-0000000000b1',
  subject: 'Introduction: Ada (Acme)',
  start_at_utc: '2026-12-01T15:30:00.000Z',
  end_at_utc: '2026-12-01T16:00:00.000Z',
  show_as: 'busy',
}
const EventReply = t.Object(
  {
    event_id: t.String(),
    booking_id: t.Optional(t.String()),
    subject: t.String(),
    start_at_utc: Instant,
    end_at_utc: Instant,
    show_as: t.String(),
  },
  { examples: [example] },
)
const EventsReply = t.Object({ items: t.Array(EventReply) }, { examples: [{ items: [example] }] })
const EventChange = t.Object(
  {
    start_at_utc: t.Optional(
      t.String({ format: 'date-time', description: 'Without an end the event keeps its length' }),
    ),
    end_at_utc: t.Optional(t.String({ format: 'date-time' })),
  },
  { examples: [{ start_at_utc: '2026-12-02T15:30:00.000Z', end_at_utc: '2026-12-02T16:00:00.000Z' }] },
)
const letter = {
  to: 'ada@example.com',
  subject: 'Please confirm: Introduction with Acme',
  text: 'Hello Ada, …',
  html: '<!doctype html>…',
  created_at_utc: '2026-11-30T09:00:00.000Z',
}
const LettersReply = t.Object(
  {
    items: t.Array(
      t.Object({
        to: t.String(),
        subject: t.String(),
        text: t.String(),
        html: t.String(),
        created_at_utc: Instant,
      }),
    ),
  },
  { examples: [{ items: [letter] }] },
)
const query = t.Object({
  tenant: t.Optional(
    t.String({ maxLength: 60, description: 'Left out: whoever has this slug, in any tenant' }),
  ),
})
const slug = t.String({ maxLength: 60 })
const whose = { params: t.Object({ salesperson: slug }), query }
const event = { params: t.Object({ salesperson: slug, event_id: t.String({ maxLength: 200 }) }), query }
const unknownPerson = problems('tenant_not_found', 'salesperson_not_found')
const unknown = problems('not_found', 'tenant_not_found', 'salesperson_not_found')

/** The pretend world as JSON. Without mocks none of these routes exists. */
export function dev({ dev: tools, office }: Services) {
  const controller = new Elysia({ name: 'dev', prefix: '/dev' })
  if (!tools) return controller
  const { events, move, remove } = shelf(tools, office)
  return controller
    .get('/mailbox', ({ query }) => ({ items: tools.letters(query.to) }), {
      query: t.Object({ to: t.Optional(t.String({ maxLength: 254 })) }),
      detail: { tags, summary: 'Letters that would have gone out', operationId: 'devMailbox' },
      response: { 200: LettersReply },
    })
    .get(
      '/outlook/:salesperson/events',
      async ({ params, query }) => ({ items: (await events({ ...params, ...query })).map(shown) }),
      {
        ...whose,
        detail: { tags, summary: 'Events of a pretend Outlook', operationId: 'devEvents' },
        response: { 200: EventsReply, ...unknownPerson },
      },
    )
    .patch(
      '/outlook/:salesperson/events/:event_id',
      async ({ params: { salesperson, event_id }, query, body }) => {
        const { start_at_utc, end_at_utc } = body
        const change = {
          ...(start_at_utc !== undefined && { start_ms: Date.parse(start_at_utc) }),
          ...(end_at_utc !== undefined && { end_ms: Date.parse(end_at_utc) }),
        }
        return shown(await move({ salesperson, ...query }, event_id, change))
      },
      {
        ...event,
        body: EventChange,
        detail: { tags, summary: 'Move an event, as the salesperson would', operationId: 'devMoveEvent' },
        response: { 200: EventReply, ...unknown, ...problems('invalid_request', 'malformed_json') },
      },
    )
    .delete(
      '/outlook/:salesperson/events/:event_id',
      async ({ params: { salesperson, event_id }, query, set }) => {
        await remove({ salesperson, ...query }, event_id)
        set.status = 204
      },
      {
        ...event,
        detail: { tags, summary: 'Delete an event, as the salesperson would', operationId: 'devDeleteEvent' },
        response: { 204: t.Void({ description: 'It is gone' }), ...unknown },
      },
    )
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
