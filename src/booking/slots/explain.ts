import { explainSlot, type Verdict } from '../../scheduling/explain.ts'
import { findMeetingType, findSalesperson, salespersonsOf } from '../../tenants/find.ts'
import type { MeetingType, Salesperson, TenantConfig } from '../../tenants/tenantConfig.ts'
import type { Context } from '../context.ts'
import { agendaOf, around, claimsOf, guarded, spansOf } from './agenda.ts'
import { lookLive } from './busy.ts'
import { instantAt } from './time.ts'

export interface Explanation {
  salesperson: string
  meeting_type: string
  at_utc: string
  offered: boolean
  calendar_readable: boolean
  rules: Said[]
}

/** `salespersons` is told beside the rules of the time itself: whether customers can have this salesperson at all. */
type Said = Omit<Verdict, 'rule'> & { rule: Verdict['rule'] | 'salespersons' }

/** Each rule of a slot with pass or fail, for an admin who asks why a time is not offered. */
export async function explain(
  ctx: Context,
  config: TenantConfig,
  { salesperson, meeting_type, at }: { salesperson: string; meeting_type?: string; at: string },
): Promise<Explanation> {
  const who = findSalesperson(config, salesperson)
  const type = meeting_type === undefined ? firstOf(config, who) : findMeetingType(config, meeting_type)
  const at_ms = instantAt('at', at)
  const colleagues = type.staffing === 'all' ? salespersonsOf(config, type).filter((one) => one !== who) : []
  const judge = await judging(ctx, config, type, [who, ...colleagues], at_ms)
  const { rules: own, readable } = judge(who)
  const missing = colleagues.find((one) => !isFree(judge(one)))
  const rules = [...own, presence(config, type, who, missing)]
  return {
    salesperson,
    meeting_type: type.slug,
    at_utc: new Date(at_ms).toISOString(),
    offered: isFree({ rules, readable }),
    calendar_readable: readable,
    rules,
  }
}

interface Judgement {
  rules: Said[]
  readable: boolean
}

function isFree({ rules, readable }: Judgement): boolean {
  return readable && rules.every((rule) => rule.passed)
}

/** What the rules say of this time for each of these salespersons. */
async function judging(
  ctx: Context,
  config: TenantConfig,
  type: MeetingType,
  people: Salesperson[],
  at_ms: number,
): Promise<(one: Salesperson) => Judgement> {
  const { busy } = await lookLive(ctx, config, people, guarded(type, at_ms))
  const claims = await claimsOf(ctx.db, spansOf(people, around(type, at_ms)))
  const now_ms = ctx.clock.now_ms()
  return (one) => {
    const agenda = agendaOf(one, claims.get(one.id), busy.get(one.id), now_ms)
    return { rules: explainSlot(ctx.zones, type, agenda, at_ms, now_ms), readable: busy.has(one.id) }
  }
}

/** Whether customers see this meeting type with this salesperson, and all who must be there as well can be. */
function presence(
  { tenant }: TenantConfig,
  type: MeetingType,
  who: Salesperson,
  missing: Salesperson | undefined,
): Said {
  const say = (detail: string, passed = false) => ({ rule: 'salespersons' as const, passed, detail })
  if (!tenant.active) return say('The tenant is not active')
  if (!type.active) return say('The meeting type is not active')
  if (!type.salesperson_ids.includes(who.id)) return say(`${who.slug} does not offer this meeting type`)
  if (!who.active) return say(`${who.slug} is not active`)
  if (missing) return say(`All of its salespersons attend, and ${missing.slug} is not free`)
  return say(`${who.slug} offers this meeting type`, true)
}

function firstOf(config: TenantConfig, { id }: Salesperson): MeetingType {
  const offered = [...config.meeting_types.values()].find(
    (type) => type.active && type.salesperson_ids.includes(id),
  )
  return offered ?? findMeetingType(config, '')
}
