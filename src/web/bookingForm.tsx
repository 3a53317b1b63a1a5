import type { ComponentChildren } from 'preact'
import type { Frame } from './frame.ts'
import { type BookingAct, bookingPath } from './paths.ts'

interface BookingFormProps {
  frame: Frame
  act: BookingAct
  /** Shows the right to do it. */
  token?: string
  /** Names the booking where nothing has been shown yet. */
  booking_id?: string
  class?: string
  children: ComponentChildren
}

/** A form that does something with a booking. In its address: `token` or `booking_id`, `zone`, `lang`; field `nonce`. */
export function BookingForm({ frame, act, token, booking_id, class: name, children }: BookingFormProps) {
  const choices = { booking_id, token, zone: frame.zone, lang: frame.chosen.lang }
  return (
    <form class={name} method="post" action={bookingPath(frame.brand?.slug ?? '', act, choices)} data-once>
      {frame.nonce && <input type="hidden" name="nonce" value={frame.nonce} />}
      {children}
    </form>
  )
}
