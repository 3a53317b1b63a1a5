import type { Context } from './context.ts'
import { pinLeft, tellOfLeft } from './sweep/left.ts'

/**
 * Lets `work` replace a tenant's Zoom account. Meetings stay where they were made: those that cannot be reached from
 * now on are a follow-up at once, and the sweep's matter should this process die in between.
 */
export async function replaceZoom<Result>(
  ctx: Context,
  tenant_id: string,
  work: () => Promise<Result>,
): Promise<Result> {
  await pinLeft(ctx, { tenant_id })
  const result = await work()
  await tellOfLeft(ctx, { tenant_id })
  return result
}
