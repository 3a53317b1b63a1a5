import type { Db } from '../../db/database.ts'
import type { Tables } from '../../db/schema.ts'
import type { Mailbox } from '../../outlook/outlook.ts'
import type { MeetingType, Salesperson, TenantConfig } from '../../tenants/tenantConfig.ts'
import type { ZoomAccount } from '../../zoom/zoom.ts'
import type { Booking } from '../advance.ts'
import type { Context } from '../context.ts'

export type Saga = Tables['sagas']['$inferSelect']

/** What a step made outside, remembered with it; what ends in `_sealed` goes to `keep` alone. */
export type StepResult = Record<string, string>

/** What a step leaves in tables of its own beside its saga. */
export interface Made {
  meeting?: Tables['zoom_meetings']['$inferInsert']
  event?: Tables['graph_events']['$inferInsert']
}

/** One saga under way: everything its steps may look at. */
export interface Run {
  ctx: Context
  saga: Saga
  booking: Booking
  config: TenantConfig
  type: MeetingType
  /** The organiser first. */
  salespersons: Salesperson[]
  mailbox: Mailbox
  /** What the steps before this one made, by the name of the step. */
  results: Record<string, StepResult>
  /** Since when an earlier attempt of this step may have reached the other side without our knowing. */
  unsure_since_ms: number | undefined
  /** In which of the provider's accounts, and whose, that attempt, or one before it, may have gone through. */
  unsure_where: string[]
  /** What opens Zoom for the tenant, once a step has asked. */
  zoom_account?: ZoomAccount
  /** What steps have made and no transaction has kept yet. */
  unkept: Made[]
  /** The booking as the finish left it, where the finish changed it. */
  outcome?: Booking
}

/** One outside effect. It may run again after a crash at any point. */
export interface Step {
  name: string
  /** False for a step that only looks: nothing need be written down before it, and nothing undone. */
  effect: boolean
  /** True when what this looking step saw at `seen_at_ms` is too old to go by. */
  isStale?(run: Run, seen_at_ms: number): boolean
  /** In which of the provider's accounts, and whose, the effect will be, where an admin may replace either; remembered with the intent. */
  where?(run: Run): Promise<string>
  /** After an attempt of unknown outcome: what it made, if it made it. Throws `NotYet` while nobody can tell. */
  find?(run: Run): Promise<StepResult | undefined>
  do(run: Run): Promise<StepResult>
  /** What of the result is kept in tables of its own, in the transaction that remembers the step. */
  keep?(run: Run, result: StepResult): Made
  /** Takes the effect back, also when it is not known whether it happened. Gone is success. */
  undo?(run: Run): Promise<void>
}

/** A kind of saga: its steps in order, and what happens in our own tables at its end. */
export interface Plan {
  steps: Step[]
  /** Which kind of job runs it: `run_saga` while a customer waits, the other when time does not press. */
  job: 'run_saga' | 'run_saga_until_done'
  /** True when a step that fails for good does not stop the others, and nothing is undone. */
  goes_on: boolean
  /** The last transaction of sagas that went well. Throws `SagaMoved` when one of them may not end so. */
  finish(tx: Db, runs: Run[]): Promise<void>
  /** The transaction in which a saga gives up; the compensations come after it. */
  giveUp(tx: Db, run: Run, reason: string): Promise<void>
  /** The transaction after the last compensation: the booking is free for another saga. */
  undone(tx: Db, run: Run): Promise<void>
}

/** Thrown by a step that can do nothing for a while, through nobody's fault: no attempt is used. */
export class NotYet extends Error {
  constructor(readonly wait_ms: number) {
    super('It is too early to tell')
    this.name = 'NotYet'
  }
}

/** Thrown when the saga is no longer this worker's to write: another attempt has gone further. */
export class SagaMoved extends Error {
  constructor() {
    super('The saga was moved on elsewhere')
    this.name = 'SagaMoved'
  }
}
