import { Elysia } from 'elysia'
import { Problem } from '../../lib/problem.ts'
import { sameSecret } from '../../lib/secret.ts'
import type { Actor } from '../../tenants/actor.ts'
import { findTenant } from '../../tenants/find.ts'
import { keyHolder } from '../../tenants/keys.ts'
import type { TenantConfig } from '../../tenants/tenantConfig.ts'
import type { Services } from '../services.ts'

/** Whom a key belongs to; `tenant_id` is undefined for the key that reaches every tenant. */
interface Holder extends Actor {
  tenant_id?: string
}

/**
 * A controller below /v1/admin that the installation's key alone reaches. The key is asked for before anything
 * of the request is checked or done. `prefix` stands below /v1/admin. Handlers get `actor`.
 */
export function installationController<const Prefix extends string>(
  services: Services,
  { name, prefix }: { name: string; prefix: Prefix },
) {
  return new Elysia({ name: `admin.${name}`, prefix: `/v1/admin${prefix}` as const })
    .use(installationKey(services))
    .guard({ installationAdmin: true })
}

/**
 * A controller below /v1/admin/tenants/:tenant, which the tenant's own keys reach too; to the key of another
 * tenant this one does not exist. Handlers get `actor` and the tenant's `config`.
 */
export function tenantController<const Prefix extends string>(
  services: Services,
  { name, prefix }: { name: string; prefix: Prefix },
) {
  return new Elysia({ name: `admin.${name}`, prefix: `/v1/admin/tenants/:tenant${prefix}` as const })
    .use(tenantKey(services))
    .guard({ tenantAdmin: true })
}

// The keys are checked in `transform`, before the input is, so that a stranger learns nothing of what an input
// should be; what was found is kept for the handler, which runs after.

const admitted = new WeakMap<Request, { actor: Actor; config?: TenantConfig }>()

function installationKey({ keys, office }: Services) {
  return new Elysia({ name: 'admin.installationKey' }).macro('installationAdmin', {
    transform: async ({ request }) => {
      const { tenant_id, name } = await holderOf(request, keys, office)
      if (tenant_id !== undefined) throw unauthorized('This key reaches one tenant and not this address')
      admitted.set(request, { actor: { name } })
    },
    resolve: ({ request }) => ({ actor: found(admitted.get(request)).actor }),
  })
}

function tenantKey({ keys, office }: Services) {
  return new Elysia({ name: 'admin.tenantKey' }).macro('tenantAdmin', {
    transform: async ({ request, params }) => {
      const { tenant_id, name } = await holderOf(request, keys, office)
      const slug = String((params as { tenant?: string }).tenant)
      const config = await findTenant(office.catalogue, office.db, slug)
      if (tenant_id !== undefined && tenant_id !== config.tenant.id)
        throw new Problem('tenant_not_found', `There is no tenant "${slug.slice(0, 60)}"`)
      admitted.set(request, { actor: { name }, config })
    },
    resolve: ({ request }) => {
      const { actor, config } = found(admitted.get(request))
      return { actor, config: found(config) }
    },
  })
}

function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('A route of administration ran without its key being checked')
  return value
}

async function holderOf(
  request: Request,
  { admin, previous }: Services['keys'],
  { db }: Services['office'],
): Promise<Holder> {
  const given = request.headers.get('x-admin-key') ?? ''
  // Were the key of the installation ever empty, no request without one may pass for its holder.
  if (given === '') throw unauthorized('Send the admin key in the header X-Admin-Key')
  const isAdmin = sameSecret(given, admin)
  const isPrevious = previous !== undefined && sameSecret(given, previous)
  if (isAdmin || isPrevious) return { name: 'admin_key' }
  const holder = await keyHolder(db, given)
  if (holder) return { name: `key:${holder.name}`, tenant_id: holder.tenant_id }
  throw unauthorized('The key in the header X-Admin-Key is not known')
}

function unauthorized(detail: string): Problem {
  return new Problem('unauthorized', detail, { headers: { 'www-authenticate': 'X-Admin-Key' } })
}
