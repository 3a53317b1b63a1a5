import { t } from 'elysia'
import { shown } from '../../tenants/page.ts'
import { listTrackingEvents, type TrackingEvent } from '../../tenants/traces.ts'
import { adminDetail } from '../detail.ts'
import { Instant, pageReply, paging, path } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { tenantController } from './key.ts'

/** What happened to bookings. */
export function trackingEvents(services: Services) {
  const { db } = services.office
  return tenantController(services, { name: 'trackingEvents', prefix: '/tracking-events' }).get(
    '',
    async ({ config, query }) =>
      shown(await listTrackingEvents(db, config.tenant.id, query), trackingEventReply),
    {
      params: path('tenant'),
      query: t.Object({
        booking_id: t.Optional(t.String({ maxLength: 100 })),
        kind: t.Optional(t.String({ maxLength: 100, examples: ['customer_reinvite_required'] })),
        ...paging,
      }),
      detail: adminDetail('Traces', 'listTrackingEvents', 'List tracking events'),
      response: {
        200: pageReply(TrackingEventReply, 'Tracking events, the newest first'),
        ...problems('unauthorized', 'tenant_not_found', 'invalid_request'),
      },
    },
  )
}

const TrackingEventReply = t.Object(
  {
    tracking_event_id: t.String(),
    booking_id: t.String(),
    kind: t.String(),
    detail: t.Record(t.String(), t.Unknown()),
    created_at_utc: Instant,
  },
  {
    examples: [
      {
        tracking_event_id: '0197287d-2c00-7000-8000-0000000000f1',
        booking_id: '0197287d-2c00-7000-8000-0000000000b1',
        kind: 'event_moved_by_sales',
        detail: { from: '2026-06-03T09:00:00.000Z', to: '2026-06-03T11:00:00.000Z' },
        created_at_utc: '2026-06-02T08:00:00.000Z',
      },
    ],
  },
)

function trackingEventReply({ id, booking_id, kind, detail, created_at_utc }: TrackingEvent) {
  return { tracking_event_id: id, booking_id, kind, detail, created_at_utc: created_at_utc.toISOString() }
}
