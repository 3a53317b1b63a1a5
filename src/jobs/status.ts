import { type SQL, sql } from 'drizzle-orm'
import type { JobStatus } from '../db/tables/jobs.ts'

/**
 * A status as a condition. Written into the statement and not sent beside it, since the indexes hold the rows of one
 * status each, and a planner that sees only a parameter cannot tell which.
 */
export const is: Record<JobStatus, SQL> = {
  pending: sql`status = 'pending'`,
  running: sql`status = 'running'`,
  done: sql`status = 'done'`,
  dead: sql`status = 'dead'`,
  canceled: sql`status = 'canceled'`,
}
