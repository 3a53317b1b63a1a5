import { BOOKING_PROPERTY, withMark } from './mark.ts'
import type { Attendee, EventChange, EventDraft } from './outlook.ts'
import { msOf, timeOf, type WireEvent } from './wire.ts'

/** The body of a POST that makes this event. */
export function postOf(draft: EventDraft) {
  const { booking_id, transaction_id, body_html, teams } = draft
  return {
    ...patchOf({ ...draft, body_html: withMark(body_html, booking_id) }),
    showAs: 'busy',
    transactionId: transaction_id,
    singleValueExtendedProperties: [{ id: BOOKING_PROPERTY, value: booking_id }],
    ...(teams ? { isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' } : {}),
  }
}

/** The body of a PATCH; what is undefined is not sent. */
export type Patch = Partial<ReturnType<typeof patchOf>>

/** The body of a PATCH with only what is to change; a field that is not given is not sent. */
export function patchOf(change: EventChange) {
  const { subject, body_html, location, start_ms, end_ms, attendees } = change
  return {
    subject,
    body: body_html === undefined ? undefined : { contentType: 'html', content: body_html },
    location: location === undefined ? undefined : { displayName: location },
    start: start_ms === undefined ? undefined : timeOf(start_ms),
    end: end_ms === undefined ? undefined : timeOf(end_ms),
    // The salesperson may have made it an all-day event, which takes midnights alone.
    isAllDay: start_ms === undefined ? undefined : false,
    attendees: attendees?.map(invitedAs),
  }
}

function invitedAs({ name, email }: Attendee) {
  return { type: 'required', emailAddress: { name, address: email } }
}

/** A PATCH body that brings the event to the draft; the body of the event is left as it is. */
export function differencesOf(event: WireEvent, draft: EventDraft): Patch {
  const { subject, location, start, end, isAllDay, attendees } = patchOf(draft)
  const differences: Patch = {}
  if (event.subject !== draft.subject) differences.subject = subject
  if ((event.location?.displayName ?? '') !== draft.location) differences.location = location
  // Start and end travel together: Graph moves the other one along otherwise.
  if (msOf(event.start) !== draft.start_ms || msOf(event.end) !== draft.end_ms) {
    Object.assign(differences, { start, end, isAllDay })
  }
  if (emailsOf(event) !== emailsOfDraft(draft)) differences.attendees = attendees
  return differences
}

function emailsOf(event: WireEvent) {
  return joined((event.attendees ?? []).map(({ emailAddress }) => emailAddress?.address ?? ''))
}

function emailsOfDraft(draft: EventDraft) {
  return joined(draft.attendees.map(({ email }) => email))
}

function joined(emails: string[]) {
  return emails
    .map((email) => email.toLowerCase())
    .sort()
    .join()
}
