import { t } from 'elysia'
import { shown } from '../../tenants/page.ts'
import { type AuditLog, listAuditLogs } from '../../tenants/traces.ts'
import { adminDetail } from '../detail.ts'
import { Instant, pageReply, paging, path } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { tenantController } from './key.ts'

/** Who did what. */
export function auditLogs(services: Services) {
  const { db } = services.office
  return tenantController(services, { name: 'auditLogs', prefix: '/audit-logs' }).get(
    '',
    async ({ config, query }) => shown(await listAuditLogs(db, config.tenant.id, query), auditLogReply),
    {
      params: path('tenant'),
      query: t.Object({
        action: t.Optional(t.String({ maxLength: 100, examples: ['meeting_type.changed'] })),
        subject: t.Optional(t.String({ maxLength: 200, examples: ['meeting_type:intro-zoom'] })),
        ...paging,
      }),
      detail: adminDetail('Traces', 'listAuditLogs', 'List the audit'),
      response: {
        200: pageReply(AuditLogReply, 'Audit rows, the newest first'),
        ...problems('unauthorized', 'tenant_not_found', 'invalid_request'),
      },
    },
  )
}

const AuditLogReply = t.Object(
  {
    audit_log_id: t.String(),
    actor: t.String({ description: '`admin_key`, `key:{name}`, `customer`, `outlook` or `system`' }),
    source: t.String({ enum: ['customer', 'admin', 'sales_manual', 'system'] }),
    action: t.String(),
    subject: t.String(),
    detail: t.Record(t.String(), t.Unknown()),
    created_at_utc: Instant,
  },
  {
    examples: [
      {
        audit_log_id: '0197287d-2c00-7000-8000-0000000000f1',
        actor: 'admin_key',
        source: 'admin',
        action: 'meeting_type.changed',
        subject: 'meeting_type:intro-zoom',
        detail: { length_minutes: { from: 30, to: 45 } },
        created_at_utc: '2026-06-02T08:00:00.000Z',
      },
    ],
  },
)

function auditLogReply({ id, tenant_id: _, created_at_utc, ...said }: AuditLog) {
  return { audit_log_id: id, ...said, created_at_utc: created_at_utc.toISOString() }
}
