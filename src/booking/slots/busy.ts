import type { BusyWindow, Mailbox } from '../../outlook/outlook.ts'
import type { Interval } from '../../scheduling/interval.ts'
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

/** What was seen of late, and of everybody else what Outlook says now. */
export async function look(
  ctx: Pick<Context, 'outlook' | 'log' | 'looks'>,
  config: TenantConfig,
  salespersons: Salesperson[],
  window: Interval,
): Promise<BusyTimes> {
  // Kept here: what is remembered may be forgotten while Outlook is asked about others.
  const known = new Map(
    salespersons.flatMap(({ id }) => {
      const windows = ctx.looks.known(id, window)
      return windows ? [[id, windows] as const] : []
    }),
  )
  const unknown = salespersons.filter(({ id }) => !known.has(id))
  if (unknown.length === 0) return { busy: known, unreadable: [] }
  const remember = new Map(unknown.map(({ id }) => [id, ctx.looks.asking(id)]))
  const { busy, unreadable } = await lookLive(ctx, config, unknown, window)
  for (const [id, windows] of busy) remember.get(id)!(window, windows)
  return { busy: new Map([...known, ...busy]), unreadable }
}
