import type { Services } from '../services.ts'

/**
 * Has those who are new followed in Outlook at once. What the admin changed is stored by now, so nothing that happens
 * here may make it look refused: at the latest the next minute looks by itself.
 */
export async function staffChanged({ sync, log }: Services): Promise<void> {
  await sync.staffChanged().catch(() => log.warn('subscriptions_looked_at_later'))
}
