import { expect } from 'bun:test'
import { eq, inArray } from 'drizzle-orm'
import { fingerprint } from '../../src/lib/secret.ts'
import type { World } from '../support/world.ts'

/** Watches over what customers get by mail: Holdfast's letters, and the invitations that Outlook sends. */
export function postOf({ ctx, outlook }: World, taleOf: (id: string) => Promise<object>) {
  const { db, mail } = ctx
  const sent = new Map<string, number>()
  const bookingOf = new Map<string, string>()
  const made: string[] = []
  const { create } = outlook
  outlook.create = async (mailbox, draft) => {
    const event = await create(mailbox, draft)
    bookingOf.set(event.event_id, draft.booking_id)
    made.push(`${draft.booking_id} ${event.event_id} in ${mailbox.user}`)
    return event
  }
  const { remove } = outlook.playground
  const byHand = new Set<string>()
  outlook.playground.remove = (mailbox, event_id) => {
    byHand.add(event_id)
    return remove(mailbox, event_id)
  }
  const { send } = mail
  mail.send = async (letter) => {
    sent.set(letter.letter_id, (sent.get(letter.letter_id) ?? 0) + 1)
    return send(letter)
  }
  /** How often each booking was about to be confirmed. */
  const attempts = async () => {
    const { tracking_events: events } = db.t
    const begun = await db.q
      .select()
      .from(events)
      .where(inArray(events.kind, ['confirming', 'restored']))
    return Map.groupBy(begun, ({ booking_id }) => booking_id)
  }

  return {
    /** Nobody is invited more often than the booking was confirmed, and each letter that was due went out once. */
    checkPost: async () => {
      const invited = outlook.mails.filter(
        ({ kind, to, event_id }) => kind === 'invited' && to === 'ada@example.com' && !byHand.has(event_id),
      )
      const begun = await attempts()
      const often = Map.groupBy(invited, ({ event_id }) => bookingOf.get(event_id)!)
      const twice = [...often].filter(([id, mails]) => mails.length > (begun.get(id)?.length ?? 0))
      expect(
        await Promise.all(
          twice.map(async ([id, mails]) => ({
            tale: await taleOf(id),
            mails,
            made: made.filter((one) => one.startsWith(id)),
          })),
        ),
      ).toEqual([])
      expect([...sent].filter(([, times]) => times > 1)).toEqual([])
      const { bookings, sagas } = db.t
      const failed = await db.q
        .select({ id: bookings.id, saga_id: sagas.id })
        .from(bookings)
        .innerJoin(sagas, eq(sagas.booking_id, bookings.id))
        .where(eq(bookings.status, 'failed'))
      for (const [id, tried] of Map.groupBy(failed, (one) => one.id)) {
        const last = tried
          .map((one) => one.saga_id)
          .sort()
          .at(-1)
        const apology = fingerprint(`${id}:apology:${last}`).slice(0, 32)
        expect({ id, apologies: sent.get(apology) }).toEqual({ id, apologies: 1 })
      }
    },
  }
}
