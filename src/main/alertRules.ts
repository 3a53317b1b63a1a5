import { VERSION } from './version.ts'

/** One thing that a person should look at: when it is so, for how long, how bad, and what to do. */
export interface AlertRule {
  alert: string
  expr: string
  for: string
  severity: 'critical' | 'warning'
  summary: string
  description: string
}

const MINUTES = '[5m]'

/**
 * Whoever confirms or moves a booking waits for Outlook and Zoom, for up to eight seconds and mostly for more than one:
 * wherever customers book these alone are more than one request in a hundred. They have a histogram of their own.
 */
const AT_ONCE = '{route!~".*/confirm|.*/reschedule|/:tenant/booking/:act"}'

/** What deserves a person's attention. Expressions name only metrics and labels of the table; a test sees to it. */
export const ALERT_RULES: AlertRule[] = [
  {
    alert: 'HoldfastAbsent',
    expr: 'absent(holdfast_build_info)',
    for: '2m',
    severity: 'critical',
    summary: 'No Holdfast process is seen.',
    description: 'Look at the container and its last log lines; holdfast doctor says what is set up wrongly.',
  },
  {
    alert: 'HoldfastDatabaseAway',
    expr: 'min(holdfast_database_up) == 0',
    for: '1m',
    severity: 'critical',
    summary: 'The database does not answer.',
    description: 'Requests get 503 and jobs wait. Holdfast recovers by itself once the database is back.',
  },
  {
    alert: 'HoldfastErrors',
    expr: `sum(rate(holdfast_http_requests_total{status=~"5.."}${MINUTES})) / sum(rate(holdfast_http_requests_total${MINUTES})) > 0.01`,
    for: '5m',
    severity: 'critical',
    summary: 'More than one request in a hundred fails.',
    description: 'Look for lines of level error; each has the request id that the caller saw.',
  },
  {
    alert: 'HoldfastSlow',
    expr: `histogram_quantile(0.99, sum by (le) (rate(holdfast_http_request_duration_seconds_bucket${AT_ONCE}${MINUTES}))) > 1`,
    for: '10m',
    severity: 'warning',
    summary: 'One request in a hundred, the making of meetings aside, takes more than a second.',
    description: 'Compare with the durations of providers and the database on the dashboard.',
  },
  {
    alert: 'HoldfastJobsBehind',
    expr: 'max by (queue) (holdfast_oldest_due_job_age_seconds) > 60',
    for: '2m',
    severity: 'critical',
    summary: 'Jobs of the queue {{ $labels.queue }} wait for more than a minute.',
    description: 'Bookings are confirmed late. Raise WORKER_CONCURRENCY or add a process.',
  },
  {
    alert: 'HoldfastJobsDead',
    expr: 'max by (queue) (holdfast_jobs{status="dead"}) > 0',
    for: '1m',
    severity: 'warning',
    summary: 'Jobs of the queue {{ $labels.queue }} used up their attempts.',
    description: 'The admin API lists them with their last error; mend the cause and retry them.',
  },
  {
    alert: 'HoldfastNotificationsLate',
    expr: `histogram_quantile(0.95, sum by (le) (rate(holdfast_notification_lag_seconds_bucket[10m]))) > 60`,
    for: '5m',
    severity: 'warning',
    summary: 'Bookings follow Outlook more than a minute late.',
    description: 'Look at the age of jobs, and at how often Graph asks to come back later.',
  },
  {
    alert: 'HoldfastNotificationsForged',
    expr: 'sum by (provider) (increase(holdfast_notifications_total{outcome="forged"}[15m])) > 10',
    for: '0m',
    severity: 'warning',
    summary: 'Notifications in the name of {{ $labels.provider }} carry a wrong secret.',
    description:
      'Somebody tries the receiver, or a secret was changed on one side only. Nothing of it was stored.',
  },
  {
    alert: 'HoldfastSubscriptionsUnwell',
    expr: 'max(sum(holdfast_subscriptions{status=~"expired|failing"})) > 0',
    for: '15m',
    severity: 'critical',
    summary: 'Outlook does not tell of the changes of some salespersons.',
    description: 'The admin API says of whom and why. The sweep still follows, only later.',
  },
  {
    alert: 'HoldfastProviderFailing',
    expr: `sum by (provider) (rate(holdfast_provider_calls_total{outcome=~"refused|failed"}${MINUTES})) / sum by (provider) (rate(holdfast_provider_calls_total${MINUTES})) > 0.2`,
    for: '10m',
    severity: 'critical',
    summary: 'One call in five to {{ $labels.provider }} fails.',
    description: 'Permanent refusals point at permissions or credentials: run holdfast doctor.',
  },
  {
    alert: 'HoldfastProviderThrottles',
    expr: 'sum by (provider) (increase(holdfast_provider_throttles_total[15m])) > 100',
    for: '15m',
    severity: 'warning',
    summary: '{{ $labels.provider }} asks again and again to come back later.',
    description: 'Nothing is lost, but bookings are confirmed later. Lower WORKER_CONCURRENCY.',
  },
  {
    alert: 'HoldfastConfirmationsFail',
    expr: 'sum(increase(holdfast_booking_changes_total{to="failed"}[30m])) > 3',
    for: '0m',
    severity: 'critical',
    summary: 'Bookings that customers confirmed have failed.',
    description: 'The sagas in the admin API name the step and the error; the customers were told.',
  },
  {
    alert: 'HoldfastSagasStuck',
    expr: 'sum by (kind) (increase(holdfast_sagas_total{outcome="stuck"}[1h])) > 0',
    for: '0m',
    severity: 'critical',
    summary: 'A saga of the kind {{ $labels.kind }} could not be finished nor undone.',
    description: 'A follow-up says what is left at Outlook or Zoom that a person must remove.',
  },
  {
    alert: 'HoldfastLettersLost',
    expr: 'sum(increase(holdfast_letters_total{outcome="dead"}[30m])) > 0',
    for: '0m',
    severity: 'critical',
    summary: 'Letters could not be handed over.',
    description: 'Customers cannot confirm without them. Check MAIL and SMTP_URL, then retry the dead jobs.',
  },
  {
    alert: 'HoldfastFollowUpsWait',
    expr: 'max by (kind) (holdfast_follow_ups_open) > 0',
    for: '4h',
    severity: 'warning',
    summary: 'Follow-ups of the kind {{ $labels.kind }} wait for a person.',
    description: 'The admin API and the console list them.',
  },
  {
    alert: 'HoldfastMemory',
    expr: 'max(process_resident_memory_bytes) > 500e6',
    for: '15m',
    severity: 'warning',
    summary: 'A process holds more than 500 MB.',
    description: `Please report it with the version (this file was made by ${VERSION}) and the dashboard.`,
  },
]
