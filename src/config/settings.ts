import { z } from 'zod'
import {
  choice,
  duration,
  flag,
  headers,
  mailWay,
  networks,
  origin,
  postgresUrl,
  provider,
  sender,
  smtpUrl,
  text,
  webAddress,
  whole,
} from './kinds.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Every setting there is: one name in the environment, its form, its default and what it is for. */
export const SETTINGS = z.object({
  HOST: text.default('0.0.0.0').describe('Address to listen on.'),
  PORT: whole(0, 65_535).prefault('3000').describe('Port to listen on.'),
  BASE_URL: origin
    .optional()
    .describe('Public address, as in the links of letters. Default: http://localhost:$PORT'),
  TRUSTED_PROXIES: networks
    .prefault('')
    .describe('Proxies whose X-Forwarded-For is believed: networks with commas, or loopback, private.'),
  RATE_LIMIT: choice('on', 'off').default('on').describe('off behind a limiter of your own.'),
  SHUTDOWN_GRACE: duration(0, 10 * MINUTE)
    .prefault('25s')
    .describe('Longest time from SIGTERM to the end; its last 2 s are for tidying up.'),
  LOG_LEVEL: choice('debug', 'info', 'warn', 'error', 'silent')
    .default('info')
    .describe('Least important lines that are written: debug, info, warn, error, silent.'),

  DATABASE_URL: postgresUrl.optional().describe('postgres://… in production. Unset: SQLite under DATA_DIR.'),
  DATABASE_CONNECTIONS: whole(2, 500)
    .prefault('10')
    .describe('Most connections to Postgres for requests; doing jobs takes up to five more.'),
  DATA_DIR: text.default('./data').describe('Folder of the SQLite file and of secrets made on localhost.'),
  TZDATA_FILE: text.optional().describe('Newer time zone data than those within, as packed JSON.'),
  BUSY_MAX_AGE: duration(0, HOUR)
    .prefault('60s')
    .describe('How old a remembered busy time may be in a list of slots.'),

  ADMIN_API_KEY: text.optional().describe('Reaches every tenant. At least 32 random bytes.'),
  ADMIN_API_KEY_PREVIOUS: text.optional().describe('Also accepted while ADMIN_API_KEY is being changed.'),
  TOKEN_SECRET: text.optional().describe('Signs the links in letters. At least 32 random bytes.'),
  TOKEN_SECRET_PREVIOUS: text
    .optional()
    .describe('Still verifies links while TOKEN_SECRET is being changed.'),
  SEAL_KEY: text.optional().describe('Seals credentials in the database. At least 32 random bytes.'),
  SEAL_KEY_PREVIOUS: text.optional().describe('Still opens what it sealed, until holdfast reseal has run.'),

  GRAPH_MOCK: flag.optional().describe('A pretend Outlook. Default: true while no ENTRA_ credential is set.'),
  ENTRA_CLIENT_ID: text.optional().describe('Application id of the Entra registration.'),
  ENTRA_CLIENT_SECRET: text.optional().describe('Its secret; or one of the next three instead.'),
  ENTRA_CERTIFICATE_FILE: text.optional().describe('PEM file with the certificate and its private key.'),
  ENTRA_ASSERTION_FILE: text.optional().describe('File with a federated token, read anew each time.'),
  ENTRA_MANAGED_IDENTITY: text
    .optional()
    .describe('Client id of the managed identity that asserts, or the word system.'),
  ENTRA_AUTHORITY: provider
    .prefault('https://login.microsoftonline.com')
    .describe('Where tokens come from; other in national clouds.'),
  GRAPH_BASE_URL: provider
    .prefault('https://graph.microsoft.com/v1.0')
    .describe('Where Graph is; other in national clouds.'),
  GRAPH_CLIENT_STATE: text.optional().describe('Fallback secret for subscriptions older than their own.'),

  ZOOM_MOCK: flag.optional().describe('A pretend Zoom. Default: true while no ZOOM_ credential is set.'),
  ZOOM_ACCOUNT_ID: text.optional().describe('Default account, for tenants without one of their own.'),
  ZOOM_CLIENT_ID: text.optional().describe('Its server-to-server app.'),
  ZOOM_CLIENT_SECRET: text.optional().describe("That app's secret."),
  ZOOM_WEBHOOK_SECRET: text.optional().describe('Secret token of the event subscription at Zoom.'),
  ZOOM_OAUTH_URL: provider.prefault('https://zoom.us/oauth/token').describe('Where tokens come from.'),
  ZOOM_API_URL: provider.prefault('https://api.zoom.us/v2').describe('Where the API is.'),

  MAIL: mailWay.describe(
    'How letters go out: mock, smtp, graph. Default: smtp when SMTP_URL is set, else mock.',
  ),
  SMTP_URL: smtpUrl.optional().describe('smtp://user:password@host:587 or smtps://…'),
  MAIL_FROM: sender
    .optional()
    .describe(
      "Sender's address over SMTP, and organizer in calendar files; Graph sends from the salesperson's mailbox. Default: no-reply@ the host of BASE_URL",
    ),

  WORKER_CONCURRENCY: whole(1, 1000).prefault('16').describe('Jobs that run at a time.'),
  JOB_POLL_INTERVAL: duration(10, MINUTE).prefault('1s').describe('How often due jobs are looked for.'),
  JOB_MAX_ATTEMPTS: whole(1, 100).prefault('10').describe('Attempts before a job is dead.'),
  JOB_RETENTION: duration(MINUTE, 365 * DAY)
    .prefault('7d')
    .describe('How long finished jobs are kept.'),

  METRICS_TOKEN: text.optional().describe('Bearer token that /metrics asks for. Unset: open.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: webAddress
    .optional()
    .describe('Collector of traces (OTLP over HTTP). Unset: no traces.'),
  OTEL_EXPORTER_OTLP_HEADERS: headers.prefault('').describe('Headers for it: name=value,name=value'),
})

export type Name = keyof typeof SETTINGS.shape
export type Values = z.output<typeof SETTINGS>
