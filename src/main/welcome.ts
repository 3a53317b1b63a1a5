import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import { isLoopback } from '../config/kinds.ts'
import type { Process } from './command.ts'
import { secretsFolder } from './data.ts'
import type { House } from './house.ts'

/** Says what is pretended and where to look: to a person at a terminal in plain words, to a service as one line of its log. */
export function welcome(
  { out }: Process,
  config: Config,
  { parts, mocks, url }: Pick<House, 'parts' | 'mocks'> & { url: string | undefined },
): void {
  const pretended = Object.entries(mocks).flatMap(([name, mock]) => (mock ? [name] : []))
  if (isLoopback(config.server.base_url)) for (const line of words(config, pretended, url)) out(line)
  else parts.log.info('started', { url, pretended: pretended.join(', ') })
}

function words({ server, graph, secrets, data }: Config, pretended: string[], url: string | undefined) {
  const { base_url } = server
  const kept = join(secretsFolder(data.data_dir), 'admin_api_key')
  return [
    url ? `Holdfast listens on ${url}` : 'Holdfast does jobs and listens nowhere',
    ...pretended.map((name) => `  pretended: ${PRETENDED[name]}`),
    ...(graph === null
      ? [`  booking page       ${base_url}/acme`, `  letters, Outlook   ${base_url}/dev`]
      : []),
    `  API and admin      ${base_url}/swagger`,
    ...(secrets.admin_api_key === undefined ? [`  admin key          in ${kept}`] : []),
  ]
}

const PRETENDED: Record<string, string> = {
  outlook: 'Outlook (set ENTRA_CLIENT_ID and a credential for the real one)',
  zoom: 'Zoom (set ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET for the real one)',
  mail: 'letters (set SMTP_URL to send them)',
}
