import { rmSync } from 'node:fs'
import { seed } from '../../src/main/seed.ts'
import { serve } from '../../src/main/serve.ts'
import { customerAt } from './httpCustomer.ts'
import { freePort } from './port.ts'
import { pretendProcess } from './process.ts'
import { scratch } from './scratch.ts'
import { simulated } from './simulated.ts'

/** Secrets that must never be seen anywhere but where they belong. */
export const SECRETS = {
  ADMIN_API_KEY: 'admin-0123456789abcdefghijklmnopqrstuvwxyzABCDEF',
  TOKEN_SECRET: 'token-0123456789abcdefghijklmnopqrstuvwxyzABCDEF',
  SEAL_KEY: 'seal-0123456789abcdefghijklmnopqrstuvwxyzABCDEFG',
  METRICS_TOKEN: 'metrics-0123456789abcdefghijklmnop',
  ZOOM_WEBHOOK_SECRET: 'zoom-news-0123456789abcdef',
}

/**
 * The whole service as main starts it, in this process: real clients towards simulators of Graph and Zoom, and a mail
 * server. The demonstration tenant lives in Microsoft 365. `env` adds settings.
 */
export async function realHouse(env: Record<string, string> = {}) {
  const folder = scratch('house')
  const [{ graph, zoom, post, ...providers }, port] = await Promise.all([simulated(), freePort()])
  const url = `http://127.0.0.1:${port}`
  const settings = {
    ...SECRETS,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: folder,
    LOG_LEVEL: 'debug',
    SHUTDOWN_GRACE: '2s',
    ...providers.env,
    ...env,
  }
  const { process, said, stop } = pretendProcess(settings)
  await seed(process, {})
  const ended = serve(process, {})
  await Promise.race([answering(url), ended])
  const admin = { 'x-admin-key': SECRETS.ADMIN_API_KEY }
  const house = {
    url,
    folder,
    settings,
    graph,
    zoom,
    post,
    said,
    admin,
    /** A customer who reads what comes by mail. */
    customer: (email: string) => customerAt(url, email, async () => providers.letters(email)),
    metrics: async () =>
      (
        await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${SECRETS.METRICS_TOKEN}` } })
      ).text(),
    stop: async () => {
      stop('SIGINT')
      await ended
      await providers.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await customerAt(url).ask('PATCH', '/v1/admin/tenants/acme', { m365_tenant_id: M365_TENANT }, admin)
  return house
}

export const M365_TENANT = '7f9c1c1e-6f1a-4f0e-9a55-1d2f3b4c5d6e'

async function answering(url: string): Promise<void> {
  while (!(await fetch(`${url}/healthz`).catch(() => undefined))?.ok) await Bun.sleep(10)
}
