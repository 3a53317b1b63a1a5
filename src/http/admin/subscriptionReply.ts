import { t } from 'elysia'
import type { SalespersonHealth } from '../../sync/health.ts'
import type { ShownSubscription } from '../../sync/subscriptions.ts'
import { Instant } from '../fields.ts'

const Health = t.Union(
  [t.Literal('healthy'), t.Literal('expiring'), t.Literal('expired'), t.Literal('failing')],
  {
    description:
      '`expiring`: it should have been renewed by now; `expired`: Graph sends nothing; `failing`: the last attempt failed and is repeated',
  },
)

/** A subscription, without its secret. */
export const SubscriptionReply = t.Object(
  {
    graph_subscription_id: t.String(),
    salesperson: t.String(),
    subscription_id: t.Nullable(t.String({ description: 'Graph’s own id; null while there is none' })),
    resource: t.String(),
    health: Health,
    expires_at_utc: t.Nullable(Instant),
    renewed_at_utc: t.Nullable(Instant),
    last_notification_at_utc: t.Nullable(Instant),
    last_error: t.Nullable(t.String()),
    created_at_utc: Instant,
    updated_at_utc: Instant,
  },
  {
    examples: [
      {
        graph_subscription_id: '0197287d-2c00-7000-8000-0000000000f1',
        salesperson: 'berlin',
        subscription_id: '7f105c7d-2dc5-4530-97cd-4e7ae6534c07',
        resource: 'users/berlin@acme.example/events',
        health: 'healthy',
        expires_at_utc: '2026-12-07T08:00:00.000Z',
        renewed_at_utc: null,
        last_notification_at_utc: '2026-11-30T09:12:00.000Z',
        last_error: null,
        created_at_utc: '2026-11-30T08:00:00.000Z',
        updated_at_utc: '2026-11-30T08:00:00.000Z',
      },
    ],
  },
)

/** A subscription in the words of the reply. */
export function subscriptionReply(row: ShownSubscription) {
  return {
    graph_subscription_id: row.id,
    salesperson: row.salesperson,
    subscription_id: row.subscription_id,
    resource: row.resource,
    health: row.health,
    expires_at_utc: row.expiration_utc?.toISOString() ?? null,
    renewed_at_utc: row.renewed_at_utc?.toISOString() ?? null,
    last_notification_at_utc: row.last_notification_at_utc?.toISOString() ?? null,
    last_error: row.last_error,
    created_at_utc: row.created_at_utc.toISOString(),
    updated_at_utc: row.updated_at_utc.toISOString(),
  }
}

/** How one salesperson's Outlook is followed. */
export const SalespersonHealthReply = t.Object(
  {
    salesperson: t.String(),
    active: t.Boolean(),
    calendar: t.Union([t.Literal('readable'), t.Literal('unreadable')], {
      description: 'As it was read just now',
    }),
    subscription: t.Nullable(
      t.Object({ status: Health, expires_at_utc: t.Nullable(Instant), last_error: t.Nullable(t.String()) }),
    ),
    last_notification_at_utc: t.Nullable(Instant),
    lag_seconds: t.Number({ description: 'Age of the oldest notification that waits; 0 when none does' }),
    dead_jobs: t.Number({ description: 'Notifications that were given up' }),
  },
  {
    examples: [
      {
        salesperson: 'berlin',
        active: true,
        calendar: 'readable',
        subscription: { status: 'healthy', expires_at_utc: '2026-12-07T08:00:00.000Z', last_error: null },
        last_notification_at_utc: '2026-11-30T09:12:00.000Z',
        lag_seconds: 0,
        dead_jobs: 0,
      },
    ],
  },
)

/** The health of a salesperson in the words of the reply. */
export function salespersonHealthReply({ subscription: row, ...rest }: SalespersonHealth) {
  return {
    ...rest,
    subscription: row && {
      status: row.health,
      expires_at_utc: row.expiration_utc?.toISOString() ?? null,
      last_error: row.last_error,
    },
    last_notification_at_utc: row?.last_notification_at_utc?.toISOString() ?? null,
  }
}
