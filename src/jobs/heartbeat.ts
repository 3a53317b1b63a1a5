import type { Queue } from '../db/queue.ts'
import { callOff } from './crew.ts'
import type { InHand } from './inHand.ts'
import type { Tools } from './tools.ts'

/** Prolongs the leases of what is in hand, and calls off what has been taken away: another worker is at it now. */
export async function beat(queue: Queue, inHand: InHand, { worker, lease_ms, log }: Tools): Promise<void> {
  const hands = [...inHand.crew.hands].filter((hand) => !hand.ended)
  const jobs = [...hands.map((hand) => hand.job), ...inHand.done]
  if (jobs.length === 0) return
  const held = jobs.map(({ id, turn }) => ({ id, turn }))
  const ours = new Set((await queue.beat(worker, held, lease_ms)).map((it) => `${it.id} ${it.turn}`))
  for (const hand of hands) {
    const { id, turn, kind } = hand.job
    if (hand.ended || ours.has(`${id} ${turn}`)) continue
    log.warn('job_lost', { job_id: id, kind })
    callOff(hand, 'lost')
  }
}
