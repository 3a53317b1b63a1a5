import { t } from 'elysia'
import { createMeetingType } from '../../tenants/meetingType.ts'
import { pageOfAll, shown } from '../../tenants/page.ts'
import { adminDetail } from '../detail.ts'
import { pageReply, paging, path } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { tenantController } from './key.ts'
import { MeetingTypeReply, meetingTypeReply, NewMeetingType } from './meetingTypeReply.ts'

/** What of a tenant can be booked. */
export function meetingTypes(services: Services) {
  const { office } = services
  return tenantController(services, { name: 'meetingTypes', prefix: '/meeting-types' })
    .get(
      '',
      ({ config, query }) =>
        shown(pageOfAll(config.meeting_types.values(), query), (type) => meetingTypeReply(config, type)),
      {
        params: path('tenant'),
        query: t.Object(paging),
        detail: adminDetail('Meeting types', 'listMeetingTypes', 'List meeting types'),
        response: {
          200: pageReply(
            MeetingTypeReply,
            'Meeting types in the order of their slugs, inactive ones included',
          ),
          ...problems('unauthorized', 'tenant_not_found', 'invalid_request'),
        },
      },
    )
    .post(
      '',
      async ({ config, actor, body, status }) => {
        const about = { tenant_id: config.tenant.id, actor }
        return status(201, meetingTypeReply(config, await createMeetingType(office, about, body)))
      },
      {
        params: path('tenant'),
        body: NewMeetingType,
        detail: adminDetail('Meeting types', 'createMeetingType', 'Make a meeting type'),
        response: {
          201: MeetingTypeReply,
          ...problems('unauthorized', 'tenant_not_found', 'conflict', 'invalid_request', 'malformed_json'),
        },
      },
    )
}
