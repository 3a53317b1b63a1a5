import { isLoopback } from '../../config/kinds.ts'
import { bad, type Finding, good, reasonOf, warning } from './finding.ts'

const ABOUT = 'public address'
const DEADLINE_MS = 10_000

/** Whether the service answers by its public name, and Graph's handshake gets its answer there. */
export async function checkPublicAddress(base_url: string): Promise<Finding[]> {
  try {
    const signal = AbortSignal.timeout(DEADLINE_MS)
    const reply = await fetch(`${base_url}/healthz`, { signal, redirect: 'manual' })
    const { holdfast } = (await reply.json()) as { holdfast?: string }
    if (holdfast === undefined) throw new Error('Something else answers')
    return [good(ABOUT, `Holdfast ${holdfast} answers at ${base_url}.`), await handshake(base_url)]
  } catch (error) {
    const advice = 'Start Holdfast; then look at DNS, the certificate and the proxy before it.'
    return [bad(ABOUT, `Holdfast does not answer at ${base_url}: ${reasonOf(error)}.`, advice)]
  }
}

/** Microsoft Graph sends a token when a subscription is made, and wants it back as plain text. */
async function handshake(base_url: string): Promise<Finding> {
  const token = crypto.randomUUID()
  const url = `${base_url}/v1/webhooks/graph?validationToken=${token}`
  const signal = AbortSignal.timeout(DEADLINE_MS)
  const reply = await fetch(url, { method: 'POST', signal, redirect: 'manual' })
  const answered = reply.status === 200 && (await reply.text()) === token
  if (!answered)
    return bad(ABOUT, "Graph's handshake is not answered.", 'Let the proxy pass POST /v1/webhooks/.')
  if (base_url.startsWith('https:')) return good(ABOUT, "Graph's handshake is answered.")
  return warning(ABOUT, 'Graph posts to https addresses alone.', 'Set BASE_URL to the public https address.')
}

/** Whether strangers may read the figures, which tell how many book, and how often. */
export function checkFigures(base_url: string, metrics_token: string | undefined): Finding[] {
  if (metrics_token !== undefined || isLoopback(base_url)) return []
  const advice = 'Set METRICS_TOKEN, or let the proxy keep /metrics from the outside.'
  return [warning(ABOUT, 'Whoever reaches /metrics may read the figures.', advice)]
}
