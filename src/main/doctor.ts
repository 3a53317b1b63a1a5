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
import { bundledZones, type Zones } from '../scheduling/zone.ts'
import { cannotBeOpened, checkDatabase } from './checks/database.ts'
import { checkExpiry } from './checks/expiry.ts'
import { bad, type Finding, good, reasonOf, warning } from './checks/finding.ts'
import { checkFolder } from './checks/folder.ts'
import { checkMail } from './checks/mail.ts'
import { checkFigures, checkPublicAddress } from './checks/publicAddress.ts'
import { checkTenants } from './checks/tenants.ts'
import { checkZoneData, unusable } from './checks/zoneData.ts'
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
    return await lookAt(readConfig(env), typeof outside === 'string' ? outside : undefined)
  } catch (error) {
    if (error instanceof ConfigError)
      return error.faults.map(({ name, message }) => bad('settings', `${name} ${message}.`))
    return [bad('settings', `Something that the settings name cannot be used: ${reasonOf(error)}.`)]
  }
}

/** What cannot be used is named, and no reason not to look at the rest. */
async function lookAt(config: Config, outside: string | undefined): Promise<Finding[]> {
  const { data_dir } = config.data
  const { zones, rules } = rulesOf(config)
  const [reached, mail, kept] = await Promise.all([
    checkPublicAddress(config.server.base_url),
    checkMail(config.mail),
    stored(config, zones, outside),
  ])
  return [
    good('settings', `The settings can be used; data is in ${data_dir}.`),
    ...checkFolder(data_dir),
    ...rules,
    ...checkExpiry(config, new Date()),
    ...reached,
    ...checkFigures(config.server.base_url, config.watch.metrics_token),
    ...mail,
    ...kept,
  ]
}

/** The rules of time zones that are set; where they cannot be used those within, by which the rest is looked at. */
function rulesOf(config: Config): { zones: Zones; rules: Finding[] } {
  try {
    const zones = zonesOf(config)
    return { zones, rules: checkZoneData(zones, new Date()) }
  } catch (error) {
    return { zones: bundledZones(), rules: [unusable(config.data.tzdata_file, error)] }
  }
}

/** What only the database can tell. A file that is not there yet is not made. */
async function stored(config: Config, zones: Zones, outside: string | undefined): Promise<Finding[]> {
  const place = placeOf(config.data)
  if ('sqlite_path' in place && !existsSync(place.sqlite_path))
    return [warning('database', 'There is no database yet.', 'The first holdfast serve makes it.')]
  let db: Database
  try {
    db = await openDatabase(place)
  } catch (error) {
    return [cannotBeOpened(error)]
  }
  try {
    const findings = await checkDatabase(db)
    return findings.some(({ says }) => /cannot be read|missing/.test(says))
      ? findings
      : [...findings, ...(await tenants(config, db, zones, outside).catch(untried))]
  } finally {
    await db.close()
  }
}

/** What the credentials name may be no file, or hold no key: then none of the tenants can be tried. */
function untried(error: unknown): Finding[] {
  return [bad('tenants', `Their calendars and meetings could not be tried: ${reasonOf(error)}.`)]
}

async function tenants(
  config: Config,
  db: Database,
  zones: Zones,
  outside: string | undefined,
): Promise<Finding[]> {
  const tools = { clock: systemClock, entropy: systemEntropy, log: silentLog }
  const watchers = { metrics: silentMetrics, tracer: noTracer }
  const all = { ...tools, ...watchers, zones }
  const providers = await providersOf(config, all)
  const tokens = config.graph === null ? undefined : await graphTokens(config.graph, all)
  const { seal_key, seal_key_previous: previous } = config.secrets
  const key = seal_key ?? sealKeyAt(secretsFolder(config.data.data_dir)) ?? 'there is none yet'
  return checkTenants({ config, db, providers, tokens, seal: sealer({ key, previous }), outside })
}
