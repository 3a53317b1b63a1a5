import { t } from 'elysia'
import { listKeys, makeKey, revokeKey, type TenantKey } from '../../tenants/keys.ts'
import { adminDetail } from '../detail.ts'
import { Instant, pageReply, path, words } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { tenantController } from './key.ts'

/** The keys that reach this tenant alone. */
export function keys(services: Services) {
  const { office } = services
  const { db } = office
  return tenantController(services, { name: 'keys', prefix: '/keys' })
    .get(
      '',
      async ({ config }) => ({
        items: (await listKeys(db, config.tenant.id)).map(keyReply),
        next_cursor: null,
      }),
      {
        params: path('tenant'),
        detail: adminDetail('Tenants', 'listKeys', 'List keys'),
        response: {
          200: pageReply(KeyReply, 'Keys without their secret; those in use first'),
          ...problems('unauthorized', 'tenant_not_found'),
        },
      },
    )
    .post(
      '',
      async ({ config, actor, body, status }) => {
        const wanted = { tenant_id: config.tenant.id, name: body.name, actor }
        const { key, ...made } = await db.transaction((tx) => makeKey(tx, office, wanted))
        return status(201, { ...keyReply(made), key })
      },
      {
        params: path('tenant'),
        body: NewKey,
        detail: adminDetail(
          'Tenants',
          'makeKey',
          'Make a key',
          'The key is in this reply and nowhere else; Holdfast keeps its hash alone.',
        ),
        response: {
          201: MadeKeyReply,
          ...problems('unauthorized', 'tenant_not_found', 'conflict', 'invalid_request', 'malformed_json'),
        },
      },
    )
    .delete(
      '/:key_id',
      async ({ config, actor, params, set }) => {
        const gone = { tenant_id: config.tenant.id, id: params.key_id, actor }
        await db.transaction((tx) => revokeKey(tx, office, gone))
        set.status = 204
      },
      {
        params: path('tenant', 'key_id'),
        detail: adminDetail('Tenants', 'revokeKey', 'Revoke a key'),
        response: {
          204: t.Void({ description: 'Revoked, at once' }),
          ...problems('unauthorized', 'tenant_not_found', 'not_found'),
        },
      },
    )
}

const NewKey = t.Object(
  { name: words(60, 'What it is for; the audit names it') },
  { examples: [{ name: 'CRM' }] },
)

const fields = {
  key_id: t.String(),
  name: t.String(),
  created_at_utc: Instant,
  revoked_at_utc: t.Nullable(Instant),
}

const example = {
  key_id: '0197287d-2c00-7000-8000-0000000000f1',
  name: 'CRM',
  created_at_utc: '2026-06-01T08:00:00.000Z',
  revoked_at_utc: null,
}

const KeyReply = t.Object(fields, { examples: [example] })

const MadeKeyReply = t.Object(
  { ...fields, key: t.String({ description: 'Shown this once' }) },
  { examples: [{ ...example, key: 'hfk_…' }] },
)

function keyReply({ id, name, created_at_utc, revoked_at_utc }: TenantKey) {
  return {
    key_id: id,
    name,
    created_at_utc: created_at_utc.toISOString(),
    revoked_at_utc: revoked_at_utc?.toISOString() ?? null,
  }
}
