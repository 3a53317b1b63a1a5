import { and, eq } from 'drizzle-orm'
import { zoomAccounts } from '../../app.ts'
import type { Config } from '../../config/config.ts'
import type { Database } from '../../db/database.ts'
import type { Tokens } from '../../graph/token.ts'
import type { Sealer } from '../../lib/seal.ts'
import { defaultZoom } from '../house.ts'
import type { Providers } from '../providers.ts'
import { checkCalendars, checkOutside } from './calendars.ts'
import { bad, type Finding } from './finding.ts'
import { checkPermissions } from './permissions.ts'
import { checkZoom } from './zoom.ts'

interface Surroundings {
  config: Config
  db: Database
  seal: Sealer
  providers: Pick<Providers, 'outlook' | 'zoom'>
  /** Where Outlook is real. */
  tokens?: Tokens
  /** A mailbox that the application should not reach. */
  outside?: string
}

/** What every active tenant needs from Microsoft and Zoom, as far as they are real. */
export async function checkTenants(around: Surroundings): Promise<Finding[]> {
  const { tenants } = around.db.t
  const active = await around.db.q.select().from(tenants).where(eq(tenants.active, true))
  const findings = await Promise.all(active.map((tenant) => checkTenant(around, tenant)))
  return findings.flat()
}

type Tenant = Database['t']['tenants']['$inferSelect']

async function checkTenant(around: Surroundings, tenant: Tenant): Promise<Finding[]> {
  const { config, db, seal, providers } = around
  const { salespersons } = db.t
  const people = await db.q
    .select()
    .from(salespersons)
    .where(and(eq(salespersons.tenant_id, tenant.id), eq(salespersons.active, true)))
  const findings = config.graph === null ? [] : await checkOutlook(around, tenant, people)
  if (config.zoom === null) return findings
  const accounts = zoomAccounts({ db, seal, fallback: defaultZoom(config) })
  for (const { slug, zoom_user } of people)
    findings.push(
      await checkZoom(providers.zoom, `${tenant.slug}/${slug}`, () => accounts.of(tenant.id), zoom_user),
    )
  return findings
}

async function checkOutlook(
  { config, providers: { outlook }, tokens, outside }: Surroundings,
  { slug, m365_tenant_id }: Tenant,
  people: Database['t']['salespersons']['$inferSelect'][],
): Promise<Finding[]> {
  if (m365_tenant_id === null)
    return [bad(slug, 'The tenant names no Microsoft 365.', 'Set its m365_tenant_id by the admin API.')]
  const box = (user: string, time_zone: string) => ({ m365_tenant_id, user, time_zone })
  const mailboxes = people.map((one) => ({ slug: one.slug, mailbox: box(one.mailbox, one.time_zone) }))
  // A token that is refused is explained by the calendars that cannot be read.
  const token = await tokens?.of(m365_tenant_id).catch(() => undefined)
  const permitted = token === undefined ? [] : checkPermissions(slug, token, config.mail.kind === 'graph')
  const findings = [...permitted, ...(await checkCalendars(outlook, slug, mailboxes))]
  return outside ? [...findings, await checkOutside(outlook, slug, box(outside, 'UTC'))] : findings
}
