import { type NewJob, PRIORITY } from '../jobs/enqueue.ts'
import { type GraphWebhookJobPayload, NOTIFICATION } from './payload.ts'

/**
 * A new event changes no booking: most are our own, whose saga still runs. By then it has ended, and one look is
 * enough. News of a change that comes meanwhile is looked at at once.
 */
const MAKING_MS = 2000

/** A look at one event. A burst on one event is one row: the key is what is dirty, not what was said of it. */
export function notificationJob(payload: GraphWebhookJobPayload, soon = false): NewJob {
  return {
    kind: NOTIFICATION,
    tenant_id: payload.tenant_id,
    key: `${payload.salesperson_id}:${payload.resource_id}`,
    payload,
    priority: soon ? PRIORITY.soon : PRIORITY.normal,
    ...(payload.change_type === 'created'
      ? { run_at_ms: Date.parse(payload.received_at_utc) + MAKING_MS }
      : {}),
  }
}
