import type { Mailbox, Outlook, OutlookEvent, Subscription } from './outlook.ts'

/** A pretend event with what Outlook keeps but does not tell. */
export interface KeptEvent extends OutlookEvent {
  location: string
  time_zone: string
  transaction_id?: string
}

/** A subscription with what Graph keeps and does not list. */
export interface KeptSubscription extends Subscription {
  mailbox: Mailbox
  lifecycle_url: string
  client_state: string
}

export type ChangeType = 'created' | 'updated' | 'deleted'

/** Passed by every call before it does anything; rejects with the `Failure` a switch asks for. */
export type Gate = (method: keyof Outlook, mailbox?: Mailbox) => Promise<void>

/** One key for each mailbox; principal names compare without case. */
export function mailboxKey({ m365_tenant_id, user }: Mailbox): string {
  return `${m365_tenant_id}/${user.toLowerCase()}`
}
