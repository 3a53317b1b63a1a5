import { z } from 'zod'

/** What the receiver writes down and the worker reads: this event of this salesperson may have changed. */
export const GraphWebhookJobPayload = z.object({
  tenant_id: z.string(),
  salesperson_id: z.string(),
  subscription_id: z.string(),
  change_type: z.enum(['created', 'updated', 'deleted']),
  resource_id: z.string(),
  received_at_utc: z.iso.datetime(),
})
export type GraphWebhookJobPayload = z.infer<typeof GraphWebhookJobPayload>

/** What Graph says of a subscription itself. */
export const LifecyclePayload = GraphWebhookJobPayload.omit({ change_type: true, resource_id: true }).extend({
  lifecycle_event: z.enum(['reauthorizationRequired', 'subscriptionRemoved', 'missed']),
})
export type LifecyclePayload = z.infer<typeof LifecyclePayload>

/** The kinds of jobs that the receiver writes. */
export const NOTIFICATION = 'graph_notification'
export const LIFECYCLE = 'graph_lifecycle'
