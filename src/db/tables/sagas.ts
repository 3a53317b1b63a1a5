import { sql } from 'drizzle-orm'
import type { Columns } from '../postgres/columns.ts'

export type SagaKind = 'confirm' | 'reschedule' | 'cancel' | 'follow'
export type SagaStatus = 'running' | 'done' | 'undoing' | 'undone' | 'stuck'
export type StepState = 'pending' | 'intended' | 'done' | 'failed' | 'undone'
export type CompensationState = 'pending' | 'done' | 'dead'

/** One step of a saga as it is remembered. */
export interface StepRecord {
  step: string
  state: StepState
  attempts: number
  /** What the step made outside: ids, never secrets. */
  result?: Record<string, string>
  error?: string
  changed_at_utc?: string
  /** Since when an attempt may have reached the other side without our knowing; only while `intended`. */
  unsure_since_utc?: string
  /** In which of the provider's accounts, and whose, such an attempt may have gone through. */
  unsure_where?: string[]
}

/** Chains of outside effects, each remembered, each undoable, and what they made outside. */
export function sagaTables({ table, text, integer, instant, json, index, uniqueIndex }: Columns) {
  const stamps = { created_at_utc: instant().notNull(), updated_at_utc: instant().notNull() }
  const sagas = table(
    'sagas',
    {
      id: text().primaryKey(),
      tenant_id: text().notNull(),
      booking_id: text().notNull(),
      kind: text<SagaKind>().notNull(),
      /** The booking's revision that this saga brings about. */
      revision: integer().notNull(),
      status: text<SagaStatus>().notNull(),
      /** Rises with every write: of two workers that run the saga at once, the second to write is told so. */
      version: integer().notNull().default(0),
      /** What the saga needs to know and the booking does not say: the old time of a reschedule, for one. */
      context: json<Record<string, unknown>>().notNull(),
      steps: json<StepRecord[]>().notNull(),
      error: text(),
      ...stamps,
    },
    (t) => [
      index('sagas_by_booking').on(t.booking_id, t.id),
      index('sagas_by_tenant').on(t.tenant_id, t.id),
      index('sagas_open').on(t.id).where(sql`status in ('running', 'undoing')`),
    ],
  )
  const saga_compensations = table(
    'saga_compensations',
    {
      id: text().primaryKey(),
      saga_id: text().notNull(),
      tenant_id: text().notNull(),
      booking_id: text().notNull(),
      step: text().notNull(),
      reason: text().notNull(),
      /** Compensations run one after the other, the lowest first. */
      position: integer().notNull(),
      state: text<CompensationState>().notNull(),
      attempts: integer().notNull().default(0),
      last_error: text(),
      ...stamps,
    },
    (t) => [uniqueIndex('saga_compensations_step').on(t.saga_id, t.step)],
  )
  const graph_events = table(
    'graph_events',
    {
      booking_id: text().primaryKey(),
      tenant_id: text().notNull(),
      salesperson_id: text().notNull(),
      event_id: text().notNull(),
      /** The mailbox it stands in; null where an earlier version made it: in the one the salesperson has, then. */
      m365_tenant_id: text(),
      mailbox: text(),
      /** The change key of the last state that Holdfast has seen or written. */
      change_key: text().notNull(),
      ...stamps,
    },
    (t) => [uniqueIndex('graph_events_by_event').on(t.event_id)],
  )
  const zoom_meetings = table(
    'zoom_meetings',
    {
      booking_id: text().primaryKey(),
      tenant_id: text().notNull(),
      salesperson_id: text().notNull(),
      provider_meeting_id: text().notNull(),
      /** The Zoom account it was made in; null where an earlier version made it: in the one that serves, then. */
      account_id: text(),
      /** When a person was told that nothing we have opens that account any more. */
      left_at_utc: instant(),
      join_url: text().notNull(),
      start_url_sealed: text().notNull(),
      ...stamps,
    },
    (t) => [index('zoom_meetings_by_provider').on(t.provider_meeting_id)],
  )
  return { sagas, saga_compensations, graph_events, zoom_meetings }
}
