import type { ComponentChildren } from 'preact'
import { About } from './about.tsx'
import { Around } from './around.tsx'
import type { BookingView } from './bookingView.ts'
import type { Frame } from './frame.ts'
import { Steps } from './steps.tsx'

interface HeldCardProps {
  frame: Frame
  booking: BookingView
  expires_ms: number
  children: ComponentChildren
}

/** What is held and for how long, beside what is still to be done. */
export function HeldCard({ frame, booking, expires_ms, children }: HeldCardProps) {
  return (
    <>
      <Steps frame={frame} at="code" />
      <div class="card split">
        <div class="side">
          <About frame={frame} meeting={booking.meeting} names={booking.names} span={booking.span} />
          <Countdown frame={frame} expires_ms={expires_ms} />
        </div>
        <section class="work">{children}</section>
      </div>
    </>
  )
}

/** The script counts down from what the server says is left, so that a wrong clock of the customer's does no harm. */
function Countdown({ frame: { words, now_ms }, expires_ms }: { frame: Frame; expires_ms: number }) {
  const left = Math.max(0, Math.floor((expires_ms - now_ms) / 1000))
  const text = words.code.left(Math.floor(left / 60), left % 60)
  return (
    <div
      class="left"
      data-left={left}
      data-minutes={words.code.left(1, 2)}
      data-seconds={words.code.left(0, 2)}
    >
      <p data-soon={words.code.soon}>
        <Around text={words.code.held(text)} part={text} />
      </p>
      <progress max={Math.max(left, 600)} value={left} aria-hidden="true" />
    </div>
  )
}
