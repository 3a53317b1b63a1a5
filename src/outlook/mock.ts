import type { Clock } from '../lib/clock.ts'
import { mockEvents } from './mockEvents.ts'
import { type Journal, noJournal } from './mockJournal.ts'
import type { AttendeeMail } from './mockMails.ts'
import { calendars } from './mockStore.ts'
import { mockSubscribing, type Notice, subscriptions } from './mockSubscriptions.ts'
import { type Switches, troubles } from './mockTroubles.ts'
import type { Outlook } from './outlook.ts'
import { type Playground, playground } from './playground.ts'

export { fileJournal, type Journal } from './mockJournal.ts'
export { type Notice, noticeBody } from './mockSubscriptions.ts'
export type { Playground } from './playground.ts'

export interface MockOutlook extends Outlook {
  playground: Playground
  switches: Switches
  /** The letters Outlook would have sent to attendees, in order. */
  mails: AttendeeMail[]
  /** Resolves when every notification sent so far has been taken or refused; false when none was on its way. */
  settled(): Promise<boolean>
}

export interface MockOptions {
  clock: Clock
  /** Gets each item that Graph would post; may take its time, and may fail without consequence. */
  notify?: (notice: Notice) => void | Promise<void>
  /** False leaves the calendars empty, where a test wants to know every busy window. */
  meetings?: boolean
  /** Keeps events and subscriptions over a restart, so that no booking is taken for deleted by the salesperson. */
  journal?: Journal
}

/** A pretend Outlook in memory that keeps the interface's promises, deterministically. */
export function mockOutlook(options: MockOptions): MockOutlook {
  const { clock, notify = () => {}, meetings = true, journal = noJournal } = options
  const underWay = new Set<Promise<void>>()
  const send = (notice: Notice) => {
    // After the write has returned, as a notification of Graph would.
    const sending = Promise.resolve()
      .then(() => notify(notice))
      .catch(() => {})
      .then(() => void underWay.delete(sending))
    underWay.add(sending)
  }
  const subscribed = subscriptions(clock, journal)
  const store = calendars(clock, journal, (mailbox, change_type, { event_id }) => {
    for (const subscription of subscribed.of(mailbox)) send({ subscription, change_type, event_id })
  })
  for (const entry of journal.read()) {
    subscribed.restore(entry)
    store.restore(entry)
  }
  const { switches, gate } = troubles(subscribed, send)
  return {
    ...mockEvents(store, gate, meetings),
    ...mockSubscribing(subscribed, gate),
    playground: playground(store),
    switches,
    mails: store.mails,
    settled: async () => {
      const hasAny = underWay.size > 0
      while (underWay.size > 0) await Promise.all(underWay)
      return hasAny
    },
  }
}
