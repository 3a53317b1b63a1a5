import { SIM_CLIENT, startGraphSimulator } from '../simulators/graph.ts'
import { SIM_ACCOUNT, startZoomSimulator } from '../simulators/zoom.ts'
import { smtpServer } from './smtpServer.ts'

/** Graph, Zoom and a mail server that pretend to be real, and the settings that lead a service to them. */
export async function simulated() {
  const [graph, zoom, post] = await Promise.all([startGraphSimulator(), startZoomSimulator(), smtpServer()])
  return {
    graph,
    zoom,
    post,
    env: {
      ENTRA_AUTHORITY: graph.authority,
      GRAPH_BASE_URL: graph.base_url,
      ENTRA_CLIENT_ID: SIM_CLIENT.id,
      ENTRA_CLIENT_SECRET: SIM_CLIENT.secret,
      ZOOM_OAUTH_URL: zoom.oauth_url,
      ZOOM_API_URL: zoom.api_url,
      ZOOM_ACCOUNT_ID: SIM_ACCOUNT.account_id,
      ZOOM_CLIENT_ID: SIM_ACCOUNT.client_id,
      ZOOM_CLIENT_SECRET: SIM_ACCOUNT.client_secret,
      SMTP_URL: `smtp://127.0.0.1:${post.port}`,
    },
    /** What came by mail for this address, newest first. */
    letters: (email: string) => letters(post.sessions, email),
    stop: () => Promise.all([graph.stop(), zoom.stop(), post.stop()]),
  }
}

function letters(sessions: { commands: string[]; message: string }[], email: string) {
  return sessions
    .filter(({ commands, message }) => message !== '' && commands.some((line) => line.includes(email)))
    .map(({ message }) => ({ message, text: unfolded(message) }))
    .reverse()
}

/** Quoted-printable (RFC 2045 §6.7) as it was before. */
function unfolded(message: string): string {
  return message
    .replace(/=\r\n/g, '')
    .replace(/=([\dA-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
}
