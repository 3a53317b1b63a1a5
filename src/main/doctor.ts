import { existsSync } from 'node:fs'
import { type Config, ConfigError, readConfig } from '../config/config.ts'
import type { Database } from '../db/database.ts'
import { openDatabase } from '../db/open.ts'
import { systemClock } from '../lib/clock.ts'
import { systemEntropy } from '../lib/entropy.ts'
import { silentLog } from '../lib/log.ts'
import { silentMetrics } from '../lib/metrics.ts'
import { sealer } from '../lib/seal.ts'
import { noTracer } from '../lib/trace.ts'
import { checkDatabase } from './checks/database.ts'
import { checkExpiry } from './checks/expiry.ts'
import { bad, type Finding, good, reasonOf, warning } from './checks/finding.ts'
import { checkFolder } from './checks/folder.ts'
import { checkMail } from './checks/mail.ts'
import { checkPublicAddress } from './checks/publicAddress.ts'
import { checkTenants } from './checks/tenants.ts'
import { checkZoneData } from './checks/zoneData.ts'
import type { Given, Process, Run } from './command.ts'
import { placeOf, secretsFolder } from './data.ts'
import { zonesOf } from './house.ts'
import { graphTokens, providersOf } from './providers.ts'
import { sealKeyAt } from './secrets.ts'

/** Looks at everything that Holdfast needs and says in plain words what is wrong; exit code 1 when something is. */
export const doctor: Run = async (process, given) => {
  const findings = await examine(process, given)
  if (given.json === true) process.out(JSON.stringify({ findings }, null, 2))
  else for (const finding of findings) tell(process, finding)
  return findings.some(({ grade }) => grade === 'bad') ? 1 : 0
}

const MARKS = { good: 'ok', warning: 'look', bad: 'BAD' }

function tell({ out }: Process, { about, grade, says, advice }: Finding): void {
  out(`${MARKS[grade].padEnd(5)}${about.padEnd(18)} ${says}`)
  if (advice !== undefined) out(`${' '.repeat(24)}${advice}`)
}

async function examine({ env }: Process, { outside }: Given): Promise<Finding[]> {
  try {
    const config = readConfig(env)
    const { data_dir } = config.data
    const address = checkPublicAddress(config.server.base_url)
    const [reached, mail, kept] = await Promise.all([
      address,
      checkMail(config.mail),
      stored(config, outside),
    ])
    const zones = checkZoneData(zonesOf(config), new Date())
    const settings = good('settings', `The settings can be used; data is in ${data_dir}.`)
    return [
      settings,
      ...checkFolder(data_dir),
      ...zones,
      ...checkExpiry(config, new Date()),
      ...reached,
      ...mail,
      ...kept,
    ]
  } catch (error) {
    if (error instanceof ConfigError)
      return error.faults.map(({ name, message }) => bad('settings', `${name} ${message}.`))
    return [bad('settings', `Something that the settings name cannot be used: ${reasonOf(error)}.`)]
  }
}

/** What only the database can tell. A file that is not there yet is not made. */
async function stored(config: Config, outside: Given[string]): Promise<Finding[]> {
  const place = placeOf(config.data)
  if ('sqlite_path' in place && !existsSync(place.sqlite_path))
    return [warning('database', 'There is no database yet.', 'The first holdfast serve makes it.')]
  const db = await openDatabase(place)
  try {
    const findings = await checkDatabase(db)
    return findings.some(({ says }) => /cannot be read|missing/.test(says))
      ? findings
      : [...findings, ...(await tenants(config, db, typeof outside === 'string' ? outside : undefined))]
  } finally {
    await db.close()
  }
}

async function tenants(config: Config, db: Database, outside: string | undefined): Promise<Finding[]> {
  const tools = { clock: systemClock, entropy: systemEntropy, log: silentLog }
  const watchers = { metrics: silentMetrics, tracer: noTracer }
  const all = { ...tools, ...watchers, zones: zonesOf(config) }
  const providers = await providersOf(config, all)
  const tokens = config.graph === null ? undefined : await graphTokens(config.graph, all)
  const { seal_key, seal_key_previous: previous } = config.secrets
  const key = seal_key ?? sealKeyAt(secretsFolder(config.data.data_dir)) ?? 'there is none yet'
  return checkTenants({ config, db, providers, tokens, seal: sealer({ key, previous }), outside })
}
