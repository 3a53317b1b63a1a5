import { startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/config.ts'
import { openData } from '../../src/main/data.ts'
import { houseOf } from '../../src/main/house.ts'
import { type Gates, gated } from './gates.ts'

/**
 * The process that is killed: the house as `holdfast serve` builds it from settings, over a database that can stand
 * still at a gate. The leases are short, so that the next process need not wait half a minute for what this one held.
 */
const [given = '{}'] = process.argv.slice(2)
const { env, lease_ms, zoom_lag_ms } = JSON.parse(given) as {
  env: Record<string, string>
  lease_ms: number
  zoom_lag_ms: number
}

// With gates each saga commits alone: what stands still for ever holds up no other.
const gathering = { most: 64, lanes: 2 }
const gates: Gates = new Map()
process.on('message', (message) => {
  for (const [booking_id, nth] of Object.entries(message as Record<string, number>))
    gates.set(booking_id, nth)
  if (gates.size > 0) Object.assign(gathering, { most: 1, lanes: 1000 })
  process.send?.({ heard: true })
})

const config = readConfig(env)
const db = gated(await openData(config), gates, (booking_id) => process.send?.({ at: booking_id }))
await db.migrate()
const { parts, settings } = await houseOf(config, db, {
  env,
  // Errors alone are logged: where a case is red, they say why.
  out: (text) => process.stderr.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  untilToldToStop: () => new Promise(() => {}),
  endWithin: () => {},
})
const work = settings.work && { ...settings.work, lease_ms }
const app = await startApp(parts, { ...settings, zoom_lag_ms, gathering, work })
process.send?.({ url: app.url })
