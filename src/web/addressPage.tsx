import { BookingForm } from './bookingForm.tsx'
import type { BookingView } from './bookingView.ts'
import { documentOf } from './document.tsx'
import { Field, type FieldFault } from './field.tsx'
import { frameOf, type Request } from './frame.ts'
import { HeldCard } from './heldCard.tsx'
import { bookingPath } from './paths.ts'

export interface AddressProps {
  booking: BookingView
  token: string
  email: string
  expires_ms: number
  fault?: FieldFault
}

/** Another address for the code; the hold stays. Posts `email` to `booking/address`. */
export function addressPage(request: Request, props: AddressProps): string {
  const frame = frameOf(request)
  const { words, brand, chosen } = frame
  const { booking, token } = props
  return documentOf(frame, {
    title: words.code.addressTitle,
    kind: 'address',
    children: (
      <HeldCard frame={frame} booking={booking} expires_ms={props.expires_ms}>
        <h1 tabIndex={-1}>{words.code.addressTitle}</h1>
        <p class="lead">{words.code.addressLead}</p>
        <BookingForm frame={frame} token={token} act="address">
          <Field
            frame={frame}
            name="email"
            label={words.details.email}
            type="email"
            complete="email"
            value={props.email}
            required
            fault={props.fault}
            longest={254}
          />
          <div class="act">
            <button class="button main" type="submit">
              {words.code.addressSend}
            </button>
            <a
              class="button"
              href={bookingPath(brand?.slug ?? '', 'code', { token, ...chosen, zone: frame.zone })}
            >
              {words.back}
            </a>
          </div>
        </BookingForm>
      </HeldCard>
    ),
  })
}
