import { entra } from '../../src/graph/entra.ts'
import { type Graph, graph } from '../../src/graph/request.ts'
import { tokens } from '../../src/graph/token.ts'
import { type Clock, systemClock } from '../../src/lib/clock.ts'
import { type Entropy, systemEntropy } from '../../src/lib/entropy.ts'
import { silentLog } from '../../src/lib/log.ts'
import { type GraphSimulator, SIM_CLIENT } from '../simulators/graph.ts'

/** The real client, as main wires it, towards a simulator. */
export function clientOf(
  simulator: Pick<GraphSimulator, 'authority' | 'base_url'>,
  parts: { clock?: Clock; entropy?: Entropy; fetch?: typeof globalThis.fetch } = {},
): Graph {
  const { clock = systemClock, entropy = systemEntropy, fetch = globalThis.fetch } = parts
  const { authority, base_url } = simulator
  const credential = { kind: 'secret', client_secret: SIM_CLIENT.secret } as const
  const client_id = SIM_CLIENT.id
  const acquire = entra({ client_id, credential, authority, graph_base_url: base_url, clock, fetch })
  const cache = tokens({ clock, acquire, log: silentLog })
  return graph({ base_url, tokens: cache, clock, entropy, fetch, log: silentLog })
}
