import { pause } from '../lib/deadline.ts'
import { Failure } from '../lib/failure.ts'
import { type Gate, mailboxKey } from './mockKept.ts'
import type { LifecycleEvent, Notice, Subscriptions } from './mockSubscriptions.ts'
import type { Mailbox, Outlook } from './outlook.ts'

/** What a test may do to a pretend Outlook. */
export interface Switches {
  /** Makes a mailbox refuse every call as one that is not ours to touch, or heals it. */
  unreadable(mailbox: Mailbox, on: boolean): void
  /** Lets the next `times` calls (of this method, if named) fail before they do anything. */
  failNext(times: number, failure: Failure, method?: keyof Outlook): void
  /** Lets each call take this long. */
  delay(delay_ms: number): void
  /** Sends a lifecycle item; `subscriptionRemoved` also ends the subscription. */
  lifecycle(subscription_id: string, event: LifecycleEvent): void
}

/** The switches, and the gate that obeys them. */
export function troubles(
  subscribed: Subscriptions,
  send: (notice: Notice) => void,
): { switches: Switches; gate: Gate } {
  const closed = new Set<string>()
  const faults: { failure: Failure; method?: keyof Outlook; left: number }[] = []
  let wait_ms = 0

  const gate: Gate = async (method, mailbox) => {
    if (wait_ms > 0) await pause(wait_ms)
    const fault = faults.find((one) => one.left > 0 && (one.method ?? method) === method)
    if (fault) {
      fault.left -= 1
      throw fault.failure
    }
    if (mailbox && closed.has(mailboxKey(mailbox))) {
      throw new Failure('untouchable', 'ErrorAccessDenied', 'Access to the mailbox is denied', {
        status: 403,
      })
    }
  }
  const switches: Switches = {
    unreadable(mailbox, on) {
      if (on) closed.add(mailboxKey(mailbox))
      else closed.delete(mailboxKey(mailbox))
    },
    failNext(times, failure, method) {
      faults.push({ failure, method, left: times })
    },
    delay(delay_ms) {
      wait_ms = delay_ms
    },
    lifecycle(subscription_id, lifecycle_event) {
      const subscription = subscribed.get(subscription_id)
      if (!subscription) return
      if (lifecycle_event === 'subscriptionRemoved') subscribed.remove(subscription_id)
      send({ subscription, lifecycle_event })
    },
  }
  return { switches, gate }
}
