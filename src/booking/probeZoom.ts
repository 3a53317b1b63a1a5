import { Failure } from '../lib/failure.ts'
import { gather } from '../lib/gather.ts'
import type { Salesperson, TenantConfig } from '../tenants/tenantConfig.ts'
import { zoomAdvice } from '../zoom/zoom.ts'
import type { Context } from './context.ts'

/** Whether Zoom would do for one salesperson what a booking needs, and what to do where it would not. */
export interface ZoomProbe {
  salesperson: string
  zoom_user: string
  ok: boolean
  code?: string
  detail?: string
  advice?: string
}

/** Asks Zoom for each active salesperson of a tenant, with the tenant's own account or the default one. Changes nothing. */
export async function probeZoom(ctx: Context, config: TenantConfig): Promise<ZoomProbe[]> {
  const active = [...config.salespersons.values()].filter((one) => one.active)
  const ask = gather<Salesperson, ZoomProbe>(async ([one]) => [await probe(ctx, config, one!)], {
    most: 1,
    lanes: AT_ONCE,
  })
  return Promise.all(active.map(ask))
}

/** One after the other, more than a few dozen would keep the admin waiting for longer than a request may last. */
const AT_ONCE = 8

async function probe(
  ctx: Context,
  config: TenantConfig,
  { slug, zoom_user }: Salesperson,
): Promise<ZoomProbe> {
  try {
    await ctx.zoom.probe(await ctx.zoomAccounts.of(config.tenant.id), zoom_user)
    return { salesperson: slug, zoom_user, ok: true }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const { code, message } = error
    return { salesperson: slug, zoom_user, ok: false, code, detail: message, advice: zoomAdvice(code) }
  }
}
