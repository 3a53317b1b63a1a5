import { Elysia, t } from 'elysia'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { bearerToken } from './headers.ts'
import { BookingReply } from './replies.ts'
import { idParams, ofInput, ofToken } from './tokens.ts'

const tags = ['Booking']

/** Reading a booking, its calendar file, and getting fresh links to change it. */
export function read({ desk }: Services) {
  return new Elysia({ name: 'read', prefix: '/v1/bookings' })
    .get('/:id', ({ params, headers }) => desk.read(params.id, bearerToken(headers)), {
      params: idParams,
      detail: { tags, summary: 'Read a booking', operationId: 'readBooking' },
      response: {
        200: BookingReply,
        ...problems('token_missing', ...ofToken, 'invalid_request'),
      },
    })
    .post(
      '/:id/links',
      async ({ params, body, status }) => {
        await desk.sendLinks(params.id, body.email)
        return status(202, { status: 'accepted' as const })
      },
      {
        params: idParams,
        body: t.Object(
          { email: t.String({ format: 'email', maxLength: 254 }) },
          { examples: [{ email: 'ada@example.com' }] },
        ),
        detail: {
          tags,
          summary: 'Mail fresh links, if the address is the booking’s',
          operationId: 'mailLinks',
        },
        response: {
          202: t.Object({ status: t.Literal('accepted') }, { examples: [{ status: 'accepted' }] }),
          ...problems(...ofInput),
        },
      },
    )
    .get(
      '/:id/invite.ics',
      async ({ params, headers, set }) => {
        const file = await desk.invite(params.id, bearerToken(headers))
        set.headers['content-type'] = 'text/calendar; charset=utf-8'
        set.headers['content-disposition'] = 'attachment; filename="invite.ics"'
        return file
      },
      {
        params: idParams,
        detail: { tags, summary: 'The event as iCalendar', operationId: 'readInvite' },
        response: {
          200: InviteReply,
          ...problems('token_missing', ...ofToken, 'wrong_state', 'invalid_request'),
        },
      },
    )
}

const InviteReply = t.String({
  description: 'The file',
  contentMediaType: 'text/calendar',
  examples: [
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Holdfast//Holdfast//EN',
      'METHOD:PUBLISH',
      'BEGIN:VEVENT',
      'UID:019352f0-7e11-7a3e-9d3c-0c8e6a1f2b3c',
      'SEQUENCE:1',
      'DTSTAMP:20261120T101500Z',
      'DTSTART:20261201T143000Z',
      'DTEND:20261201T150000Z',
      'SUMMARY:Introduction · Acme',
      'STATUS:CONFIRMED',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n'),
  ],
})
