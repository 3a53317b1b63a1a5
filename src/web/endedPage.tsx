import type { Interval } from '../scheduling/interval.ts'
import { BookingForm } from './bookingForm.tsx'
import type { BookingView } from './bookingView.ts'
import { documentOf } from './document.tsx'
import { frameOf, type Request } from './frame.ts'
import { NearButtons } from './near.tsx'
import { Notice } from './notice.tsx'
import { typePath } from './paths.ts'
import { When } from './when.tsx'

export interface EndedProps {
  booking: BookingView
  token: string
  why: 'expired' | 'failed'
  /** The nearest free times; the former one among them if it is free again. */
  near: Interval[]
}

/** The hold ran out or the booking failed. Posts `start` to `booking/again`, which holds it with all that was typed. */
export function endedPage(request: Request, { booking, token, why, near }: EndedProps): string {
  const frame = frameOf(request)
  const { words } = frame
  const title = words.near[why]
  return documentOf(frame, {
    title,
    kind: why,
    state: { booking: booking.booking_id },
    children: (
      <Notice icon="pause" title={title}>
        {why === 'failed' && <p class="lead">{words.near.failedLead}</p>}
        <div class="ticket">
          <p class="name">{booking.meeting.name}</p>
          <When frame={frame} span={booking.span} former />
        </div>
        <p>{near.length > 0 ? words.near.kept : words.near.none}</p>
        <BookingForm frame={frame} token={token} act="again">
          <NearButtons frame={frame} spans={near} />
        </BookingForm>
        <p class="quiet">
          <a
            href={typePath(frame.brand?.slug ?? '', booking.meeting.slug, {
              ...frame.chosen,
              zone: frame.zone,
            })}
          >
            {words.near.all}
          </a>
        </p>
      </Notice>
    ),
  })
}
