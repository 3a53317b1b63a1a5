import { z } from 'zod'
import { type NewJob, PRIORITY } from '../jobs/enqueue.ts'
import type { JobKind } from '../jobs/kind.ts'
import type { Context } from './context.ts'
import type { MailboxOwner } from './mailboxes.ts'
import { tellOfRefusal } from './refusing.ts'
import { sceneOf } from './scene.ts'
import { sweepMailbox } from './sweepMailbox.ts'
import { unlessThrottled } from './throttled.ts'
import { unlessUnreachable } from './unreachable.ts'

const RESYNC = 'resync'
const payload = z.object({ tenant_id: z.string(), salesperson_id: z.string() })

/** A sweep of one mailbox that must be done: notifications may have been missed. */
export function resyncJob({ tenant_id, salesperson_id }: MailboxOwner): NewJob {
  return {
    kind: RESYNC,
    tenant_id,
    key: salesperson_id,
    payload: { tenant_id, salesperson_id },
    priority: PRIORITY.normal,
  }
}

/** Sweeps one mailbox, again until it is done. */
export function resyncing(ctx: Context): JobKind<MailboxOwner> {
  return {
    name: RESYNC,
    queue: 'webhook_jobs',
    schema: payload,
    concurrency: 4,
    deadline_ms: 5 * 60_000,
    max_attempts: 15,
    backoff: { base_ms: 2000, cap_ms: 600_000 },
    perform: (owner) => unlessThrottled(() => sweepOf(ctx, owner)),
    onDead: (tx, owner, { error }) => tellOfRefusal(tx, ctx, owner, error),
  }
}

/** Sweeps the mailbox of this salesperson; one that cannot be reached changes nothing and is told. */
export async function sweepOf(ctx: Context, owner: MailboxOwner): Promise<void> {
  const scene = await sceneOf(ctx, owner)
  if (scene) await unlessUnreachable(ctx, scene, () => sweepMailbox(ctx, scene))
}
