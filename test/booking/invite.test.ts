import { describe, expect, test } from 'bun:test'
import { type Invite, inviteFile } from '../../src/booking/invite.ts'
import { readCalendar, valuesOf } from '../support/calendar.ts'

const INVITE: Invite = {
  booking_id: '0197c1a2-0000-7000-8000-000000000001',
  revision: 3,
  status: 'confirmed',
  start_ms: Date.UTC(2026, 11, 15, 17),
  end_ms: Date.UTC(2026, 11, 15, 17, 30),
  updated_at_ms: Date.UTC(2026, 6, 1, 12, 0, 5, 999),
  meeting_type_name: 'Introduction',
  tenant_name: 'Acme',
  salesperson_names: ['Bea Berlin'],
  organizer_email: 'no-reply@book.example.com',
  join_url: 'https://zoom.example/j/1?pwd=a,b;c',
}

function read(change: Partial<Invite> = {}) {
  const { calendar, event } = readCalendar(inviteFile({ ...INVITE, ...change }))
  const one = (name: string) => {
    const values = valuesOf(event, name)
    if (values.length > 1) throw new Error(`${name} stands twice`)
    return values[0]
  }
  return { calendar, event, one }
}

describe('the file', () => {
  test('is a published iCalendar 2.0 with one event', () => {
    const { calendar } = read()
    expect(valuesOf(calendar, 'VERSION')).toEqual(['2.0'])
    expect(valuesOf(calendar, 'METHOD')).toEqual(['PUBLISH'])
    expect(valuesOf(calendar, 'PRODID')).toHaveLength(1)
  })

  test('gives the times in UTC', () => {
    const { one } = read()
    expect([one('DTSTART'), one('DTEND')]).toEqual(['20261215T170000Z', '20261215T173000Z'])
    expect([one('DTSTAMP'), one('LAST-MODIFIED')]).toEqual(['20260701T120005Z', '20260701T120005Z'])
  })

  test('is the same to the byte for the same booking', () => {
    expect(inviteFile(INVITE)).toBe(inviteFile({ ...INVITE }))
  })

  test('keeps its UID while SEQUENCE follows the revision', () => {
    const revisions = [0, 1, 7].map(
      (revision) => read({ revision, start_ms: INVITE.start_ms - revision }).one,
    )
    expect(revisions.map((one) => one('UID'))).toEqual(Array(3).fill(INVITE.booking_id))
    expect(revisions.map((one) => one('SEQUENCE'))).toEqual(['0', '1', '7'])
  })

  test('says what, with whom and how to join', () => {
    const { one, event } = read()
    expect(one('SUMMARY')).toBe('Introduction · Acme')
    expect(one('URL')).toBe(INVITE.join_url)
    expect(one('LOCATION')).toBe(INVITE.join_url)
    expect(one('DESCRIPTION')).toBe(`Bea Berlin\n${INVITE.join_url}`)
    const organizer = event.find((property) => property.name === 'ORGANIZER')!
    expect(organizer.value).toBe('mailto:no-reply@book.example.com')
    expect(organizer.parameters.get('CN')).toBe('Bea Berlin')
  })

  test('says the place when there is no link, and nothing when there is neither', () => {
    const { one } = read({ join_url: undefined, location: 'Hauptstraße 1, Berlin' })
    expect([one('LOCATION'), one('URL')]).toEqual(['Hauptstraße 1, Berlin', undefined])
    expect(read({ join_url: undefined }).one('LOCATION')).toBeUndefined()
  })

  test('of a confirmed booking blocks the time, of a canceled one gives it back and has no link', () => {
    expect([read().one('STATUS'), read().one('TRANSP')]).toEqual(['CONFIRMED', 'OPAQUE'])
    const { one } = read({ status: 'canceled' })
    expect([one('STATUS'), one('TRANSP'), one('URL')]).toEqual(['CANCELLED', 'TRANSPARENT', undefined])
    expect(inviteFile({ ...INVITE, status: 'canceled' })).not.toContain('zoom.example')
  })

  test('names no attendee: it is published, not answered', () => {
    expect(valuesOf(read().event, 'ATTENDEE')).toEqual([])
  })

  test('names every salesperson of a booking with several', () => {
    const { one } = read({ salesperson_names: ['Bea Berlin', 'Van Couver'] })
    expect(one('DESCRIPTION')).toStartWith('Bea Berlin, Van Couver\n')
  })
})

describe('hostile input', () => {
  const evil =
    'x\r\nATTENDEE:mailto:eve@example.com\r\nEND:VEVENT\nBEGIN:VALARM\u0000\u0007\u2028,;:"\\^n\u202e'

  test('begins no property of its own', () => {
    const change = { meeting_type_name: evil, tenant_name: evil, salesperson_names: [evil], location: evil }
    for (const join_url of [undefined, evil]) {
      const { event } = read({ ...change, join_url, organizer_email: evil })
      expect(valuesOf(event, 'ATTENDEE')).toEqual([])
      expect(valuesOf(event, 'UID')).toEqual([INVITE.booking_id])
    }
  })

  test('in a name does not need an encoding that few calendars know', () => {
    const { event } = read({ salesperson_names: ['Bea "B" ^n Berlin'] })
    const organizer = event.find((property) => property.name === 'ORGANIZER')
    expect(organizer?.parameters.get('CN')).toBe('Bea ’B’ ’n Berlin')
  })

  test('of which nothing can be seen is replaced by a name that can', () => {
    const nameOf = (change: Partial<Invite>) => {
      const organizer = read(change).event.find((property) => property.name === 'ORGANIZER')
      return organizer?.parameters.get('CN')
    }
    expect(nameOf({ salesperson_names: ['\u202e'] })).toBe('Acme')
    expect(nameOf({ salesperson_names: ['\u0001'], tenant_name: '\u202e' })).toBe(INVITE.organizer_email)
  })

  test('of any alphabet survives folding', () => {
    for (const text of ['ü', '🦊', '田', 'e\u0301', 'مرحبا ']) {
      for (let length = 60; length < 80; length++) {
        const name = text
          .repeat(length)
          .slice(0, length * text.length)
          .trim()
        const { one } = read({ meeting_type_name: name, tenant_name: 'T' })
        const whole = [...`${name} · T`]
        expect(one('SUMMARY')).toBe(whole.length <= 200 ? whole.join('') : `${whole.slice(0, 199).join('')}…`)
      }
    }
  })

  test('with commas, semicolons and backslashes is read back as it was', () => {
    const text = 'a,b;c\\d\\n “e” : f'
    expect(read({ tenant_name: text }).one('SUMMARY')).toBe(`Introduction · ${text}`)
    expect(read({ join_url: undefined, location: text }).one('LOCATION')).toBe(text)
  })
})
