import { findMeetingType } from '../../tenants/find.ts'
import { changeMeetingType } from '../../tenants/meetingType.ts'
import { adminDetail } from '../detail.ts'
import { path } from '../fields.ts'
import { problems } from '../problems.ts'
import type { Services } from '../services.ts'
import { tenantController } from './key.ts'
import { MeetingTypeChange, MeetingTypeReply, meetingTypeReply } from './meetingTypeReply.ts'

const params = path('tenant', 'meeting_type')
const refusals = problems('unauthorized', 'tenant_not_found', 'meeting_type_not_found')

/** One meeting type of a tenant. */
export function meetingType(services: Services) {
  const { office } = services
  return tenantController(services, { name: 'meetingType', prefix: '/meeting-types/:meeting_type' })
    .get('', ({ config, params }) => meetingTypeReply(config, findMeetingType(config, params.meeting_type)), {
      params,
      detail: adminDetail('Meeting types', 'showMeetingType', 'Show a meeting type'),
      response: { 200: MeetingTypeReply, ...refusals },
    })
    .patch(
      '',
      async ({ config, actor, params, body }) => {
        const about = { tenant_id: config.tenant.id, actor }
        return meetingTypeReply(config, await changeMeetingType(office, about, params.meeting_type, body))
      },
      {
        params,
        body: MeetingTypeChange,
        detail: adminDetail(
          'Meeting types',
          'changeMeetingType',
          'Change a meeting type',
          'Bookings that exist keep their times.',
        ),
        response: { 200: MeetingTypeReply, ...refusals, ...problems('invalid_request', 'malformed_json') },
      },
    )
    .delete(
      '',
      async ({ config, actor, params }) => {
        const about = { tenant_id: config.tenant.id, actor }
        const change = { active: false }
        return meetingTypeReply(config, await changeMeetingType(office, about, params.meeting_type, change))
      },
      {
        params,
        detail: adminDetail(
          'Meeting types',
          'deactivateMeetingType',
          'Deactivate a meeting type',
          'Can no longer be booked; bookings that exist stay. PATCH `active` brings it back.',
        ),
        response: { 200: MeetingTypeReply, ...refusals },
      },
    )
}
