import type { MeetingType, TenantConfig } from '../../tenants/tenantConfig.ts'
import { llmsText } from '../../web/agents.ts'
import { tenantPath } from '../../web/paths.ts'
import { tenantPage } from '../../web/tenantPage.tsx'
import { asked } from './call.ts'
import { brandOf, meetingOf } from './shown.ts'
import type { Show } from './view.ts'

/** The meeting types of a tenant. */
export const tenantView: Show = async (services, call) => {
  const { config } = call
  const here = tenantPath(config.tenant.slug)
  const html = tenantPage(asked(services, call, { here }), { meetings: offeredBy(config).map(meetingOf) })
  return { html, open: true }
}

/** The same for programs. */
export const llmsView: Show = async ({ edge: { base_url } }, { config }) => {
  const meetings = offeredBy(config).map(meetingOf)
  return { text: llmsText({ brand: brandOf(config.tenant), base_url, meetings }), type: PLAIN }
}

const PLAIN = 'text/plain; charset=utf-8'

function offeredBy({ meeting_types }: TenantConfig): MeetingType[] {
  return [...meeting_types.values()].filter(({ active }) => active)
}
