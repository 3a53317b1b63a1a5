import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Db } from '../db/database.ts'
import { nowOf } from '../lib/clock.ts'
import { Problem } from '../lib/problem.ts'
import { type Change, change } from './change.ts'
import type { Office } from './office.ts'
import { refuse } from './refuse.ts'

/** The most a logo may weigh. */
export const MOST_LOGO_BYTES = 256 * 1024

export const LOGO_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const
export type LogoType = (typeof LOGO_TYPES)[number]

/** Stores the tenant's logo; answers the address that shows it. The kind is read from the bytes, not believed. */
export async function setLogo(office: Office, about: Change, bytes: Uint8Array): Promise<string> {
  const content_type = typeOf(bytes)
  refuse(
    content_type === undefined && { path: 'body', message: 'must be an image: PNG, JPEG or WebP' },
    bytes.byteLength > MOST_LOGO_BYTES && {
      path: 'body',
      message: `must have at most ${MOST_LOGO_BYTES / 1024} KiB`,
    },
  )
  const content_hash = createHash('sha256').update(bytes).digest('hex')
  return change(office, about, async (tx, { tenant }) => {
    const content_base64 = Buffer.from(bytes).toString('base64')
    const updated_at_utc = nowOf(office.clock)
    const row = { content_type: content_type!, content_base64, content_hash, updated_at_utc }
    const { tenant_logos } = tx.t
    await tx.q
      .insert(tenant_logos)
      .values({ tenant_id: tenant.id, ...row })
      .onConflictDoUpdate({ target: tenant_logos.tenant_id, set: row })
    const logo_url = `/v1/tenants/${tenant.slug}/logo?v=${content_hash.slice(0, 12)}`
    await setUrl(tx, tenant.id, { ...tenant.branding, logo_url })
    const entry = { action: 'logo.set', subject: `tenant:${tenant.slug}`, detail: { content_hash } }
    return { result: logo_url, entry }
  })
}

/** Takes the logo away, if there is one. */
export function dropLogo(office: Office, about: Change): Promise<void> {
  return change(office, about, async (tx, { tenant }) => {
    const { tenant_logos } = tx.t
    await tx.q.delete(tenant_logos).where(eq(tenant_logos.tenant_id, tenant.id))
    const { logo_url: _, ...branding } = tenant.branding
    await setUrl(tx, tenant.id, branding)
    return { result: undefined, entry: { action: 'logo.dropped', subject: `tenant:${tenant.slug}` } }
  })
}

/** The logo's bytes and kind. Throws `not_found`. */
export async function readLogo(
  { q, t }: Db,
  tenant_id: string,
): Promise<{ content_type: string; bytes: Uint8Array<ArrayBuffer> }> {
  const [row] = await q.select().from(t.tenant_logos).where(eq(t.tenant_logos.tenant_id, tenant_id))
  if (!row) throw new Problem('not_found', 'This tenant has no logo')
  return {
    content_type: row.content_type,
    bytes: new Uint8Array(Buffer.from(row.content_base64, 'base64')),
  }
}

async function setUrl({ q, t }: Db, tenant_id: string, branding: typeof t.tenants.$inferSelect.branding) {
  await q.update(t.tenants).set({ branding }).where(eq(t.tenants.id, tenant_id))
}

/** By the first bytes: PNG (RFC 2083), JPEG (ITU T.81), WebP (RFC 9649). */
function typeOf(bytes: Uint8Array): LogoType | undefined {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'image/webp'
  return undefined
}
