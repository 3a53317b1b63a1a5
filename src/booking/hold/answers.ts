import type { Question } from '../../db/tables/tenants.ts'
import { type Fault, Problem } from '../../lib/problem.ts'

export type Answers = Record<string, string | boolean>

/** The answers that belong to these questions; throws `invalid_request` with each fault's path. */
export function checkAnswers(questions: Question[], given: Answers = {}): Answers {
  const asked = new Map(questions.map((question) => [question.id, question]))
  const faults: Fault[] = [
    ...Object.keys(given)
      .filter((id) => !asked.has(id))
      .map((id) => ({ path: `answers.${id.slice(0, 60)}`, message: 'There is no such question' })),
    ...questions.flatMap((question) => {
      const message = faultOf(question, answerTo(given, question))
      return message === undefined ? [] : [{ path: `answers.${question.id}`, message }]
    }),
  ]
  if (faults.length > 0)
    throw new Problem('invalid_request', 'Some answers are missing or wrong', { errors: faults })
  return given
}

/** What was answered to a question: its id may be a word that every object has a meaning for, such as `constructor`. */
export function answerTo(given: Answers, { id }: Pick<Question, 'id'>): string | boolean | undefined {
  return Object.hasOwn(given, id) ? given[id] : undefined
}

/** Characters that fit into an answer, by the kind of its question. */
export const LONGEST = { text: 300, long_text: 4000, choice: 300, phone: 40, yes_no: 0 }

function faultOf(
  { kind, required, choices }: Question,
  answer: string | boolean | undefined,
): string | undefined {
  if (required && (answer === undefined || String(answer).trim() === '')) return 'An answer is required'
  if (answer === undefined || answer === '') return undefined
  if (kind === 'yes_no') return typeof answer === 'boolean' ? undefined : 'Answer true or false'
  if (typeof answer !== 'string') return 'Answer with a text'
  if (answer.length > LONGEST[kind]) return `At most ${LONGEST[kind]} characters`
  if (kind === 'choice' && !choices?.includes(answer)) return `Choose one of: ${choices?.join(', ')}`
  if (kind === 'phone' && !isPhone(answer)) return 'Give a phone number, with the country code'
  return undefined
}

/** Loose on purpose: digits with the usual signs between them, seven to fifteen digits (ITU-T E.164). */
export function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '')
  return /^\+?[\d\s().\-/]+$/.test(text) && digits.length >= 7 && digits.length <= 15
}
