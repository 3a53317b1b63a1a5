import type { BusyWindow, Mailbox, Outlook } from '../../outlook/outlook.ts'
import { type Interval, overlaps, subtract } from '../../scheduling/interval.ts'
import type { Salesperson, TenantConfig } from '../../tenants/tenantConfig.ts'
import type { Context } from '../context.ts'

/** What Outlook says of each salesperson; a calendar that cannot be read stands under `unreadable`. */
export interface BusyTimes {
  busy: Map<string, BusyWindow[]>
  unreadable: Salesperson[]
}

/** Where the salesperson's events live. A tenant without Microsoft 365 has mailboxes only in mock mode. */
export function mailboxOf(config: TenantConfig, salesperson: Salesperson): Mailbox {
  const { mailbox: user, time_zone } = salesperson
  return { m365_tenant_id: config.tenant.m365_tenant_id ?? config.tenant.id, user, time_zone }
}

/** Asks Outlook live. Whoever cannot be read is unreadable: he fails closed. */
export async function lookLive(
  { outlook, log }: Pick<Context, 'outlook' | 'log'>,
  config: TenantConfig,
  salespersons: Salesperson[],
  window: Interval,
): Promise<BusyTimes> {
  const boxes = salespersons.map((one) => mailboxOf(config, one))
  const answers = await outlook
    .busyOfMany(boxes, window)
    .catch((error: Error) => new Map(boxes.map((box) => [box.user, error])))
  const times: BusyTimes = { busy: new Map(), unreadable: [] }
  for (const salesperson of salespersons) {
    const answer = answers.get(salesperson.mailbox)
    if (Array.isArray(answer)) times.busy.set(salesperson.id, answer)
    else {
      times.unreadable.push(salesperson)
      log.warn('calendar_unreadable', { salesperson_id: salesperson.id, error: answer?.name })
    }
  }
  return times
}

interface Seen extends Interval {
  windows: BusyWindow[]
  seen_at_ms: number
}

/**
 * Looks that remember: an answer no older than `busy_max_age_ms` that covers the window is given again. Pages turn
 * to and fro between months, so of each salesperson the last windows are kept.
 */
export function rememberedLooks(ctx: Context) {
  const memory = memoryOf(ctx.outlook)
  // Either way: what was seen by a clock that has been set back since is of an age that nobody knows.
  const isFresh = ({ seen_at_ms }: Seen) => Math.abs(ctx.clock.now_ms() - seen_at_ms) <= ctx.busy_max_age_ms
  const fresh = (id: string, window: Interval) => {
    const seen = (memory.get(id) ?? []).filter((one) => isFresh(one) && overlaps(one, window))
    const whole = seen.find((one) => holds(one, window))
    if (whole || seen.length < 2) return whole?.windows
    // Several together tell as much as one: whoever asks for ever other dates has Outlook asked no more often.
    return subtract([window], seen).length === 0 ? seen.flatMap(({ windows }) => windows) : undefined
  }
  const remember = (id: string, page: Seen[], seen: Seen) => {
    if (memory.get(id) !== page) return
    const former = page.filter((one) => isFresh(one) && !holds(seen, one)).slice(0, WINDOWS_REMEMBERED - 1)
    page.splice(0, page.length, seen, ...former)
    turnTo(memory, id, page)
  }
  const look = async (
    config: TenantConfig,
    salespersons: Salesperson[],
    window: Interval,
  ): Promise<BusyTimes> => {
    // Kept here: what is remembered may be forgotten while Outlook is asked about others.
    const known = new Map(
      salespersons.flatMap(({ id }) => {
        const windows = fresh(id, window)
        return windows ? [[id, windows] as const] : []
      }),
    )
    const unknown = salespersons.filter(({ id }) => !known.has(id))
    // Opened before Outlook is asked: what is forgotten meanwhile was asked too early to be remembered.
    const pages = new Map(unknown.map(({ id }) => [id, turnTo(memory, id, memory.get(id) ?? [])]))
    const looked = unknown.length > 0 ? await lookLive(ctx, config, unknown, window) : undefined
    for (const [id, windows] of looked?.busy ?? [])
      remember(id, pages.get(id)!, { ...window, windows, seen_at_ms: ctx.clock.now_ms() })
    return { busy: new Map([...known, ...(looked?.busy ?? [])]), unreadable: looked?.unreadable ?? [] }
  }
  return look
}

/** What is remembered of these is known to be wrong: they, or we, have just changed their calendar. */
export function forgetLooks({ outlook }: Pick<Context, 'outlook'>, salesperson_ids: string[]): void {
  const memory = memoryOf(outlook)
  for (const id of salesperson_ids) memory.delete(id)
}

type Memory = Map<string, Seen[]>

/** One memory of each Outlook, for whoever lists slots and for whoever knows that something has changed. */
function memoryOf(outlook: Outlook): Memory {
  const known = memories.get(outlook)
  if (known) return known
  const memory: Memory = new Map()
  memories.set(outlook, memory)
  return memory
}

const memories = new WeakMap<Outlook, Memory>()

/** The page of a salesperson, the last to make room for others. */
function turnTo(memory: Memory, id: string, page: Seen[]): Seen[] {
  memory.delete(id)
  memory.set(id, page)
  if (memory.size > MOST_REMEMBERED) memory.delete(memory.keys().next().value!)
  return page
}

const MOST_REMEMBERED = 5000
const WINDOWS_REMEMBERED = 64

function holds(whole: Interval, part: Interval): boolean {
  return whole.from_ms <= part.from_ms && whole.until_ms >= part.until_ms
}
