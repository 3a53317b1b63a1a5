import { t } from 'elysia'
import { presentToAdmin } from '../../booking/present.ts'
import { BookingStatus } from '../booking/replies.ts'
import { adminDetail } from '../detail.ts'
import { pageReply, paging, path } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { AdminBookingReply, ExplanationReply, Outcome, StartLinkReply } from './bookingReply.ts'
import { tenantController } from './key.ts'

const refusals = problems('unauthorized', 'tenant_not_found')
const ofInput = problems('invalid_request', 'malformed_json')

/** What was booked, as admins see it. */
export function bookingsOfTenant(services: Services) {
  const { admin } = services.desk
  return tenantController(services, { name: 'bookings', prefix: '/bookings' })
    .get('', ({ config, query }) => admin.list(config, query), {
      params: path('tenant'),
      query: t.Object({
        status: t.Optional(BookingStatus),
        salesperson: t.Optional(t.String({ maxLength: 60 })),
        email: t.Optional(t.String({ maxLength: 254 })),
        from: t.Optional(t.String({ format: 'date-time', description: 'Starts at or after' })),
        to: t.Optional(t.String({ format: 'date-time', description: 'Starts before' })),
        ...paging,
      }),
      detail: adminDetail('Bookings', 'listBookings', 'List bookings, the newest first'),
      response: {
        200: pageReply(AdminBookingReply, 'Bookings, the newest first'),
        ...refusals,
        ...problems('invalid_request', 'tenant_not_found', 'salesperson_not_found'),
      },
    })
    .get('/:booking_id', ({ config, params }) => admin.show(config, params.booking_id), {
      params: path('tenant', 'booking_id'),
      detail: adminDetail('Bookings', 'showBooking', 'Show a booking'),
      response: { 200: AdminBookingReply, ...refusals, ...problems('tenant_not_found', 'booking_not_found') },
    })
}

/** What admins change of a booking. */
export function bookingChanges(services: Services) {
  const { admin } = services.desk
  return tenantController(services, { name: 'bookingChanges', prefix: '/bookings/:booking_id' })
    .post(
      '/cancel',
      async ({ config, params: { booking_id }, body, actor }) => {
        const wish = { tenant_id: config.tenant.id, booking_id, actor: actor.name, reason: body?.reason }
        return presentToAdmin(config, await admin.cancel(wish))
      },
      {
        params: path('tenant', 'booking_id'),
        body: t.Optional(
          t.Object(
            { reason: t.Optional(t.String({ maxLength: 1000 })) },
            { examples: [{ reason: 'The salesperson is ill' }] },
          ),
        ),
        detail: adminDetail('Bookings', 'cancelAsAdmin', 'Cancel a booking, whatever the notice'),
        response: {
          200: AdminBookingReply,
          ...refusals,
          ...ofInput,
          ...problems('tenant_not_found', 'booking_not_found', 'wrong_state'),
        },
      },
    )
    .post(
      '/start-link',
      ({ config, params: { booking_id }, actor }) =>
        admin.readStartLink(config, { booking_id, actor: actor.name }),
      {
        params: path('tenant', 'booking_id'),
        detail: adminDetail(
          'Bookings',
          'readStartLink',
          'Read a fresh link to start the Zoom meeting',
          'Asked of Zoom now, and good for two hours. Whoever has it is the salesperson at Zoom: who reads it is audited, and it stands in no log.',
        ),
        response: {
          200: StartLinkReply,
          ...refusals,
          ...problems('tenant_not_found', 'booking_not_found', 'not_found'),
          ...problems('wrong_state', 'zoom_refused', 'unavailable'),
        },
      },
    )
    .put(
      '/attendance',
      async ({ config, params: { booking_id }, body, actor }) => {
        const wish = { tenant_id: config.tenant.id, booking_id, actor: actor.name, ...body }
        return presentToAdmin(config, await admin.recordAttendance(wish))
      },
      {
        params: path('tenant', 'booking_id'),
        body: t.Object(
          { outcome: Outcome, note: t.Optional(t.String({ maxLength: 1000 })) },
          { examples: [{ outcome: 'attended' }] },
        ),
        detail: adminDetail('Bookings', 'recordAttendance', 'Record whether the customer came'),
        response: {
          200: AdminBookingReply,
          ...refusals,
          ...ofInput,
          ...problems('tenant_not_found', 'booking_not_found', 'wrong_state', 'conflict'),
        },
      },
    )
}

/** Why a time is offered or not. */
export function explanation(services: Services) {
  return tenantController(services, { name: 'explain', prefix: '/explain' }).get(
    '',
    ({ config, query }) => services.desk.admin.explain(config, query),
    {
      params: path('tenant'),
      query: t.Object({
        salesperson: t.String({ maxLength: 60 }),
        meeting_type: t.Optional(
          t.String({ maxLength: 60, description: 'Left out: the first that is offered' }),
        ),
        at: t.String({ format: 'date-time' }),
      }),
      detail: adminDetail('Bookings', 'explainSlot', 'Explain why a time is offered or not'),
      response: {
        200: ExplanationReply,
        ...refusals,
        ...problems('invalid_request', 'tenant_not_found', 'salesperson_not_found', 'meeting_type_not_found'),
      },
    },
  )
}
