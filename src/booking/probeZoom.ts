import { Failure } from '../lib/failure.ts'
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
  const probes: ZoomProbe[] = []
  for (const salesperson of config.salespersons.values()) {
    if (salesperson.active) probes.push(await probe(ctx, config, salesperson))
  }
  return probes
}

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
