import { graphIsMock, ruleFaults, type SettingFault, zoomIsMock } from './rules.ts'
import { type Name, SETTINGS, type Values } from './settings.ts'

/** All settings, typed and frozen. Secrets may be missing on localhost: main makes and keeps them. */
export type Config = ReturnType<typeof arrange>

/** The settings cannot be used; `faults` names every one that is wrong. */
export class ConfigError extends Error {
  constructor(readonly faults: SettingFault[]) {
    super(faults.map(({ name, message }) => `${name} ${message}`).join('\n'))
    this.name = 'ConfigError'
  }
}

/** The settings in `env`. An empty variable counts as unset. Throws a `ConfigError` that names every fault. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const { values, faults } = readEach(env)
  values.BASE_URL ??= isBroken(faults, 'BASE_URL') ? undefined : `http://localhost:${values.PORT ?? 3000}`
  const broken = new Set(faults.map(({ name }) => name))
  const all = [...faults, ...ruleFaults(values).filter(({ name }) => !broken.has(name))]
  if (all.length > 0) throw new ConfigError(all)
  return freeze(arrange(values as Values & { BASE_URL: string }))
}

function readEach(env: Record<string, string | undefined>) {
  const faults: SettingFault[] = []
  const values: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(SETTINGS.shape)) {
    const read = schema.safeParse(env[name]?.trim() || undefined)
    if (read.success) values[name] = read.data
    else faults.push({ name: name as Name, message: read.error.issues[0]?.message ?? 'is not valid' })
  }
  return { values: values as Partial<Values>, faults }
}

function isBroken(faults: SettingFault[], name: Name): boolean {
  return faults.some((fault) => fault.name === name)
}

function arrange(values: Values & { BASE_URL: string }) {
  return {
    server: {
      host: values.HOST,
      port: values.PORT,
      base_url: values.BASE_URL,
      trusted_proxies: values.TRUSTED_PROXIES,
      rate_limit: values.RATE_LIMIT === 'on',
      shutdown_grace_ms: values.SHUTDOWN_GRACE,
      log_level: values.LOG_LEVEL,
    },
    data: {
      database_url: values.DATABASE_URL,
      connections: values.DATABASE_CONNECTIONS,
      data_dir: values.DATA_DIR,
      tzdata_file: values.TZDATA_FILE,
      busy_max_age_ms: values.BUSY_MAX_AGE,
    },
    secrets: {
      admin_api_key: values.ADMIN_API_KEY,
      admin_api_key_previous: values.ADMIN_API_KEY_PREVIOUS,
      token_secret: values.TOKEN_SECRET,
      token_secret_previous: values.TOKEN_SECRET_PREVIOUS,
      seal_key: values.SEAL_KEY,
      seal_key_previous: values.SEAL_KEY_PREVIOUS,
      graph_client_state: values.GRAPH_CLIENT_STATE,
      zoom_webhook_secret: values.ZOOM_WEBHOOK_SECRET,
    },
    // Null stands for the mock.
    graph: graphIsMock(values) ? null : entra(values),
    zoom: zoomIsMock(values) ? null : zoom(values),
    mail: mail(values),
    jobs: {
      concurrency: values.WORKER_CONCURRENCY,
      poll_interval_ms: values.JOB_POLL_INTERVAL,
      max_attempts: values.JOB_MAX_ATTEMPTS,
      retention_ms: values.JOB_RETENTION,
    },
    watch: {
      metrics_token: values.METRICS_TOKEN,
      otlp_endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT,
      otlp_headers: values.OTEL_EXPORTER_OTLP_HEADERS,
    },
  }
}

/** How the Entra application proves itself; exactly one way. */
export type EntraProof =
  | { kind: 'secret'; secret: string }
  | { kind: 'certificate'; file: string }
  | { kind: 'assertion'; file: string }
  | { kind: 'identity'; client_id: string }

function entra(values: Values) {
  return {
    client_id: values.ENTRA_CLIENT_ID ?? '',
    proof: proof(values),
    authority: values.ENTRA_AUTHORITY,
    base_url: values.GRAPH_BASE_URL,
  }
}

function proof(values: Values): EntraProof {
  if (values.ENTRA_CERTIFICATE_FILE) return { kind: 'certificate', file: values.ENTRA_CERTIFICATE_FILE }
  if (values.ENTRA_ASSERTION_FILE) return { kind: 'assertion', file: values.ENTRA_ASSERTION_FILE }
  if (values.ENTRA_MANAGED_IDENTITY) return { kind: 'identity', client_id: values.ENTRA_MANAGED_IDENTITY }
  return { kind: 'secret', secret: values.ENTRA_CLIENT_SECRET ?? '' }
}

function zoom(values: Values) {
  const { ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID, ZOOM_CLIENT_SECRET } = values
  return {
    account:
      ZOOM_ACCOUNT_ID && ZOOM_CLIENT_ID && ZOOM_CLIENT_SECRET
        ? { account_id: ZOOM_ACCOUNT_ID, client_id: ZOOM_CLIENT_ID, client_secret: ZOOM_CLIENT_SECRET }
        : undefined,
    oauth_url: values.ZOOM_OAUTH_URL,
    api_url: values.ZOOM_API_URL,
  }
}

/** How letters go out, and from which address. */
export type MailSetting =
  | { kind: 'mock'; from: string }
  | { kind: 'graph'; from: string }
  | { kind: 'smtp'; from: string; url: string }

function mail(values: Values & { BASE_URL: string }): MailSetting {
  const from = values.MAIL_FROM ?? `no-reply@${new URL(values.BASE_URL).hostname}`
  const kind = values.MAIL ?? (values.SMTP_URL ? 'smtp' : 'mock')
  return kind === 'smtp' ? { kind, from, url: values.SMTP_URL ?? '' } : { kind, from }
}

function freeze<T extends object>(tree: T): T {
  for (const branch of Object.values(tree)) if (typeof branch === 'object' && branch !== null) freeze(branch)
  return Object.freeze(tree)
}
