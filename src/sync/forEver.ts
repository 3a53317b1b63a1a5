import type { JobKind } from '../jobs/kind.ts'
import { Failure, isFinal } from '../lib/failure.ts'

/** How jobs that must be done in the end are tried: for as long as it takes, with pauses of up to an hour. */
export const FOR_EVER = {
  queue: 'outbox_jobs',
  concurrency: 8,
  concurrency_per_tenant: 4,
  deadline_ms: 120_000,
  max_attempts: Number.POSITIVE_INFINITY,
  backoff: { base_ms: 5000, cap_ms: 3_600_000 },
} as const satisfies Partial<JobKind>

/**
 * For what the clock asks for every minute and no tenant owns: a dead one would be for ever on the mind of the alert on
 * dead jobs, since admins see those of tenants alone.
 */
export const UNOWNED = { max_attempts: Number.POSITIVE_INFINITY } as const satisfies Partial<JobKind>

/** What seems final may be put right by a person (consent, permission, an address): it is tried again all the same. */
export async function neverFinal<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isFinal(error)) throw error
    throw new Failure('retry', error.code, error.message, error.detail)
  }
}
