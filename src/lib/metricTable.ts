/** What a metric counts, under which labels. A label is a closed set of words, or `open`: a route, a kind, a step. */
export interface MetricSpec {
  kind: 'counter' | 'gauge' | 'histogram'
  help: string
  labels: Record<string, 'open' | readonly string[]>
  /** Upper bounds of a histogram's buckets, in seconds. */
  buckets?: readonly number[]
}

const FAST = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const
const SLOW = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800] as const

const QUEUE = ['webhook', 'outbox'] as const
const PROVIDER = ['graph', 'zoom', 'smtp'] as const

/** Every metric there is; dashboard, alerts and README are made from this table. Labels never hold a person's data. */
export const METRICS = {
  holdfast_build_info: {
    kind: 'gauge',
    help: 'Always 1; the version is the label.',
    labels: { version: 'open' },
  },
  holdfast_http_requests_total: {
    kind: 'counter',
    help: 'Requests answered.',
    labels: { method: 'open', route: 'open', status: 'open' },
  },
  holdfast_http_request_duration_seconds: {
    kind: 'histogram',
    help: 'Time from the request to its answer.',
    labels: { method: 'open', route: 'open' },
    buckets: FAST,
  },
  holdfast_http_in_flight: { kind: 'gauge', help: 'Requests being answered.', labels: {} },
  holdfast_rate_limited_total: {
    kind: 'counter',
    help: 'Requests refused because there were too many.',
    labels: { scope: ['address', 'tenant'], route: 'open' },
  },
  holdfast_slot_lists_total: {
    kind: 'counter',
    help: 'Lists of slots computed; degraded ones lack a salesperson whose calendar could not be read.',
    labels: { outcome: ['complete', 'degraded'] },
  },
  holdfast_slot_list_duration_seconds: {
    kind: 'histogram',
    help: 'Time to compute a list of slots, calendars included.',
    labels: {},
    buckets: FAST,
  },
  holdfast_holds_total: {
    kind: 'counter',
    help: 'Holds asked for, by what became of them.',
    labels: { outcome: ['held', 'replayed', 'not_offered', 'taken', 'refused'] },
  },
  holdfast_conflicts_total: {
    kind: 'counter',
    help: 'Claims that the database refused because the time was taken.',
    labels: { at: ['hold', 'reschedule', 'follow', 'restore'] },
  },
  holdfast_booking_changes_total: {
    kind: 'counter',
    help: 'Changes of the state of a booking.',
    labels: {
      to: ['held', 'confirming', 'confirmed', 'canceled', 'expired', 'failed'],
    },
  },
  holdfast_confirmation_duration_seconds: {
    kind: 'histogram',
    help: 'Time from confirming to confirmed.',
    labels: {},
    buckets: SLOW,
  },
  holdfast_sagas_total: {
    kind: 'counter',
    help: 'Sagas that ended.',
    labels: { kind: ['confirm', 'reschedule', 'cancel', 'follow'], outcome: ['done', 'undone', 'stuck'] },
  },
  holdfast_compensations_total: {
    kind: 'counter',
    help: 'Undoings that ended.',
    labels: { step: 'open', outcome: ['done', 'dead'] },
  },
  holdfast_notifications_total: {
    kind: 'counter',
    help: 'Items received from Graph and Zoom, by what became of them.',
    labels: {
      provider: ['graph', 'zoom'],
      outcome: ['stored', 'merged', 'forged', 'unknown', 'malformed', 'unstored'],
    },
  },
  holdfast_notification_lag_seconds: {
    kind: 'histogram',
    help: 'Time from a notification received to the booking reconciled.',
    labels: {},
    buckets: SLOW,
  },
  holdfast_reconciliations_total: {
    kind: 'counter',
    help: 'Looks at an Outlook event, by what was decided.',
    labels: { decision: 'open' },
  },
  holdfast_jobs: {
    kind: 'gauge',
    help: 'Jobs in the table.',
    labels: { queue: QUEUE, status: ['pending', 'running', 'dead'] },
  },
  holdfast_oldest_due_job_age_seconds: {
    kind: 'gauge',
    help: 'How long the oldest job that is due has waited.',
    labels: { queue: QUEUE },
  },
  holdfast_jobs_finished_total: {
    kind: 'counter',
    help: 'Attempts that ended.',
    labels: { queue: QUEUE, kind: 'open', outcome: ['done', 'retry', 'snoozed', 'dead', 'lost'] },
  },
  holdfast_job_duration_seconds: {
    kind: 'histogram',
    help: 'Time an attempt took.',
    labels: { queue: QUEUE, kind: 'open' },
    buckets: SLOW,
  },
  holdfast_jobs_rescued_total: {
    kind: 'counter',
    help: 'Jobs taken back from workers that died.',
    labels: { queue: QUEUE },
  },
  holdfast_provider_calls_total: {
    kind: 'counter',
    help: 'Calls to providers.',
    labels: {
      provider: PROVIDER,
      operation: 'open',
      outcome: ['ok', 'gone', 'throttled', 'refused', 'failed'],
    },
  },
  holdfast_provider_call_duration_seconds: {
    kind: 'histogram',
    help: 'Time a call to a provider took.',
    labels: { provider: PROVIDER, operation: 'open' },
    buckets: FAST,
  },
  holdfast_provider_throttles_total: {
    kind: 'counter',
    help: 'Answers that asked to come back later.',
    labels: { provider: PROVIDER },
  },
  holdfast_letters_total: {
    kind: 'counter',
    help: 'Letters handed over, or given up.',
    labels: { outcome: ['sent', 'retry', 'dead'] },
  },
  holdfast_subscriptions: {
    kind: 'gauge',
    help: 'Subscriptions at Graph.',
    labels: { status: ['healthy', 'expiring', 'expired', 'failing'] },
  },
  holdfast_follow_ups_open: {
    kind: 'gauge',
    help: 'Follow-ups that wait for a person.',
    labels: { kind: 'open' },
  },
  holdfast_database_up: { kind: 'gauge', help: '1 while the database answers.', labels: {} },
  process_resident_memory_bytes: { kind: 'gauge', help: 'Memory of the process.', labels: {} },
  process_cpu_seconds_total: { kind: 'counter', help: 'Processor time of the process.', labels: {} },
  process_start_time_seconds: { kind: 'gauge', help: 'When the process started.', labels: {} },
} as const satisfies Record<string, MetricSpec>

export type MetricName = keyof typeof METRICS
