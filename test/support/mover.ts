import type { customer } from './customer.ts'
import { tokenIn, type World } from './world.ts'

/** Asks for fresh links and moves the booking with one, until the saga has ended; keeps what was answered. */
export function mover(
  ada: Omit<ReturnType<typeof customer>, 'meetings'>,
  { desk, mail }: World,
  booking_id: string,
) {
  let answer: Promise<unknown> = Promise.resolve()
  const move = async (start_at_utc: string) => {
    await desk.sendLinks(booking_id, 'ada@example.com')
    await ada.settle()
    const token = tokenIn(mail.list('ada@example.com')[0], 'reschedule')
    const before = await ada.saga(booking_id)
    answer = desk.reschedule(`move-${start_at_utc}`, { token, start_at_utc }).catch((error: unknown) => error)
    for (;;) {
      const over = await Promise.race([answer, Bun.sleep(1)])
      if ((await ada.saga(booking_id)).id !== before.id) break
      if (over instanceof Error) throw over
    }
    await ada.settle()
    await answer
    return ada.booking(booking_id)
  }
  return { move, answer: () => answer }
}
