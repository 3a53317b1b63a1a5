import { explainSlot, type Verdict } from '../../scheduling/explain.ts'
import { findMeetingType, findSalesperson } from '../../tenants/find.ts'
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
  rules: Verdict[]
}

/** Each rule of a slot with pass or fail, for an admin who asks why a time is not offered. */
export async function explain(
  ctx: Context,
  config: TenantConfig,
  { salesperson, meeting_type, at }: { salesperson: string; meeting_type?: string; at: string },
): Promise<Explanation> {
  const who = findSalesperson(config, salesperson)
  const type = meeting_type === undefined ? firstOf(config, who) : findMeetingType(config, meeting_type)
  const at_ms = instantAt('at', at)
  const { busy } = await lookLive(ctx, config, [who], guarded(type, at_ms))
  const claims = await claimsOf(ctx.db, spansOf([who], around(type, at_ms)))
  const now_ms = ctx.clock.now_ms()
  const agenda = agendaOf(who, claims.get(who.id), busy.get(who.id), now_ms)
  const rules = explainSlot(ctx.zones, type, agenda, at_ms, now_ms)
  const calendar_readable = busy.has(who.id)
  return {
    salesperson,
    meeting_type: type.slug,
    at_utc: new Date(at_ms).toISOString(),
    offered: calendar_readable && rules.every((rule) => rule.passed),
    calendar_readable,
    rules,
  }
}

function firstOf(config: TenantConfig, { id }: Salesperson): MeetingType {
  const offered = [...config.meeting_types.values()].find(
    (type) => type.active && type.salesperson_ids.includes(id),
  )
  return offered ?? findMeetingType(config, '')
}
