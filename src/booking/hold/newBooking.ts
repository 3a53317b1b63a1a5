import type { Assignment } from '../../db/tables/bookings.ts'
import { nowOf } from '../../lib/clock.ts'
import { localeOf } from '../../scheduling/locale.ts'
import type { Salesperson } from '../../tenants/tenantConfig.ts'
import type { Booking } from '../advance.ts'
import type { Context } from '../context.ts'
import { codeOf, hashCode } from '../proof/code.ts'
import { type Loads, loadOf } from './assign.ts'
import { hasChoice, type Prepared } from './prepared.ts'

/** A held booking by the salespersons chosen, with the decision that chose them among those who were free. */
export function newBooking(
  ctx: Context,
  one: Prepared,
  chosen: Salesperson[],
  free: Salesperson[],
  loads: Loads,
): Booking {
  const { config, type } = one.offer
  const { customer, salesperson: asked_for } = one.wish
  const [id, jti, now] = [ctx.entropy.id(), ctx.entropy.id(), nowOf(ctx.clock)]
  const [winner, ...others] = chosen
  return {
    id,
    tenant_id: config.tenant.id,
    meeting_type_id: type.id,
    salesperson_id: winner!.id,
    other_salesperson_ids: others.map((it) => it.id),
    status: 'held',
    source: 'customer',
    start_at_utc: new Date(one.start_ms),
    end_at_utc: new Date(one.start_ms + type.length_minutes * 60_000),
    customer_name: customer.name,
    customer_email: customer.email,
    customer_phone: customer.phone ?? null,
    customer_time_zone: customer.time_zone,
    customer_locale: localeOf(customer.locale ?? config.tenant.locale),
    answers: one.answers,
    location: type.location,
    join_url: null,
    hold_expires_at_utc: new Date(now.getTime() + type.hold_minutes * 60_000),
    verify_token_jti: jti,
    code_hash: hashCode(ctx.code_secret, id, codeOf(ctx.code_secret, id, jti)),
    code_tries: 0,
    cancel_reason: null,
    attendance: null,
    attendance_suggestion: null,
    assignment: {
      ...(asked_for === undefined ? {} : { asked_for }),
      winner: winner!.slug,
      candidates: hasChoice(one) ? free.map((it) => candidateOf(it, loads)) : [],
    },
    saga_id: null,
    revision: 0,
    created_at_utc: now,
    updated_at_utc: now,
  }
}

function candidateOf(salesperson: Salesperson, loads: Loads): Assignment['candidates'][number] {
  const { load, last_booked_at_ms } = loadOf(loads, salesperson)
  const last_booked_at_utc = last_booked_at_ms === null ? null : new Date(last_booked_at_ms).toISOString()
  return { salesperson: salesperson.slug, load, last_booked_at_utc }
}
