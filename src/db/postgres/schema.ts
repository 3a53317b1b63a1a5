import { defineSchema } from '../schema.ts'
import { postgresColumns } from './columns.ts'

export const tables = defineSchema(postgresColumns)

/** Each table by its name, which is how drizzle-kit reads them to make drizzle/postgres. */
export const {
  tenants,
  salespersons,
  availability_rules,
  availability_overrides,
  meeting_types,
  meeting_type_salespersons,
  tenant_keys,
  tenant_logos,
  bookings,
  slot_claims,
  token_consumptions,
  idempotency_keys,
  sagas,
  saga_compensations,
  graph_events,
  zoom_meetings,
  webhook_jobs,
  outbox_jobs,
  cron_ticks,
  tracking_events,
  audit_logs,
  follow_ups,
  graph_subscriptions,
  zoom_accounts,
} = tables
