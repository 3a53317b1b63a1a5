import type { Meeting } from './about.tsx'
import type { Question } from './field.tsx'
import type { Brand } from './frame.ts'
import { typePath } from './paths.ts'

/** What a program is told about a tenant; everything in English, as the API is. */
export interface AgentTenant {
  brand: Brand
  base_url: string
  meetings: Meeting[]
}

/** What a program is told about one meeting type. */
export interface AgentMeeting {
  brand: Brand
  base_url: string
  meeting: Meeting
  salespersons: { slug: string; name: string }[]
  questions: Question[]
  hold_minutes: number
}

const PLACES = {
  zoom: 'video call on Zoom',
  teams: 'video call on Teams',
  phone: 'phone call',
  in_person: 'in person',
}

/** `/{tenant}/llms.txt`: what the tenant offers and where a program reads on. */
export function llmsText({ brand, base_url, meetings }: AgentTenant): string {
  const lines = meetings.map(
    (meeting) =>
      `- [${line(meeting.name)}](${base_url}${typePath(brand.slug, meeting.slug)}.md): ${about(meeting)}`,
  )
  return `# ${line(brand.name)}

> Book a meeting with ${line(brand.name)}. A hold is only an offer: the person who will attend confirms it with a six-digit code from their own mailbox.

## Meeting types

${lines.join('\n') || 'Nothing is offered at the moment.'}

## Reference

- [API of this service](${base_url}/swagger/json): OpenAPI document
- [Page for people](${base_url}/${brand.slug})
`
}

/** `/{tenant}/{meeting_type}.md`: how a program books this meeting type through the API, with a person in the loop. */
export function meetingText({
  brand,
  base_url,
  meeting,
  salespersons,
  questions,
  hold_minutes,
}: AgentMeeting): string {
  const api = `${base_url}/v1`
  return `# ${line(meeting.name)} with ${line(brand.name)}

${about(meeting)}

- Meeting type: \`${meeting.slug}\`
- Tenant: \`${brand.slug}\`
- With: ${salespersons.map(({ slug, name }) => `${line(name)} (\`${slug}\`)`).join(', ') || 'whoever is free'}
- Page for people: ${base_url}${typePath(brand.slug, meeting.slug)}

## Rules

1. Ask the person which time they want, and in which time zone they are. Show them the whole date, time and zone before you hold it.
2. Use the person's own name and e-mail address, never invented ones.
3. The six-digit code goes to that address. Ask the person for it; do not read their mailbox unless they told you to. Never guess: five wrong codes end the hold's code.
4. A time that is not listed cannot be held. \`409 slot_taken\` and \`409 slot_not_offered\` name the nearest times that can.

## Steps

1. Free times, at most 62 days at once:
   \`GET ${api}/tenants/${brand.slug}/meeting-types/${meeting.slug}/slots?from=YYYY-MM-DD&to=YYYY-MM-DD&time_zone=IANA\`
2. Hold one for ${hold_minutes} minutes, with a header \`Idempotency-Key\` that is new for each booking and the same for each repetition:
   \`POST ${api}/tenants/${brand.slug}/holds\`

   \`\`\`json
${indented(example(meeting, questions))}
   \`\`\`
   The answer has \`booking_id\` and \`hold_expires_at_utc\`; the code is on its way to the person.
3. Ask the person for the code, then:
   \`POST ${api}/bookings/confirm\` with \`{"booking_id": "…", "code": "123456"}\`
   200 says \`confirmed\` and has \`join_url\`; 202 says \`confirming\`: it goes on by itself, and the invitation comes by e-mail when it is done. Do not send the code again.
4. Tell the person the date, time and zone, and that the invitation comes by e-mail. To move or cancel, they use the links in it.
${questionText(questions)}`
}

function about({ name, description, length_minutes, place }: Meeting): string {
  return `${line(description || name)} ${length_minutes} minutes, ${PLACES[place]}.`
}

function questionText(questions: Question[]): string {
  if (questions.length === 0) return ''
  const lines = questions.map(({ id, label, kind, required, choices }) => {
    const of = choices?.length ? `, one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}` : ''
    return `- \`${id}\` (${kind}${required ? ', required' : ''}${of}): ${line(label)}`
  })
  return `\n## Questions for \`answers\`\n\n${lines.join('\n')}\n`
}

function example(meeting: Meeting, questions: Question[]): object {
  const answers = Object.fromEntries(
    questions.filter(({ required }) => required).map((question) => [question.id, answerTo(question)]),
  )
  // Whoever is to be called must have said at which number.
  const phone = meeting.place === 'phone' && { phone: PHONE }
  return {
    meeting_type: meeting.slug,
    start_at_utc: '2026-12-01T14:30:00Z',
    customer: { name: '…', email: '…', ...phone, time_zone: 'Europe/Berlin', locale: 'en' },
    ...(questions.length > 0 && { answers }),
  }
}

const PHONE = '+49 30 1234567'

/** An answer of the kind that is taken. */
function answerTo({ kind, choices }: Question): string | boolean {
  if (kind === 'yes_no') return true
  return kind === 'phone' ? PHONE : (choices?.[0] ?? '…')
}

function indented(value: object): string {
  return JSON.stringify(value, null, 2).replace(/^/gm, '   ')
}

/** Text from outside on one line, so that it cannot begin a heading or a list of its own. */
function line(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[`[\]<>]/g, '')
    .trim()
}
