import type { Interval } from '../scheduling/interval.ts'
import { About, type Meeting } from './about.tsx'
import { BookingForm } from './bookingForm.tsx'
import type { BookingView } from './bookingView.ts'
import { Calendar, type CalendarProps } from './calendar.tsx'
import { documentOf } from './document.tsx'
import { type Frame, frameOf, type Request } from './frame.ts'
import { NearButtons } from './near.tsx'
import { Notice } from './notice.tsx'
import { bookingPath, linkMaker, timeLinkMaker } from './paths.ts'
import { When } from './when.tsx'
import { listWords } from './words.ts'

export interface MoveProps
  extends Pick<CalendarProps, 'month' | 'day' | 'offered' | 'first_month' | 'last_month' | 'next_free'> {
  booking: BookingView
  token: string
}

/** The calendar for a new time of a booking; the old one stays until the new one is confirmed. */
export function movePage(request: Request, props: MoveProps): string {
  const frame = frameOf(request)
  const { words } = frame
  const { booking } = props
  return documentOf(frame, {
    title: words.move.title,
    kind: 'move',
    children: (
      <div class="card pick">
        <div class="side">
          <h1 class="name" tabIndex={-1}>
            {words.move.title}
          </h1>
          <p class="story">{words.move.lead}</p>
          <p class="label">{words.move.now}</p>
          <About frame={frame} meeting={booking.meeting} names={booking.names} span={booking.span} />
        </div>
        <Calendar frame={frame} calendar={calendarOf(frame, props)} />
      </div>
    ),
  })
}

function calendarOf(frame: Frame, props: MoveProps): CalendarProps {
  const { token } = props
  const path = bookingPath(frame.brand?.slug ?? '', 'reschedule')
  const carried = { ...frame.chosen, zone: frame.zone, token }
  return {
    ...props,
    link: linkMaker(path, carried),
    timeLink: timeLinkMaker(path, carried),
    zone_href: bookingPath(frame.brand?.slug ?? '', 'zones', {
      month: props.month,
      day: props.day,
      ...frame.chosen,
      zone: frame.zone,
      token,
    }),
  }
}

export interface MoveCheckProps {
  booking: BookingView
  token: string
  to: Interval
  /** Makes a repeated submission one move. */
  key: string
  /** Set when the new time was taken meanwhile: the nearest that are free. */
  instead?: Interval[]
}

/** The old time struck through beside the new one. Posts `token`, `start` and `key` to `booking/reschedule`. */
export function moveCheckPage(request: Request, props: MoveCheckProps): string {
  const frame = frameOf(request)
  const { words } = frame
  const { booking, instead } = props
  const title = instead ? words.near.taken : words.move.check
  return documentOf(frame, {
    title,
    kind: 'moving',
    children: (
      <Notice icon={instead ? 'pause' : 'calendar'} title={title}>
        <div class="change">
          <Side
            label={words.move.before}
            frame={frame}
            meeting={booking.meeting}
            span={booking.span}
            former
          />
          {!instead && (
            <Side label={words.move.after} frame={frame} meeting={booking.meeting} span={props.to} />
          )}
        </div>
        {!instead && <p class="lead">{whatMoves(frame, booking)}</p>}
        <BookingForm frame={frame} act="reschedule" token={props.token}>
          <input type="hidden" name="key" value={props.key} />
          {instead ? <NearButtons frame={frame} spans={instead} /> : <Start from_ms={props.to.from_ms} />}
          <div class="act">
            {!instead && (
              <button class="button main" type="submit">
                {words.move.yes}
              </button>
            )}
            <Ways frame={frame} props={props} />
          </div>
        </BookingForm>
      </Notice>
    ),
  })
}

/** Only who meets online has a link that can stay. */
function whatMoves({ words }: Frame, { names, meeting }: BookingView): string {
  const moves = words.move.will(listWords(names, words))
  const isOnline = meeting.place === 'zoom' || meeting.place === 'teams'
  return isOnline ? `${moves} ${words.move.sameLink}` : moves
}

function Start({ from_ms }: { from_ms: number }) {
  return <input type="hidden" name="start" value={new Date(from_ms).toISOString()} />
}

function Ways({ frame, props }: { frame: Frame; props: MoveCheckProps }) {
  const { words, brand, chosen, zone } = frame
  const { token } = props
  const choices = { token, ...chosen, zone }
  return (
    <>
      <a class="button" href={bookingPath(brand?.slug ?? '', 'reschedule', choices)}>
        {words.move.other}
      </a>
      <a class="button" href={bookingPath(brand?.slug ?? '', 'show', choices)}>
        {words.move.no}
      </a>
    </>
  )
}

interface SideProps {
  label: string
  frame: Frame
  meeting: Meeting
  span: Interval
  former?: boolean
}

function Side({ label, frame, meeting, span, former }: SideProps) {
  return (
    <div class={former ? 'ticket former' : 'ticket'}>
      <p class="label">{label}</p>
      <p class="name">{meeting.name}</p>
      <When frame={frame} span={span} former={former} />
    </div>
  )
}
