import { gather } from '../../lib/gather.ts'
import { Problem } from '../../lib/problem.ts'
import { openTenant } from '../../tenants/find.ts'
import type { TenantConfig } from '../../tenants/tenantConfig.ts'
import type { Context } from '../context.ts'
import { lookAround } from '../slots/lookAround.ts'
import { openOffer } from '../slots/offer.ts'
import type { Slots } from '../slots/slots.ts'
import { checkTime, instantAt } from '../slots/time.ts'
import { checkAnswers } from './answers.ts'
import { hashBody, type KeyUse, oneAtATime, replaysOf, type StoredReply } from './idempotency.ts'
import type { Prepared } from './prepared.ts'
import { orAlternatives, Refused } from './refused.ts'
import { holdTogether } from './together.ts'
import type { HoldReply, HoldWish } from './wish.ts'

export interface Held {
  reply: HoldReply
  /** True when this is the stored answer of an earlier request with the same key. */
  replayed: boolean
}

/** Holds a slot. Throws `slot_taken` or `slot_not_offered` with the rule and the three nearest that are offered. */
export type Hold = (tenant: string, key: string, wish: HoldWish) => Promise<Held>

/** At most this many are looked up together. */
const MOST_TOGETHER = 64

/**
 * Holds that arrive together are decided and committed together: one transaction for many customers. Only the live
 * look at Outlook is each one's own. All else that must be asked beforehand is at hand; the transaction finds out
 * whether it still holds.
 */
export function holds(ctx: Context, slots: Slots): Hold {
  const alone = oneAtATime()
  const admit = gather((asked: Asked[]) => admitTogether(ctx, asked), { most: MOST_TOGETHER })
  const commit = gather((prepared: Prepared[]) => holdTogether(ctx, prepared), ctx.db.sharing)

  /** Throws what speaks against it by this configuration, which may be outdated. */
  async function place(asked: Asked, config: TenantConfig): Promise<Held> {
    const wanted = judgeInput(ctx, config, asked)
    return orAlternatives(slots, wanted.offer, wanted.start_ms, async () => {
      const outcome = await commit(await look(ctx, wanted))
      if (outcome.kind === 'refused') throw new Refused(outcome.rule, outcome.detail)
      return outcome
    })
  }

  /** Tries by the configuration at hand. What then speaks against it stands when that is still the newest one. */
  async function hold(asked: Asked): Promise<Held> {
    let config = ctx.catalogue.kept(asked.tenant)
    for (let attempt = 1; ; attempt += 1) {
      const placed = config && (await place(asked, config).catch((error: Error) => error))
      if (placed && !(placed instanceof Error)) return placed
      const admitted = await admit(asked)
      if (admitted.stored) return { reply: admitted.stored.reply as HoldReply, replayed: true }
      if (placed && (admitted.config === config || attempt === ATTEMPTS)) throw placed
      config = admitted.config
    }
  }

  return (tenant, key, wish) => {
    const asked = { tenant, key, wish, body_hash: hashBody(wish), traceparent: ctx.tracer.current() }
    const use: KeyUse = { tenant_id: tenant, route: 'holds', key, body_hash: asked.body_hash }
    return alone(use, async () => {
      const { reply, replayed } = await hold(asked)
      return { reply, replayed }
    })
  }
}

const ATTEMPTS = 3

interface Asked {
  tenant: string
  key: string
  wish: HoldWish
  body_hash: string
  traceparent?: string
}

interface Admitted {
  config: TenantConfig
  stored: StoredReply | undefined
}

/** Two queries for all who wait: the configurations as they are now, and the replies already given. */
async function admitTogether(ctx: Context, asked: Asked[]): Promise<(Admitted | Error)[]> {
  const configs = await ctx.catalogue.bySlug(ctx.db, [...new Set(asked.map((one) => one.tenant))])
  const uses = asked.map((one) => useOf(one, configs.get(one.tenant)))
  const replays = await replaysOf(ctx.db, uses)
  return asked.map(({ tenant }, i) => {
    const stored = replays[i]
    if (stored instanceof Problem) return stored
    try {
      return { config: openTenant(configs.get(tenant), tenant), stored }
    } catch (error) {
      return error as Problem
    }
  })
}

function useOf({ key, body_hash }: Asked, config: TenantConfig | undefined): KeyUse {
  return { tenant_id: config?.tenant.id ?? '', route: 'holds', key, body_hash }
}

/** What can be judged of the input alone. */
function judgeInput(ctx: Context, config: TenantConfig, asked: Asked): Omit<Prepared, 'busy'> {
  const { tenant, wish, traceparent } = asked
  const offer = openOffer(openTenant(config, tenant), wish.meeting_type, wish.salesperson)
  checkZone(ctx, wish.customer.time_zone)
  const answers = checkAnswers(offer.type.questions, wish.answers)
  return {
    use: useOf(asked, config),
    offer,
    start_ms: instantAt('start_at_utc', wish.start_at_utc),
    wish,
    answers,
    traceparent,
  }
}

function checkZone({ zones }: Context, time_zone: string) {
  if (zones.has(time_zone)) return
  throw new Problem('unknown_time_zone', `"${time_zone.slice(0, 60)}" is no IANA time zone`, {
    errors: [{ path: 'customer.time_zone', message: 'Give an IANA time zone, such as Europe/Berlin' }],
  })
}

/** Outlook as it is now, which nobody is asked for a start that no calendar could save. */
async function look(ctx: Context, wanted: Omit<Prepared, 'busy'>): Promise<Prepared> {
  const { offer, start_ms } = wanted
  checkTime(ctx, offer, start_ms)
  return { ...wanted, busy: await lookAround(ctx, offer, start_ms) }
}
