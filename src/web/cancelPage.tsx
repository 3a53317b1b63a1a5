import { About } from './about.tsx'
import { BookingForm } from './bookingForm.tsx'
import type { BookingView } from './bookingView.ts'
import { documentOf } from './document.tsx'
import { type FieldFault, LongField } from './field.tsx'
import { type Frame, frameOf, type Request } from './frame.ts'
import { Notice } from './notice.tsx'
import { bookingPath, typePath } from './paths.ts'
import { When } from './when.tsx'
import { clockWords, listWords } from './words.ts'

export interface CancelProps {
  booking: BookingView
  token: string
  /** Kept after a fault. */
  reason?: string
  fault?: FieldFault
}

/** Says what canceling will do. Posts `token` and `reason` to `booking/cancel`. */
export function cancelPage(request: Request, { booking, token, reason, fault }: CancelProps): string {
  const frame = frameOf(request)
  const { words } = frame
  const names = listWords(booking.names, words)
  return documentOf(frame, {
    title: words.cancel.title,
    kind: 'cancel',
    children: (
      <div class="card split">
        <div class="side">
          <About frame={frame} meeting={booking.meeting} names={booking.names} span={booking.span} />
        </div>
        <section class="work">
          <h1 tabIndex={-1}>{words.cancel.title}</h1>
          <h2 class="minor">{words.cancel.will}</h2>
          <ul class="will">
            <li>{words.cancel.removed(names)}</li>
            <li>{words.cancel.told}</li>
            <li>{words.cancel.freed}</li>
            <li>{words.cancel.undoable}</li>
          </ul>
          <BookingForm frame={frame} act="cancel" token={token}>
            <LongField
              frame={frame}
              name="reason"
              label={words.cancel.reason}
              hint={words.cancel.reasonHint}
              value={reason}
              fault={fault}
              longest={1000}
            />
            <div class="act">
              <button class="button danger" type="submit">
                {words.cancel.yes}
              </button>
              <Keep frame={frame} token={token} />
            </div>
          </BookingForm>
        </section>
      </div>
    ),
  })
}

function Keep({ frame, token }: { frame: Frame; token: string }) {
  const { words, brand, chosen } = frame
  return (
    <a class="button" href={bookingPath(brand?.slug ?? '', 'show', { token, ...chosen })}>
      {words.cancel.no}
    </a>
  )
}

export interface CanceledProps {
  booking: BookingView
  /** Present while it can be undone. */
  undo?: { token: string; until_ms: number }
  /** True when an undo came too late because the time was taken. */
  gone?: boolean
  /** True when it was not the customer who canceled. */
  by_salesperson?: boolean
}

/** The former time, struck through, and the way back. Posts `token` to `booking/undo`. */
export function canceledPage(request: Request, props: CanceledProps): string {
  const frame = frameOf(request)
  const { words } = frame
  const { booking, undo } = props
  return documentOf(frame, {
    title: words.cancel.done,
    kind: 'canceled',
    state: { booking: booking.booking_id, event: 'canceled' },
    children: (
      <Notice icon="cross" title={words.cancel.done}>
        {props.by_salesperson && <p class="lead">{words.cancel.by(listWords(booking.names, words))}</p>}
        <div class="ticket">
          <p class="name">{booking.meeting.name}</p>
          <When frame={frame} span={booking.span} former />
        </div>
        {props.gone && (
          <p class="alert" role="alert">
            {words.cancel.gone}
          </p>
        )}
        {undo && !props.gone && <Undo frame={frame} undo={undo} />}
        <p class="quiet">
          <a href={typePath(frame.brand?.slug ?? '', booking.meeting.slug, frame.chosen)}>
            {words.done.another}
          </a>
        </p>
      </Notice>
    ),
  })
}

interface UndoProps {
  frame: Frame
  undo: { token: string; until_ms: number }
}

function Undo({ frame, undo }: UndoProps) {
  const { words, zones, zone, locale } = frame
  return (
    <BookingForm frame={frame} act="undo" token={undo.token}>
      <p>{words.cancel.undoUntil(clockWords(zones, zone, undo.until_ms, locale))}</p>
      <button class="button" type="submit">
        {words.cancel.undo}
      </button>
    </BookingForm>
  )
}
