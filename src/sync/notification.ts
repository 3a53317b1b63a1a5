import { type NewJob, PRIORITY } from '../jobs/enqueue.ts'
import { fingerprint } from '../lib/secret.ts'
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
    key: keyOf(payload),
    payload,
    priority: soon ? PRIORITY.soon : PRIORITY.normal,
    ...(payload.change_type === 'created'
      ? { run_at_ms: Date.parse(payload.received_at_utc) + MAKING_MS }
      : {}),
  }
}

/** A hundred and twenty-eight bits of a digest: ids of events are long, and what waits is found by an index of keys. */
function keyOf({ salesperson_id, resource_id }: GraphWebhookJobPayload): string {
  return fingerprint(`${salesperson_id}:${resource_id}`).slice(0, 32)
}
