import { t } from 'elysia'
import { type FollowUp, resolveFollowUp } from '../../tenants/followUp.ts'
import { shown } from '../../tenants/page.ts'
import { listFollowUps } from '../../tenants/traces.ts'
import { adminDetail } from '../detail.ts'
import { Instant, pageReply, paging, path, yesOrNoInQuery } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { tenantController } from './key.ts'

/** What a person must do by hand. */
export function followUps(services: Services) {
  const { office } = services
  return tenantController(services, { name: 'followUps', prefix: '/follow-ups' })
    .get(
      '',
      async ({ config, query }) =>
        shown(await listFollowUps(office.db, config.tenant.id, query), followUpReply),
      {
        params: path('tenant'),
        query: t.Object({
          open: t.Optional(yesOrNoInQuery('True for those that wait, false for those resolved')),
          kind: t.Optional(t.String({ maxLength: 100, examples: ['mass_change'] })),
          ...paging,
        }),
        detail: adminDetail('Traces', 'listFollowUps', 'List follow-ups'),
        response: {
          200: pageReply(FollowUpReply, 'Follow-ups, the newest first'),
          ...problems('unauthorized', 'tenant_not_found', 'invalid_request'),
        },
      },
    )
    .post(
      '/:follow_up_id/resolve',
      async ({ config, actor, params, body }) => {
        const done = {
          tenant_id: config.tenant.id,
          id: params.follow_up_id,
          actor,
          resolution: body?.resolution,
        }
        return followUpReply(await office.db.transaction((tx) => resolveFollowUp(tx, office, done)))
      },
      {
        params: path('tenant', 'follow_up_id'),
        body: t.Optional(Resolution),
        detail: adminDetail(
          'Traces',
          'resolveFollowUp',
          'Resolve a follow-up',
          'A second resolution changes nothing and gets the first one back.',
        ),
        response: {
          200: FollowUpReply,
          ...problems('unauthorized', 'tenant_not_found', 'not_found', 'invalid_request', 'malformed_json'),
        },
      },
    )
}

const Resolution = t.Object(
  { resolution: t.Optional(t.String({ maxLength: 1000, description: 'What was done' })) },
  { examples: [{ resolution: 'Called the customer' }] },
)

const FollowUpReply = t.Object(
  {
    follow_up_id: t.String(),
    kind: t.String(),
    booking_id: t.Nullable(t.String()),
    salesperson_id: t.Nullable(t.String()),
    detail: t.Record(t.String(), t.Unknown()),
    created_at_utc: Instant,
    resolved_at_utc: t.Nullable(Instant),
    resolved_by: t.Nullable(t.String()),
    resolution: t.Nullable(t.String()),
  },
  {
    examples: [
      {
        follow_up_id: '0197287d-2c00-7000-8000-0000000000f1',
        kind: 'overlap_after_move',
        booking_id: '0197287d-2c00-7000-8000-0000000000b1',
        salesperson_id: '0197287d-2c00-7000-8000-0000000000a1',
        detail: {},
        created_at_utc: '2026-06-02T08:00:00.000Z',
        resolved_at_utc: null,
        resolved_by: null,
        resolution: null,
      },
    ],
  },
)

function followUpReply({ id, tenant_id: _, key: __, created_at_utc, resolved_at_utc, ...said }: FollowUp) {
  return {
    follow_up_id: id,
    ...said,
    created_at_utc: created_at_utc.toISOString(),
    resolved_at_utc: resolved_at_utc?.toISOString() ?? null,
  }
}
