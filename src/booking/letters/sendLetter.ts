import { line } from '../../jobs/describe.ts'
import type { JobKind } from '../../jobs/kind.ts'
import { Failure, isFinal } from '../../lib/failure.ts'
import { fingerprint } from '../../lib/secret.ts'
import type { Letter } from '../../mail/mail.ts'
import { DAY_MS } from '../../scheduling/date.ts'
import type { Interval } from '../../scheduling/interval.ts'
import { localeOf } from '../../scheduling/locale.ts'
import { meetingTypeById, salespersonById, salespersonsOf } from '../../tenants/find.ts'
import { followUp } from '../../tenants/followUp.ts'
import type { TenantConfig } from '../../tenants/tenantConfig.ts'
import type { Booking } from '../advance.ts'
import type { Context } from '../context.ts'
import { ownOf } from '../follow/ownEvent.ts'
import { noticeEnds } from '../notice.ts'
import { codeOf } from '../proof/code.ts'
import { mailboxOf } from '../slots/busy.ts'
import { type Offer, offerOf } from '../slots/offer.ts'
import type { Slots } from '../slots/slots.ts'
import { findsAbout } from './about.ts'
import { apologyLetter } from './apology.ts'
import type { WrittenLetter } from './block.ts'
import type { BookingFacts } from './facts.ts'
import { freshLinksLetter } from './freshLinks.ts'
import { harmlessName } from './greeting.ts'
import { type LetterPayload, letterPayload } from './letterJob.ts'
import { linkTo } from './link.ts'
import { isOvertaken } from './overtaken.ts'
import { signsTogether } from './sign.ts'
import { verificationLetter } from './verification.ts'

/** Writes and sends one letter. A letter that has lost its point (the hold is over) is not sent. */
export function sendLetter(context: Context, slots: Slots): JobKind<LetterPayload> {
  const ctx = { ...context, tokens: { ...context.tokens, sign: signsTogether(context.tokens.sign) } }
  const find = findsAbout(ctx)
  return {
    name: 'send_letter',
    queue: 'outbox_jobs',
    schema: letterPayload,
    concurrency: 16,
    deadline_ms: 30_000,
    backoff: { base_ms: 2000, cap_ms: 900_000 },
    perform: async (payload, { job: { tenant_id }, attempt }) => {
      const { booking, config } = await find({ booking_id: payload.booking_id, tenant_id })
      const written = await write(ctx, slots, payload, booking, config)
      if (written) await handOver(ctx, addressed(payload, booking, config, written))
      else if (attempt > 1) checkNotMissed(payload, booking)
    },
    onDead: async (tx, { booking_id, letter }, { job, error }) => {
      ctx.metrics.count('holdfast_letters_total', { outcome: 'dead' })
      await followUp(tx, ctx, {
        tenant_id: job.tenant_id,
        kind: 'letter_not_sent',
        key: `letter_not_sent:${booking_id}:${letter}`,
        booking_id,
        detail: { letter, error: line(error) },
      })
    },
  }
}

/**
 * Whoever waited for a code until the hold was over, because it could not be handed over, has nobody else to tell of it.
 * That the customer has meanwhile another code, or needs none, is no loss.
 */
function checkNotMissed({ letter, nonce }: LetterPayload, { status, verify_token_jti }: Booking): void {
  const waited = (status === 'held' || status === 'expired') && verify_token_jti === nonce
  if (letter === 'verification' && waited)
    throw new Failure('permanent', 'letter_too_late', 'The hold was over before the letter was handed over')
}

async function handOver({ mail, metrics }: Context, letter: Letter): Promise<void> {
  const count = (outcome: 'sent' | 'retry') => metrics.count('holdfast_letters_total', { outcome })
  await mail.send(letter).catch((error) => {
    if (!isFinal(error)) count('retry')
    throw error
  })
  count('sent')
}

function addressed(payload: LetterPayload, booking: Booking, config: TenantConfig, written: WrittenLetter) {
  const salesperson = salespersonById(config, booking.salesperson_id)
  const { customer_name, customer_email: email } = booking
  return {
    ...written,
    letter_id: fingerprint(`${payload.booking_id}:${payload.letter}:${payload.nonce}`).slice(0, 32),
    to: { name: harmlessName(customer_name) ?? email, email },
    from_name: config.tenant.name,
    sender: mailboxOf(config, salesperson),
    locale: booking.customer_locale,
  }
}

type Writer = (
  ctx: Context,
  slots: Slots,
  booking: Booking,
  config: TenantConfig,
  nonce: string,
) => Promise<WrittenLetter | undefined>

function write(
  ctx: Context,
  slots: Slots,
  { letter, nonce }: LetterPayload,
  booking: Booking,
  config: TenantConfig,
) {
  return WRITERS[letter](ctx, slots, booking, config, nonce)
}

const WRITERS: Record<LetterPayload['letter'], Writer> = {
  verification: async (ctx, _slots, booking, config, nonce) => {
    const expires = booking.hold_expires_at_utc!
    const over =
      booking.status !== 'held' ||
      expires.getTime() <= ctx.clock.now_ms() ||
      booking.verify_token_jti !== nonce
    if (over) return undefined
    const wish = {
      tenant_id: booking.tenant_id,
      booking_id: booking.id,
      purpose: 'verify' as const,
      jti: nonce,
    }
    const { token } = await ctx.tokens.sign({ ...wish, expires_at_ms: expires.getTime() })
    return verificationLetter({
      ...factsOf(ctx, booking, config),
      verify_url: linkTo(ctx.base_url, config.tenant.slug, 'verify', token),
      code: codeOf(ctx.code_secret, booking.id, nonce),
      hold_expires_at_ms: expires.getTime(),
      now_ms: ctx.clock.now_ms(),
    })
  },
  fresh_links: async (ctx, _slots, booking, config) => {
    if (booking.status !== 'confirmed') return undefined
    const now_ms = ctx.clock.now_ms()
    // One moment for both, until which either does what it is for: the notice mostly ends before the link.
    const notices = CHANGES.map((change) => noticeEnds(config, booking, change))
    const ends_ms = notices.filter((at_ms) => at_ms > now_ms)
    return freshLinksLetter({
      ...factsOf(ctx, booking, config),
      cancel_url: await changeLink(ctx, booking, config, 'cancel'),
      reschedule_url: await changeLink(ctx, booking, config, 'reschedule'),
      expires_at_ms: Math.min(linksEnd(ctx, booking), ...ends_ms),
      now_ms,
    })
  },
  apology: async (ctx, slots, booking, config) => {
    if (booking.status !== 'failed') return undefined
    const type = meetingTypeById(config, booking.meeting_type_id)
    const offer = { config, type, salespersons: salespersonsOf(config, type) }
    // What is not offered any more has no page, and its times cannot be had.
    const open = config.tenant.active && type.active
    return apologyLetter({
      ...factsOf(ctx, booking, config),
      alternatives: open ? await otherTimes(slots, offer, booking) : [],
      choose_url: open ? `${ctx.base_url}/${config.tenant.slug}/${type.slug}` : undefined,
    })
  },
  unmoved: async (ctx, slots, booking, config, nonce) => {
    if (booking.status !== 'confirmed' || (await isOvertaken(ctx.db, booking, nonce))) return undefined
    // Whoever chose on the page of the meeting type would have a second booking beside the one that stands.
    const choose_url = await changeLink(ctx, booking, config, 'reschedule')
    const offer = { ...offerOf(config, booking), own: await ownOf(ctx.db, booking) }
    return apologyLetter({
      ...factsOf(ctx, booking, config),
      alternatives: choose_url ? await otherTimes(slots, offer, booking) : [],
      choose_url,
      stands: true,
    })
  },
}

const CHANGES = ['cancel', 'reschedule'] as const

/** The link by which the customer changes the booking; none when it is too late for that. */
async function changeLink(
  ctx: Context,
  booking: Booking,
  config: TenantConfig,
  purpose: (typeof CHANGES)[number],
): Promise<string | undefined> {
  if (noticeEnds(config, booking, purpose) <= ctx.clock.now_ms()) return undefined
  const { tenant_id, id: booking_id } = booking
  const wish = { tenant_id, booking_id, purpose, expires_at_ms: linksEnd(ctx, booking) }
  return linkTo(ctx.base_url, config.tenant.slug, purpose, (await ctx.tokens.sign(wish)).token)
}

function linksEnd({ clock }: Context, { start_at_utc }: Booking): number {
  return Math.min(clock.now_ms() + DAY_MS, start_at_utc.getTime())
}

async function otherTimes(slots: Slots, offer: Offer, { start_at_utc }: Booking): Promise<Interval[]> {
  const starts = await slots.alternatives(offer, start_at_utc.getTime(), true)
  return starts.map((start) => {
    const from_ms = Date.parse(start)
    return { from_ms, until_ms: from_ms + offer.type.length_minutes * 60_000 }
  })
}

function factsOf(ctx: Context, booking: Booking, config: TenantConfig): BookingFacts {
  const people = [booking.salesperson_id, ...booking.other_salesperson_ids].map((id) =>
    salespersonById(config, id),
  )
  return {
    zones: ctx.zones,
    locale: localeOf(booking.customer_locale),
    tenant_name: config.tenant.name,
    meeting_type_name: meetingTypeById(config, booking.meeting_type_id).name,
    salesperson_names: people.map((one) => one.name),
    salesperson_time_zone: people[0]!.time_zone,
    customer_name: booking.customer_name,
    customer_time_zone: booking.customer_time_zone,
    location: booking.location,
    time: { from_ms: booking.start_at_utc.getTime(), until_ms: booking.end_at_utc.getTime() },
  }
}
