import { expect, test } from 'bun:test'
import type { OutlookEvent } from '../../src/outlook/outlook.ts'
import { decide, type Known } from '../../src/sync/decide.ts'

const HOUR_MS = 3_600_000
const NOW_MS = Date.UTC(2026, 10, 30, 8)

const booking: Known = {
  status: 'confirmed',
  is_changing: false,
  start_ms: NOW_MS + HOUR_MS,
  end_ms: NOW_MS + 2 * HOUR_MS,
  customer_email: 'ada@example.com',
  change_key: 'CK1',
}

const event: OutlookEvent = {
  event_id: 'AAMk1',
  change_key: 'CK2',
  booking_id: 'b1',
  is_organizer: true,
  subject: 'Introduction',
  body: '',
  start_ms: booking.start_ms,
  end_ms: booking.end_ms,
  is_canceled: false,
  show_as: 'busy',
  responses: [{ email: 'Ada@example.com', response: 'accepted' }],
  is_online: false,
}

const decided = (known: Partial<Known>, seen: Partial<OutlookEvent> | undefined) =>
  decide({ ...booking, ...known }, seen && { ...event, ...seen }, NOW_MS)

test('start changed: the booking moves', () => {
  expect(decided({}, { start_ms: event.start_ms - HOUR_MS / 2 })).toBe('move')
})

test('end changed: the booking moves', () => {
  expect(decided({}, { end_ms: event.end_ms + HOUR_MS })).toBe('move')
})

test('gone: the booking is canceled', () => {
  expect(decided({}, undefined)).toBe('cancel')
})

test('isCancelled: the booking is canceled, although the change key is known', () => {
  expect(decided({}, { is_canceled: true })).toBe('cancel')
  expect(decided({}, { is_canceled: true, change_key: 'CK1' })).toBe('cancel')
})

test('gone after the meeting: nothing', () => {
  expect(decided({ end_ms: NOW_MS }, undefined)).toBe('nothing')
})

test('the customer declined: a person is asked', () => {
  expect(decided({}, { responses: [{ email: 'ADA@EXAMPLE.COM', response: 'declined' }] })).toBe('ask')
})

test('a colleague declined: nothing but the change key', () => {
  expect(decided({}, { responses: [{ email: 'colleague@acme.example', response: 'declined' }] })).toBe('note')
})

test('declined and moved: the move counts, for it asks the customer anew', () => {
  const responses: OutlookEvent['responses'] = [{ email: 'ada@example.com', response: 'declined' }]
  expect(decided({}, { responses, end_ms: event.end_ms + HOUR_MS })).toBe('move')
})

test('subject, body or categories changed: nothing but the change key', () => {
  expect(decided({}, { subject: 'Something else', body: 'Other words' })).toBe('note')
})

test('shown as something else, even as free: nothing but the change key', () => {
  for (const show_as of ['free', 'tentative', 'oof', 'workingElsewhere', 'unknown'] as const)
    expect(decided({}, { show_as })).toBe('note')
})

test('our own write coming back: nothing', () => {
  expect(decided({}, { change_key: 'CK1' })).toBe('nothing')
})

test('alive although the booking is canceled, expired or failed: it is removed', () => {
  for (const status of ['canceled', 'expired', 'failed'] as const) {
    expect(decided({ status }, {})).toBe('remove')
    expect(decided({ status, change_key: 'CK2' }, {})).toBe('remove')
    expect(decided({ status }, undefined)).toBe('nothing')
    expect(decided({ status }, { is_canceled: true })).toBe('nothing')
  }
})

test('a booking that is only held or being confirmed follows nothing', () => {
  for (const status of ['held', 'confirming'] as const) {
    expect(decided({ status }, {})).toBe('nothing')
    expect(decided({ status }, undefined)).toBe('nothing')
  }
})

test('the copy of somebody else’s meeting says nothing', () => {
  expect(decided({}, { is_organizer: false, start_ms: 0 })).toBe('nothing')
  expect(decided({ status: 'canceled' }, { is_organizer: false })).toBe('nothing')
})

test('while a saga changes the booking nothing is decided', () => {
  expect(decided({ is_changing: true }, undefined)).toBe('wait')
  expect(decided({ is_changing: true, status: 'canceled' }, {})).toBe('wait')
})
