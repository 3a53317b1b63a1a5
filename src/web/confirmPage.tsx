import { Facts } from './about.tsx'
import { BookingForm } from './bookingForm.tsx'
import type { BookingView } from './bookingView.ts'
import { documentOf } from './document.tsx'
import { frameOf, type Request } from './frame.ts'
import { Notice } from './notice.tsx'
import { When } from './when.tsx'

export interface VerifyProps {
  booking: BookingView
  token: string
}

/** What the link in the letter opens. Looking changes nothing; posts `token` to `booking/verify`. */
export function verifyPage(request: Request, { booking, token }: VerifyProps): string {
  const frame = frameOf(request)
  const { words } = frame
  return documentOf(frame, {
    title: words.code.verifyTitle,
    kind: 'verify',
    children: (
      <Notice icon="calendar" title={words.code.verifyTitle}>
        <p class="lead">{words.code.verifyLead}</p>
        <div class="ticket">
          <p class="name">{booking.meeting.name}</p>
          <When frame={frame} span={booking.span} />
          <Facts frame={frame} meeting={booking.meeting} names={booking.names} />
        </div>
        <BookingForm frame={frame} act="verify" token={token}>
          <button class="button main" type="submit">
            {words.code.confirm}
          </button>
        </BookingForm>
      </Notice>
    ),
  })
}

export interface ConfirmingProps {
  booking: BookingView
  what: 'confirming' | 'moving'
}

/** Shown while the saga runs; asks again by itself, with the script or without. */
export function confirmingPage(request: Request, { booking, what }: ConfirmingProps): string {
  const frame = frameOf(request)
  const { words } = frame
  return documentOf(frame, {
    title: words.done[what],
    kind: 'confirming',
    refresh: 2,
    state: { booking: booking.booking_id, poll: 700 },
    children: (
      <div class="card notice">
        <div class="sign waiting" />
        <h1 tabIndex={-1}>{words.done[what]}</h1>
        <p class="lead">{words.done.confirmingLead}</p>
        <div class="ticket">
          <p class="name">{booking.meeting.name}</p>
          <When frame={frame} span={booking.span} />
        </div>
      </div>
    ),
  })
}
