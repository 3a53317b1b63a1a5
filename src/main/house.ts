import { readFileSync } from 'node:fs'
import type { Parts, Settings } from '../app.ts'
import type { Config } from '../config/config.ts'
import type { Database } from '../db/database.ts'
import { systemClock } from '../lib/clock.ts'
import { systemEntropy } from '../lib/entropy.ts'
import { Failure } from '../lib/failure.ts'
import { jsonLog } from '../lib/log.ts'
import { createMetrics } from '../lib/metrics.ts'
import { sealer } from '../lib/seal.ts'
import { noTracer } from '../lib/trace.ts'
import type { Watchers } from '../lib/watch.ts'
import type { Journal } from '../outlook/mock.ts'
import { bundledZones, type Zones, zonesFrom } from '../scheduling/zone.ts'
import { LISTED_AFTER_MS } from '../zoom/zoom.ts'
import type { Process } from './command.ts'
import { secretsFolder } from './data.ts'
import { postman } from './postman.ts'
import { devToolsOf, providersOf } from './providers.ts'
import { keptSecrets, type Secrets } from './secrets.ts'
import { VERSION } from './version.ts'

export type House = Awaited<ReturnType<typeof houseOf>>

/**
 * Everything the app is made of, chosen by the settings. The database is the caller's to open and close. `journal` is
 * what a pretended Outlook remembers by; `postman` brings its notifications, once told where to go.
 */
export async function houseOf(config: Config, db: Database, { out }: Process, journal?: Journal) {
  const means = { clock: systemClock, entropy: systemEntropy }
  const log = jsonLog(config.server.log_level, out)
  const zones = zonesOf(config)
  const secrets = keptSecrets(config.secrets, secretsFolder(config.data.data_dir), means.entropy)
  const watchers = await watchersOf(config)
  const post = postman()
  const tools = { ...means, ...watchers, zones, log }
  const { mocks, ...providers } = await providersOf(config, tools, { notify: post.deliver, journal })
  const seal = sealer({ key: secrets.seal_key, previous: secrets.seal_key_previous })
  const parts: Parts = {
    ...means,
    ...providers,
    pretended: config.graph === null,
    db,
    log,
    zones,
    seal,
    ...watchers,
    defaultZoom: defaultZoom(config),
    dev: devToolsOf(mocks),
  }
  return { parts, mocks, secrets, postman: post, settings: settingsOf(config, secrets) }
}

function settingsOf(config: Config, secrets: Secrets): Settings {
  const { server, data, mail, watch, jobs } = config
  return {
    version: VERSION,
    edge: {
      base_url: server.base_url,
      trusted_proxies: server.trusted_proxies,
      rate_limit: server.rate_limit,
    },
    mail_from: mail.from,
    keys: { admin: secrets.admin_api_key, previous: secrets.admin_api_key_previous },
    token_secret: secrets.token_secret,
    token_secret_previous: secrets.token_secret_previous,
    client_state_fallback: config.secrets.graph_client_state,
    busy_max_age_ms: data.busy_max_age_ms,
    zoom_lag_ms: LISTED_AFTER_MS,
    metrics_token: watch.metrics_token,
    listen: { host: server.host, port: server.port },
    work: {
      concurrency: jobs.concurrency,
      poll_ms: jobs.poll_interval_ms,
      max_attempts: jobs.max_attempts,
      keep_ms: jobs.retention_ms,
    },
  }
}

/** What is counted, and what is followed where a collector is set. */
async function watchersOf({ watch }: Config): Promise<Watchers> {
  const metrics = createMetrics()
  metrics.set('holdfast_build_info', { version: VERSION }, 1)
  const { otlp_endpoint: endpoint, otlp_headers: headers } = watch
  if (endpoint === undefined) return { metrics, tracer: noTracer }
  const { otlpTracer } = await import('../lib/otlp.ts')
  return { metrics, tracer: otlpTracer({ endpoint, headers, version: VERSION }) }
}

/** The rules that travel inside, or those of TZDATA_FILE. Throws when the file cannot be used. */
export function zonesOf({ data }: Config): Zones {
  return data.tzdata_file === undefined ? bundledZones() : zonesFrom(readFileSync(data.tzdata_file, 'utf8'))
}

/** The Zoom account of tenants without one of their own. */
export function defaultZoom({ zoom, secrets }: Config): Parts['defaultZoom'] {
  const pretended = { account_id: 'mock', client_id: 'mock', client_secret: 'mock' }
  return {
    webhook_secret: secrets.zoom_webhook_secret,
    account: () => {
      if (!zoom) return pretended
      if (zoom.account) return zoom.account
      throw new Failure(
        'permanent',
        'zoom_not_configured',
        'This tenant has no Zoom account, and there is no default one',
      )
    },
  }
}
