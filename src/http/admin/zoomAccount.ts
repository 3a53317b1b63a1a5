import { t } from 'elysia'
import {
  dropZoomAccount,
  setZoomAccount,
  showZoomAccount,
  type ZoomAccountShown,
} from '../../tenants/zoomAccount.ts'
import { adminDetail } from '../detail.ts'
import { Instant, path, words } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { tenantController } from './key.ts'

const params = path('tenant')
const refusals = problems('unauthorized', 'tenant_not_found')

/** The tenant's own Zoom account. */
export function zoomAccount(services: Services) {
  const { office } = services
  return tenantController(services, { name: 'zoomAccount', prefix: '/zoom-account' })
    .get('', async ({ config }) => zoomAccountReply(await showZoomAccount(office.db, config.tenant.id)), {
      params,
      detail: adminDetail('Tenants', 'showZoomAccount', 'Show the Zoom account', 'Without its secrets.'),
      response: {
        200: ZoomAccountReply,
        ...problems('unauthorized', 'tenant_not_found', 'not_found'),
      },
    })
    .put(
      '',
      async ({ config, actor, body }) => {
        const { id: tenant_id } = config.tenant
        const set = () => setZoomAccount(office, { tenant_id, actor }, body)
        return zoomAccountReply(await services.desk.admin.replaceZoom(tenant_id, set))
      },
      {
        params,
        body: ZoomAccountInput,
        detail: adminDetail(
          'Tenants',
          'setZoomAccount',
          'Set the Zoom account',
          'A server-to-server OAuth app, in place of the default account. Secrets are sealed and never given out again. Meetings that stand in another account stay there: a follow-up names those that cannot be reached any more.',
        ),
        response: { 200: ZoomAccountReply, ...refusals, ...problems('invalid_request', 'malformed_json') },
      },
    )
    .post('/probe', async ({ config }) => ({ salespersons: await services.desk.admin.probeZoom(config) }), {
      params,
      detail: adminDetail(
        'Tenants',
        'probeZoomAccount',
        'Try the Zoom account',
        'Asks Zoom for each salesperson, with the account that serves the tenant, and says what to do where it refuses. Changes nothing.',
      ),
      response: { 200: ProbeReply, ...refusals },
    })
    .delete(
      '',
      async ({ config, actor, set }) => {
        const { id: tenant_id } = config.tenant
        const drop = () => dropZoomAccount(office, { tenant_id, actor })
        await services.desk.admin.replaceZoom(tenant_id, drop)
        set.status = 204
      },
      {
        params,
        detail: adminDetail(
          'Tenants',
          'dropZoomAccount',
          'Return to the default Zoom account',
          'Meetings that stand in the account dropped stay there: a follow-up names them.',
        ),
        response: { 204: t.Void({ description: 'The default account serves now' }), ...refusals },
      },
    )
}

const ids = {
  account_id: words(100, 'Account ID of the app'),
  client_id: words(100, 'Client ID of the app'),
}

const example = { account_id: 'aBcDeFgHiJkLmNoPqRsTuV', client_id: 'wXyZ0123456789' }

const ZoomAccountInput = t.Object(
  {
    ...ids,
    client_secret: words(200, 'Client secret of the app'),
    webhook_secret: t.Optional(words(200, 'Secret token of its event subscription')),
  },
  { examples: [{ ...example, client_secret: '…' }] },
)

const ZoomAccountReply = t.Object(
  { ...ids, has_webhook_secret: t.Boolean(), updated_at_utc: Instant },
  { examples: [{ ...example, has_webhook_secret: false, updated_at_utc: '2026-06-01T08:00:00.000Z' }] },
)

const ProbeReply = t.Object(
  {
    salespersons: t.Array(
      t.Object({
        salesperson: t.String(),
        zoom_user: t.String(),
        ok: t.Boolean(),
        code: t.Optional(t.String({ description: 'What is wrong; stable' })),
        detail: t.Optional(t.String()),
        advice: t.Optional(t.String({ description: 'What to do about it' })),
      }),
    ),
  },
  {
    examples: [
      {
        salespersons: [
          { salesperson: 'berlin', zoom_user: 'berlin@acme.example', ok: true },
          {
            salesperson: 'vancouver',
            zoom_user: 'vancouver@acme.example',
            ok: false,
            code: 'zoom_user_unknown',
            detail: 'Zoom does not know this salesperson.',
            advice: 'Enter the user id or the e-mail address the salesperson has at Zoom.',
          },
        ],
      },
    ],
  },
)

function zoomAccountReply(account: ZoomAccountShown) {
  return { ...account, updated_at_utc: account.updated_at_utc.toISOString() }
}
