/** The named property that holds the booking id (Graph, "Outlook extended properties"). Never change it. */
export const BOOKING_PROPERTY = 'String {62a80a15-850c-4912-a0f6-e1ae7ea3d441} Name BookingId'

const MARK = /\bRef:(?:\s|&nbsp;)*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/i

/** This body with the booking's mark in it, so that the event is known even where its property was lost. */
export function withMark(body_html: string, booking_id: string): string {
  return body_html.includes(booking_id) ? body_html : `${body_html}\n<p>Ref: ${booking_id}</p>`
}

/** The booking id that a body or subject bears, or `undefined`. */
export function bookingIn(text: string): string | undefined {
  return MARK.exec(text)?.[1]?.toLowerCase()
}
