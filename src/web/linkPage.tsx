import { Around } from './around.tsx'
import { BookingForm } from './bookingForm.tsx'
import type { BookingView } from './bookingView.ts'
import { documentOf } from './document.tsx'
import { Field, type FieldFault } from './field.tsx'
import { frameOf, type Request } from './frame.ts'
import { Notice } from './notice.tsx'
import { Trial } from './trial.tsx'
import { listWords } from './words.ts'

export interface LinkProps {
  booking_id: string
  why: 'fresh' | 'expired' | 'used'
  /** Kept after a fault. */
  email?: string
  fault?: FieldFault
}

/** A link that no longer works, or none at all, as in a calendar: a fresh one goes to the address of the booking. Posts `email` to `booking/links`. */
export function linkPage(request: Request, props: LinkProps): string {
  const frame = frameOf(request)
  const { words } = frame
  const title = words.link[props.why]
  return documentOf(frame, {
    title,
    kind: 'link',
    children: (
      <Notice icon="clock" title={title}>
        <p class="lead">{props.why === 'fresh' ? words.link.freshLead : words.link.lead}</p>
        <BookingForm frame={frame} booking_id={props.booking_id} act="links">
          <Field
            frame={frame}
            name="email"
            label={words.details.email}
            type="email"
            complete="email"
            required
            value={props.email}
            fault={props.fault}
            longest={254}
          />
          <button class="button main" type="submit">
            {words.link.send}
          </button>
        </BookingForm>
      </Notice>
    ),
  })
}

/** Says the same whether or not the address is the booking's. */
export function linkSentPage(request: Request, { email }: { email: string }): string {
  const frame = frameOf(request)
  const { words } = frame
  return documentOf(frame, {
    title: words.link.sent,
    kind: 'link',
    children: (
      <Notice icon="check" title={words.link.sent}>
        <p class="lead">
          <Around text={words.link.sentLead(email)} part={email} />
        </p>
        <Trial frame={frame} />
      </Notice>
    ),
  })
}

/** The notice for changes is over. */
export function latePage(request: Request, { booking }: { booking: BookingView }): string {
  const frame = frameOf(request)
  const { words } = frame
  return documentOf(frame, {
    title: words.link.late,
    kind: 'late',
    children: (
      <Notice icon="clock" title={words.link.late}>
        <p class="lead">{words.link.lateLead(listWords(booking.names, words))}</p>
      </Notice>
    ),
  })
}

/** The link of a letter after which a newer one was sent. */
export function olderPage(request: Request): string {
  const frame = frameOf(request)
  const { words } = frame
  return documentOf(frame, {
    title: words.link.older,
    kind: 'older',
    children: (
      <Notice icon="clock" title={words.link.older}>
        <p class="lead">{words.link.olderLead}</p>
      </Notice>
    ),
  })
}
