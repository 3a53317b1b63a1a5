import { type Answers, isPhone, LONGEST } from '../../booking/hold/answers.ts'
import type { MeetingType } from '../../tenants/tenantConfig.ts'
import type { Typed } from '../../web/detailsPage.tsx'
import type { FieldFault, Question } from '../../web/field.tsx'
import { meantAddress } from '../../web/typo.ts'
import { type Form, oneLine } from './form.ts'

/** What a customer has typed: as the page shows it again, what is wrong with it, and what a hold takes. */
export interface Details {
  typed: Typed
  /** By the name of the field. */
  faults: Record<string, FieldFault>
  /** The address that was likely meant, while nobody has said which one is right. */
  meant_email?: string
  answers: Answers
}

/** Reads the details of a customer from the form. */
export function readDetails(form: Form, { questions, location }: MeetingType): Details {
  const email = emailIn(form)
  const phone = location.kind === 'phone' ? form.line('phone') : undefined
  const typed: Typed = { name: form.line('name'), email, phone, answers: typedAnswers(form, questions) }
  const faults = faultsOf(typed, questions)
  const meant =
    faults.email === undefined && form.line('email_keep') !== email ? meantAddress(email) : undefined
  return { typed, faults, meant_email: meant, answers: answersOf(typed, questions) }
}

/** The address, or the one that was offered instead and taken; not if the field was changed after that offer. */
function emailIn(form: Form): string {
  const [email, used] = [form.line('email'), form.line('email_use')]
  return used !== '' && meantAddress(email) === used ? used : email
}

function typedAnswers(form: Form, questions: readonly Question[]): Record<string, string> {
  const read = ({ id, kind, choices }: Question) => {
    if (kind === 'long_text') return form.text(`answer.${id}`)
    const line = form.line(`answer.${id}`)
    // As the admin has written it, spaces around it included: else it would be none of the choices.
    return choices?.find((choice) => oneLine(choice) === line) ?? line
  }
  return Object.fromEntries(questions.map((question) => [question.id, read(question)]))
}

function faultsOf({ name, email, phone, answers }: Typed, questions: readonly Question[]) {
  const faults: Record<string, FieldFault | undefined> = {
    name: name === '' ? 'missing' : tooLong(name, LONGEST_NAME),
    email: emailFault(email),
    phone: phone === undefined ? undefined : phoneFault(phone, true),
  }
  for (const question of questions)
    faults[`answer.${question.id}`] = answerFault(question, answers[question.id] ?? '')
  const found = Object.entries(faults).filter(
    (entry): entry is [string, FieldFault] => entry[1] !== undefined,
  )
  return Object.fromEntries(found)
}

const LONGEST_NAME = 200
const LONGEST_EMAIL = 254

/** What is wrong with an address: the same as the API says, in the words of the page. */
export function emailFault(email: string): FieldFault | undefined {
  if (email === '') return 'missing'
  if (email.length > LONGEST_EMAIL) return { tooLong: LONGEST_EMAIL }
  return EMAIL.test(email) ? undefined : 'badEmail'
}

// A name, one sign, and a domain of two labels or more (RFC 5321, "Mailbox"; quoted names left out).
const EMAIL =
  /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z\d]([a-z\d-]*[a-z\d])?$/i

function phoneFault(phone: string, required: boolean): FieldFault | undefined {
  if (phone === '') return required ? 'missing' : undefined
  return tooLong(phone, LONGEST.phone) ?? (isPhone(phone) ? undefined : 'badPhone')
}

function answerFault({ kind, required, choices }: Question, answer: string): FieldFault | undefined {
  if (kind === 'phone') return phoneFault(answer, required)
  if (answer === '') return required ? 'missing' : undefined
  if (kind === 'yes_no') return answer === 'yes' || answer === 'no' ? undefined : 'badChoice'
  if (kind === 'choice') return choices?.includes(answer) ? undefined : 'badChoice'
  return tooLong(answer, LONGEST[kind])
}

function tooLong(text: string, most: number): FieldFault | undefined {
  return text.length > most ? { tooLong: most } : undefined
}

/** What was answered; a question left empty is left out. */
function answersOf({ answers }: Typed, questions: readonly Question[]): Answers {
  const given = questions.filter(({ id }) => answers[id] !== '')
  return Object.fromEntries(
    given.map(({ id, kind }) => [id, kind === 'yes_no' ? answers[id] === 'yes' : answers[id]!]),
  )
}
