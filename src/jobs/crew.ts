import type { Lane, Share } from '../db/queue.ts'
import type { Job, JobKind } from './kind.ts'

/** A job that this process has claimed and not yet ended. */
export interface Hand {
  job: Job
  kind: JobKind
  /** When it began, by a clock that only goes forward. */
  began_ms: number
  /** Made when the kind asks for its signal. */
  abort?: AbortController
  /** Why the signal was, or is to be, aborted. */
  called_off?: 'deadline' | 'stop' | 'lost'
  /** Its outcome is decided; what it does from now on counts for nothing. */
  ended?: boolean
}

/** The jobs in hand, and how many more may be taken. */
export interface Crew {
  readonly hands: ReadonlySet<Hand>
  add(hand: Hand): void
  remove(hand: Hand): void
  /** Keeps places for jobs that are being claimed. */
  reserve(shares: Share[]): void
  release(shares: Share[]): void
  free(): number
  /** Places that are not free: jobs in hand, and what is kept for those on their way. */
  taken(): number
  /** How many of the kind, of the tenant, and of both, are in hand or being claimed. */
  ofKind(kind: string): number
  ofTenant(tenant_id: string): number
  ofBoth(kind: string, tenant_id: string): number
}

/** A crew for `concurrency` jobs at once. */
export function crew(concurrency: number): Crew {
  const hands = new Set<Hand>()
  const counts = new Map<string, number>()
  let taken = 0
  const count = (name: string) => counts.get(name) ?? 0
  const change = ({ kind, tenant_id }: Lane, by: number) => {
    taken += by
    for (const name of [`k ${kind}`, `t ${tenant_id}`, both(kind, tenant_id)]) {
      const sum = count(name) + by
      if (sum === 0) counts.delete(name)
      else counts.set(name, sum)
    }
  }
  return {
    hands,
    add: (hand) => {
      hands.add(hand)
      change(hand.job, 1)
    },
    remove: (hand) => {
      if (hands.delete(hand)) change(hand.job, -1)
    },
    reserve: (shares) => {
      for (const share of shares) change(share, share.most)
    },
    release: (shares) => {
      for (const share of shares) change(share, -share.most)
    },
    free: () => concurrency - taken,
    taken: () => taken,
    ofKind: (kind) => count(`k ${kind}`),
    ofTenant: (tenant_id) => count(`t ${tenant_id}`),
    ofBoth: (kind, tenant_id) => count(both(kind, tenant_id)),
  }
}

function both(kind: string, tenant_id: string): string {
  return `b ${kind} ${tenant_id}`
}

/** Aborts the job's signal, if anyone looks at it. */
export function callOff(hand: Hand, why: 'deadline' | 'stop' | 'lost') {
  hand.called_off ??= why
  hand.abort?.abort(new DOMException(`The job was called off: ${why}`, 'AbortError'))
}

/** The signal of a job; made on demand, since most jobs never look. */
export function signalOf(hand: Hand): AbortSignal {
  hand.abort ??= new AbortController()
  if (hand.called_off) callOff(hand, hand.called_off)
  return hand.abort.signal
}
