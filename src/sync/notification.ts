import { type NewJob, PRIORITY } from '../jobs/enqueue.ts'
import { type GraphWebhookJobPayload, NOTIFICATION } from './payload.ts'

/** A look at one event. A burst on one event is one row: the key is what is dirty, not what was said of it. */
export function notificationJob(payload: GraphWebhookJobPayload, soon = false): NewJob {
  return {
    kind: NOTIFICATION,
    tenant_id: payload.tenant_id,
    key: `${payload.salesperson_id}:${payload.resource_id}`,
    payload,
    priority: soon ? PRIORITY.soon : PRIORITY.normal,
  }
}
