import { expect, test } from 'bun:test'
import { type Health, healthOf, type SubscriptionRow } from '../../src/sync/subscriptionRow.ts'

const DAY_MS = 86_400_000
const NOW_MS = Date.UTC(2026, 10, 30, 8)

const row: SubscriptionRow = {
  id: 'row-1',
  tenant_id: 'acme',
  salesperson_id: 'berlin',
  subscription_id: 'sub-1',
  resource: 'users/berlin/events',
  client_state: 'sealed',
  granted_at_utc: new Date(NOW_MS),
  expiration_utc: new Date(NOW_MS + 7 * DAY_MS),
  status: 'active',
  last_notification_at_utc: null,
  renewed_at_utc: null,
  last_error: null,
  created_at_utc: new Date(NOW_MS),
  updated_at_utc: new Date(NOW_MS),
}

test.each<[string, Health, Partial<SubscriptionRow>, number]>([
  ['just made', 'healthy', {}, 0],
  ['that is due for renewal', 'healthy', {}, 3.5],
  ['that should have been renewed', 'expiring', {}, 4.3],
  ['whose time is up', 'expired', {}, 7],
  ['that Graph has no more', 'expired', { status: 'missing', subscription_id: null }, 0],
  [
    'that could never be made',
    'failing',
    { status: 'failing', subscription_id: null, expiration_utc: null },
    0,
  ],
  ['whose renewal failed while it lives', 'failing', { status: 'failing' }, 4],
  ['whose renewal failed until its time was up', 'expired', { status: 'failing' }, 7],
])('a subscription %s is %s', (_, health, change, days) => {
  expect(healthOf({ ...row, ...change }, NOW_MS + days * DAY_MS)).toBe(health)
})
