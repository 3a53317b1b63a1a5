import type { Question } from '../db/tables/tenants.ts'
import type { Fault } from '../lib/problem.ts'
import type { MeetingTypeInput } from './meetingTypeInput.ts'
import type { TenantConfig } from './tenantConfig.ts'

type Maybe = Fault | undefined

/** What is wrong with a meeting type that the shape of its fields does not show. */
export function meetingTypeFaults(config: TenantConfig, wanted: MeetingTypeInput): Maybe[] {
  return [
    locationFault(wanted),
    noticeFault(wanted),
    ...salespersonFaults(config, wanted.salespersons),
    ...wanted.questions.flatMap((question, i) => questionFaults(question, i, wanted.questions)),
  ]
}

function locationFault({ location }: MeetingTypeInput): Maybe {
  if (location.kind !== 'in_person' || location.detail?.trim()) return undefined
  return { path: 'location.detail', message: 'must say where, when the meeting is in person' }
}

/** A notice longer than the horizon would leave no slot at all. */
function noticeFault({ minimum_notice_minutes, horizon_days }: MeetingTypeInput): Maybe {
  if (minimum_notice_minutes < horizon_days * 24 * 60) return undefined
  return {
    path: 'minimum_notice_minutes',
    message: `must be shorter than the horizon, which is ${horizon_days} days`,
  }
}

function salespersonFaults({ salespersons }: TenantConfig, slugs: string[]): Maybe[] {
  if (slugs.length === 0) return [{ path: 'salespersons', message: 'must name at least one' }]
  const known = new Set([...salespersons.values()].map(({ slug }) => slug))
  return slugs.map((slug, i) => {
    const path = `salespersons.${i}`
    if (!known.has(slug)) return { path, message: `there is no salesperson "${slug.slice(0, 60)}"` }
    return slugs.indexOf(slug) < i ? { path, message: `is named twice: "${slug}"` } : undefined
  })
}

function questionFaults({ id, kind, choices }: Question, i: number, all: Question[]): Maybe[] {
  const path = `questions.${i}`
  const twice = all.findIndex((other) => other.id === id) < i
  return [
    twice ? { path: `${path}.id`, message: `is named twice: "${id}"` } : undefined,
    choicesFault(`${path}.choices`, kind, choices),
  ]
}

function choicesFault(path: string, kind: Question['kind'], choices: string[] | undefined): Maybe {
  if (kind !== 'choice')
    return choices === undefined ? undefined : { path, message: 'belong to questions of the kind "choice"' }
  if (choices === undefined || choices.length < 2) return { path, message: 'must be at least two' }
  return new Set(choices).size < choices.length ? { path, message: 'must differ from each other' } : undefined
}
