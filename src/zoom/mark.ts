import { cut } from '../lib/line.ts'

const AGENDA_LENGTH = 2_000

/**
 * The agenda that bears the booking's mark, at most 2,000 characters. The mark comes first, because a list
 * shows only the first 250.
 */
export function markedAgenda(booking_id: string, text = ''): string {
  return cut(`Ref: ${booking_id}${text ? `\n\n${text}` : ''}`, AGENDA_LENGTH)
}

/** The booking id an agenda bears, or `undefined`. */
export function readMark(agenda: string | undefined): string | undefined {
  return /^\s*Ref: ([\w-]{8,64})(?=\s|$)/.exec(agenda ?? '')?.[1]
}
