import { SIM_CLIENT, startGraphSimulator } from './graph.ts'
import { SIM_ACCOUNT, startZoomSimulator } from './zoom.ts'

// bun run simulate: Graph and Zoom over real HTTP until the process ends, and the settings that point Holdfast at them.
const graph = await startGraphSimulator()
const zoom = await startZoomSimulator()

console.log('# Graph and Zoom are pretended over real HTTP. Start Holdfast with these settings:')
console.log(`export ENTRA_AUTHORITY=${graph.authority}`)
console.log(`export GRAPH_BASE_URL=${graph.base_url}`)
console.log(`export ENTRA_CLIENT_ID=${SIM_CLIENT.id} ENTRA_CLIENT_SECRET=${SIM_CLIENT.secret}`)
console.log(`export ZOOM_OAUTH_URL=${zoom.oauth_url}`)
console.log(`export ZOOM_API_URL=${zoom.api_url}`)
console.log(`export ZOOM_ACCOUNT_ID=${SIM_ACCOUNT.account_id}`)
console.log(`export ZOOM_CLIENT_ID=${SIM_ACCOUNT.client_id} ZOOM_CLIENT_SECRET=${SIM_ACCOUNT.client_secret}`)
console.log(
  `# Their state and their troubles: ${graph.authority}/__sim/ and ${new URL(zoom.api_url).origin}/__sim/`,
)

process.once('SIGINT', stop)
process.once('SIGTERM', stop)

async function stop() {
  await Promise.all([graph.stop(), zoom.stop()])
  process.exit(0)
}
