import { Around } from './around.tsx'
import { BookingForm } from './bookingForm.tsx'
import type { BookingView } from './bookingView.ts'
import { documentOf } from './document.tsx'
import { type Frame, frameOf, type Request } from './frame.ts'
import { HeldCard } from './heldCard.tsx'
import { bookingPath } from './paths.ts'
import { Trial } from './trial.tsx'

export interface CodeProps {
  booking: BookingView
  /** Shows that this is where the time was held. */
  token: string
  /** Where the code went. */
  email: string
  expires_ms: number
  /** Why the last code was refused. */
  fault?: 'short' | 'spent' | { wrong_left: number }
  /** True right after a new code was sent. */
  resent?: boolean
  /** True where another code was asked for too soon. */
  early?: boolean
  /** From when on another code may be sent. */
  resend_ms: number
}

/**
 * Where the six digits go. Posts `code` to `booking/confirm`, nothing to `booking/resend`; the address is changed on
 * `addressPage`.
 */
export function codePage(request: Request, props: CodeProps): string {
  const frame = frameOf(request)
  const { words } = frame
  const { booking } = props
  return documentOf(frame, {
    title: words.code.title,
    kind: 'held',
    // Asked again now and then: the link in the letter may have been used, here or elsewhere.
    state: { booking: booking.booking_id, event: 'held', poll: 4000 },
    children: (
      <HeldCard frame={frame} booking={booking} expires_ms={props.expires_ms}>
        <h1 tabIndex={-1}>{words.code.title}</h1>
        <p class="lead">
          <Around text={words.code.lead(props.email)} part={props.email} />
        </p>
        {props.resent && (
          <p class="note" role="status">
            {words.code.resent}
          </p>
        )}
        {props.early && (
          <p class="note" role="status">
            {words.code.resendIn(waitOf(frame, props))}
          </p>
        )}
        <Trial frame={frame} />
        <CodeForm frame={frame} props={props} />
        <p class="hint">{words.code.link}</p>
        <Otherwise frame={frame} props={props} />
      </HeldCard>
    ),
  })
}

function CodeForm({ frame, props }: { frame: Frame; props: CodeProps }) {
  const { words } = frame
  const { fault } = props
  return (
    <BookingForm frame={frame} token={props.token} act="confirm">
      <div class="field">
        <label for="code">{words.code.label}</label>
        <input
          class="code"
          id="code"
          name="code"
          type="text"
          inputmode="numeric"
          autocomplete="one-time-code"
          pattern="\s*(\d[\s\-]*){6}"
          title={words.code.short}
          required
          autofocus
          spellcheck={false}
          aria-invalid={fault ? 'true' : undefined}
          aria-describedby={fault ? 'code-fault' : undefined}
        />
        {fault && (
          <p class="fault" id="code-fault" role="alert">
            {faultText(frame, fault)}
          </p>
        )}
      </div>
      <button class="button main" type="submit">
        {words.code.confirm}
      </button>
    </BookingForm>
  )
}

function faultText({ words }: Frame, fault: NonNullable<CodeProps['fault']>): string {
  return typeof fault === 'string' ? words.code[fault] : words.code.wrong(fault.wrong_left)
}

/** Seconds until another code may be sent. */
function waitOf({ now_ms }: Frame, { resend_ms }: CodeProps): number {
  return Math.max(0, Math.ceil((resend_ms - now_ms) / 1000))
}

function Otherwise({ frame, props }: { frame: Frame; props: CodeProps }) {
  const { words, brand, chosen } = frame
  const wait = waitOf(frame, props)
  return (
    <div class="otherwise">
      <BookingForm frame={frame} token={props.token} act="resend">
        <button
          class="plain"
          type="submit"
          data-wait={wait || undefined}
          data-waiting={words.code.resendIn(0)}
        >
          {words.code.resend}
        </button>
      </BookingForm>
      <a
        href={bookingPath(brand?.slug ?? '', 'address', { token: props.token, ...chosen, zone: frame.zone })}
      >
        {words.code.otherAddress}
      </a>
    </div>
  )
}
