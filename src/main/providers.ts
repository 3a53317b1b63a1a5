import { readFileSync } from 'node:fs'
import type { Config } from '../config/config.ts'
import { assertionFromFile, assertionFromManagedIdentity, type Credential } from '../graph/credential.ts'
import type { Graph } from '../graph/request.ts'
import type { Tokens } from '../graph/token.ts'
import { Failure } from '../lib/failure.ts'
import type { Log } from '../lib/log.ts'
import type { Means } from '../lib/means.ts'
import { type Watchers, watched, watchedFetch } from '../lib/watch.ts'
import type { Mail } from '../mail/mail.ts'
import { type MockMail, mockMail } from '../mail/mock.ts'
import { type MockOptions, type MockOutlook, mockOutlook } from '../outlook/mock.ts'
import type { Outlook } from '../outlook/outlook.ts'
import type { Zones } from '../scheduling/zone.ts'
import { mockZoom } from '../zoom/mock.ts'
import type { Zoom } from '../zoom/zoom.ts'

const ZOOM_DEADLINE_MS = 10_000

/** What clients of providers need besides their settings. */
interface Tools extends Means, Watchers {
  zones: Zones
  log: Log
}

type GraphSettings = NonNullable<Config['graph']>

export type Providers = Awaited<ReturnType<typeof providersOf>>

/**
 * Outlook, Zoom and mail, each real or mock as the settings say. `mocks` holds those that are pretended; a pretended
 * Outlook notifies and remembers as it is told. The real ones are loaded only where they are needed: what they know
 * of the other side, and the libraries for Entra and for mail, are a good part of a start.
 */
export async function providersOf(
  config: Config,
  tools: Tools,
  outlook: Pick<MockOptions, 'notify' | 'journal'> = {},
) {
  const { clock } = tools
  const client = config.graph && (await graphClient(config.graph, tools))
  const pretendOutlook = client ? undefined : mockOutlook({ clock, ...outlook })
  const pretendZoom = config.zoom ? undefined : mockZoom({ clock })
  const pretendMail = config.mail.kind === 'mock' ? mockMail({ clock }) : undefined
  return {
    outlook: pretendOutlook ?? (await outlookClient(client!, tools)),
    zoom: pretendZoom ?? (await zoomClient(config.zoom!, tools)),
    mail: pretendMail ?? (await realMail(config, client, tools)),
    mocks: { outlook: pretendOutlook, zoom: pretendZoom, mail: pretendMail },
  }
}

/** What `/dev` shows, when both Outlook and the mailbox are pretended. */
export function devToolsOf({ outlook, mail }: { outlook?: MockOutlook; mail?: MockMail }) {
  if (!outlook) return undefined
  const { events, move, remove } = outlook.playground
  const pretends_mail = mail !== undefined
  return { pretends_mail, letters: (to?: string) => mail?.list(to) ?? [], events, move, remove }
}

async function outlookClient(graph: Graph, { zones, clock }: Tools): Promise<Outlook> {
  const { graphOutlook } = await import('../outlook/real.ts')
  return graphOutlook({ graph, zones, clock })
}

async function graphClient(settings: GraphSettings, tools: Tools): Promise<Graph> {
  const { graph } = await import('../graph/request.ts')
  const { base_url } = settings
  const { clock, entropy, log } = tools
  const fetch = watchedFetch(globalThis.fetch, 'graph', tools)
  return graph({ base_url, tokens: await graphTokens(settings, tools), clock, entropy, fetch, log })
}

/** The application's tokens for Graph. */
export async function graphTokens(settings: GraphSettings, tools: Tools): Promise<Tokens> {
  const { entra } = await import('../graph/entra.ts')
  const { tokens } = await import('../graph/token.ts')
  const { client_id, authority, base_url } = settings
  const { clock, log } = tools
  const credential = await credentialOf(settings)
  const fetch = watchedFetch(globalThis.fetch, 'graph', tools)
  const acquire = entra({ client_id, credential, authority, graph_base_url: base_url, clock, fetch })
  return tokens({ clock, acquire, log })
}

async function zoomClient(settings: NonNullable<Config['zoom']>, tools: Tools): Promise<Zoom> {
  const { realZoom } = await import('../zoom/real.ts')
  const fetch = watchedFetch(globalThis.fetch, 'zoom', tools)
  return realZoom({ ...settings, fetch, clock: tools.clock, deadline_ms: ZOOM_DEADLINE_MS })
}

async function credentialOf({ proof, authority }: GraphSettings): Promise<Credential> {
  switch (proof.kind) {
    case 'secret':
      return { kind: 'secret', client_secret: proof.secret }
    case 'certificate':
      return { kind: 'certificate', pem: readFileSync(proof.file, 'utf8') }
    case 'assertion':
      return assertionFromFile(proof.file)
    case 'identity':
      return assertionFromManagedIdentity(
        authority,
        proof.client_id === 'system' ? undefined : proof.client_id,
      )
  }
}

async function realMail({ mail }: Config, client: Graph | null, tools: Tools): Promise<Mail> {
  if (mail.kind === 'smtp') {
    const { smtpMail } = await import('../mail/smtp.ts')
    const server = smtpMail({ url: mail.url, from: mail.from, clock: tools.clock })
    return { send: (letter) => watched(tools, 'smtp', 'send', () => server.send(letter)) }
  }
  if (!client) throw new Failure('permanent', 'mail_without_graph', 'MAIL=graph needs the ENTRA_ settings')
  const { graphMail } = await import('../mail/graph.ts')
  return graphMail(client)
}
