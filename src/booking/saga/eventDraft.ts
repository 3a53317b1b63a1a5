import { cut, oneLine } from '../../lib/line.ts'
import type { EventDraft } from '../../outlook/outlook.ts'
import { type Language, languageOf, localeOf } from '../../scheduling/locale.ts'
import { answerTo } from '../hold/answers.ts'
import { escapeHtml } from '../letters/html.ts'
import type { Run } from './saga.ts'
import { joinUrlOf } from './zoomMeeting.ts'

interface Words {
  join: string
  phone: string
  change: string
  answers: string
}

const WORDS: Record<Language, Words> = {
  en: { join: 'Join', phone: 'Phone', change: 'Cancel or choose another time', answers: 'Answers' },
  de: { join: 'Teilnehmen', phone: 'Telefon', change: 'Absagen oder verschieben', answers: 'Antworten' },
  fr: { join: 'Participer', phone: 'Téléphone', change: 'Annuler ou déplacer', answers: 'Réponses' },
  es: { join: 'Unirse', phone: 'Teléfono', change: 'Cancelar o cambiar la hora', answers: 'Respuestas' },
}

/** The Outlook event of a booking: customer invited, join link and the way to change it in the body, our mark. */
export function eventDraft(run: Run): EventDraft {
  const { booking, config, type, salespersons, saga } = run
  const colleagues = salespersons.slice(1).map(({ name, email }) => ({ name, email }))
  return {
    booking_id: booking.id,
    transaction_id: `${booking.id}:${saga.revision}`,
    subject: cut(
      oneLine(`${type.name}: ${booking.customer_name} (${config.tenant.name})`, 1000),
      LONGEST_SUBJECT,
    ),
    body_html: bodyOf(run),
    location: placeOf(run),
    start_ms: booking.start_at_utc.getTime(),
    end_ms: booking.end_at_utc.getTime(),
    time_zone: salespersons[0]!.time_zone,
    attendees: [{ name: oneLine(booking.customer_name), email: booking.customer_email }, ...colleagues],
    teams: booking.location.kind === 'teams',
  }
}

/** What Exchange keeps of a subject, in halves of characters. */
const LONGEST_SUBJECT = 255

/** The body of the event as HTML, our mark at its end. */
export function bodyOf(run: Run): string {
  const { booking, config, ctx, type } = run
  const words = WORDS[languageOf(localeOf(booking.customer_locale))]
  const join_url = booking.location.kind === 'zoom' ? joinUrlOf(run) : null
  const change_url = `${ctx.base_url}/${config.tenant.slug}/booking/links?booking_id=${booking.id}`
  const lines = [
    escapeHtml(type.description),
    join_url ? `${words.join}: ${linkHtml(join_url)}` : '',
    booking.customer_phone ? `${words.phone}: ${escapeHtml(booking.customer_phone)}` : '',
    ...answersOf(run).map(([label, answer]) => `${escapeHtml(label)}: ${escapeHtml(answer)}`),
    `${words.change}: ${linkHtml(change_url)}`,
    `Ref: ${booking.id}`,
  ]
  return lines
    .filter((line) => line !== '')
    .map((line) => `<p>${line}</p>`)
    .join('\n')
}

function answersOf({ type, booking }: Run): [string, string][] {
  return type.questions.flatMap((question): [string, string][] => {
    const { label } = question
    const answer = answerTo(booking.answers, question)
    return answer === undefined || answer === ''
      ? []
      : [[label, answer === true ? '✓' : answer === false ? '✗' : answer]]
  })
}

/** Where the meeting is, as calendars show it. */
export function placeOf(run: Run): string {
  const { booking } = run
  const { kind, detail } = booking.location
  if (kind === 'zoom') return joinUrlOf(run) ?? 'Zoom'
  if (kind === 'teams') return 'Microsoft Teams'
  if (kind === 'phone') return booking.customer_phone ?? detail ?? ''
  return detail ?? ''
}

function linkHtml(url: string): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(url)}</a>`
}
