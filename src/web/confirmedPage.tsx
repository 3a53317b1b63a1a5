import type { ComponentChildren } from 'preact'
import { Around } from './around.tsx'
import type { BookingView } from './bookingView.ts'
import { documentOf } from './document.tsx'
import { type Frame, frameOf, type Request } from './frame.ts'
import { Notice } from './notice.tsx'
import { bookingPath, typePath } from './paths.ts'
import { When } from './when.tsx'
import { listWords } from './words.ts'

export interface ConfirmedProps {
  booking: BookingView
  email: string
  phone?: string
  join_url?: string
  /** Where the iCalendar file is. */
  ics_url?: string
  /** Fresh tokens; absent where it is too late or already over. */
  cancel_token?: string
  reschedule_token?: string
  /** What has just happened, when it is not the first confirmation. */
  after?: 'moved' | 'restored'
  over?: boolean
}

/** What, when, with whom and how to join; from here one moves or cancels. */
export function confirmedPage(request: Request, props: ConfirmedProps): string {
  const frame = frameOf(request)
  const { words } = frame
  const { booking } = props
  const title = props.over ? words.done.over : words.done[props.after ?? 'confirmed']
  return documentOf(frame, {
    title,
    kind: 'confirmed',
    state: { booking: booking.booking_id, event: props.over ? undefined : 'confirmed' },
    children: (
      <Notice icon="check" tone={props.over ? undefined : 'good'} title={title}>
        {!props.over && (
          <p class="lead">
            <Around text={words.done.invitation(props.email)} part={props.email} />
          </p>
        )}
        <dl class="ticket">
          <Row label={words.done.what}>{booking.meeting.name}</Row>
          <Row label={words.done.when}>
            <When frame={frame} span={booking.span} />
          </Row>
          {booking.names.length > 0 && <Row label={words.done.who}>{listWords(booking.names, words)}</Row>}
          <Row label={words.done.where}>
            <Where frame={frame} props={props} />
          </Row>
        </dl>
        {!props.over && <Next frame={frame} props={props} />}
        <p class="quiet">
          <a href={typePath(frame.brand?.slug ?? '', booking.meeting.slug, frame.chosen)}>
            {words.done.another}
          </a>
        </p>
      </Notice>
    ),
  })
}

function Row({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Where({ frame: { words }, props }: { frame: Frame; props: ConfirmedProps }) {
  const { place, place_detail } = props.booking.meeting
  if (place === 'phone') return <>{props.phone ? words.done.phone(props.phone) : words.places.phone}</>
  if (place === 'in_person') return <>{place_detail || words.places.in_person}</>
  return (
    <>
      {words.places[place]}
      {!props.join_url && <p class="there">{words.done.joinLater}</p>}
    </>
  )
}

function Next({ frame, props }: { frame: Frame; props: ConfirmedProps }) {
  const { words, brand, chosen } = frame
  const path = (act: 'cancel' | 'reschedule', token: string) =>
    bookingPath(brand?.slug ?? '', act, { token, ...chosen, zone: frame.zone })
  return (
    <>
      <div class="act">
        {props.join_url && /^https:/.test(props.join_url) && (
          <a class="button main" href={props.join_url} rel="noopener" target="_blank">
            {words.done.join}
          </a>
        )}
        {props.ics_url && (
          <a class="button" href={props.ics_url} download>
            {words.done.file}
          </a>
        )}
      </div>
      <div class="otherwise">
        {props.reschedule_token && <a href={path('reschedule', props.reschedule_token)}>{words.done.move}</a>}
        {props.cancel_token && <a href={path('cancel', props.cancel_token)}>{words.done.cancel}</a>}
      </div>
    </>
  )
}
