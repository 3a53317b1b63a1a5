import { isLoopback } from './kinds.ts'
import type { Name, Values } from './settings.ts'
import { isStrong, NEEDED_BYTES } from './strength.ts'

/** A setting that cannot be used: its name and a sentence that follows the name. */
export interface SettingFault {
  name: Name
  message: string
}

/** What single settings cannot say of themselves: which belong together, exclude each other, or are missing. */
export function ruleFaults(values: Partial<Values>): SettingFault[] {
  return [...secretFaults(values), ...entraFaults(values), ...zoomFaults(values), ...mailFaults(values)]
}

/** The credentials of which exactly one proves who the Entra application is. */
export const ENTRA_PROOFS = [
  'ENTRA_CLIENT_SECRET',
  'ENTRA_CERTIFICATE_FILE',
  'ENTRA_ASSERTION_FILE',
  'ENTRA_MANAGED_IDENTITY',
] as const satisfies Name[]

/** What makes up the default Zoom account. */
export const ZOOM_ACCOUNT = [
  'ZOOM_ACCOUNT_ID',
  'ZOOM_CLIENT_ID',
  'ZOOM_CLIENT_SECRET',
] as const satisfies Name[]

/** Whether Outlook is pretended: as told, else while no credential is set. */
export function graphIsMock(values: Partial<Values>): boolean {
  return values.GRAPH_MOCK ?? !(values.ENTRA_CLIENT_ID || ENTRA_PROOFS.some((name) => values[name]))
}

/** Whether Zoom is pretended: as told, else while no credential is set. */
export function zoomIsMock(values: Partial<Values>): boolean {
  return values.ZOOM_MOCK ?? !ZOOM_ACCOUNT.some((name) => values[name])
}

const ADVICE = `make one with: openssl rand -base64 ${NEEDED_BYTES}`

function secretFaults(values: Partial<Values>): SettingFault[] {
  if (values.BASE_URL === undefined || isLoopback(values.BASE_URL)) return []
  const needed: Name[] = ['ADMIN_API_KEY', 'TOKEN_SECRET']
  // On SQLite the key lies beside the file it seals; on Postgres a lost folder would lose the credentials.
  const sealed = !graphIsMock(values) || !zoomIsMock(values)
  if (sealed && values.DATABASE_URL !== undefined) needed.push('SEAL_KEY')
  const given: Name[] = ['SEAL_KEY', 'ADMIN_API_KEY_PREVIOUS', 'TOKEN_SECRET_PREVIOUS', 'SEAL_KEY_PREVIOUS']
  const missing = needed.filter((name) => values[name] === undefined)
  const weak = [...new Set([...needed, ...given])].filter((name) => isWeak(values[name]))
  return [
    ...missing.map((name) => ({ name, message: `must be set, because BASE_URL is public; ${ADVICE}` })),
    ...weak.map((name) => ({
      name,
      message: `is too weak: it cannot hold ${NEEDED_BYTES} random bytes; ${ADVICE}`,
    })),
  ]
}

function isWeak(value: unknown): boolean {
  return typeof value === 'string' && !isStrong(value)
}

function entraFaults(values: Partial<Values>): SettingFault[] {
  if (graphIsMock(values)) return []
  const given = ENTRA_PROOFS.filter((name) => values[name] !== undefined)
  const faults: SettingFault[] = []
  if (values.ENTRA_CLIENT_ID === undefined)
    faults.push({ name: 'ENTRA_CLIENT_ID', message: 'must be set, because Outlook is not mocked' })
  if (given.length === 0)
    faults.push({
      name: 'ENTRA_CLIENT_SECRET',
      message: `must be set (or ${ENTRA_PROOFS.slice(1).join(', ')})`,
    })
  for (const name of given.slice(1))
    faults.push({ name, message: `cannot be set together with ${given[0]}: choose one of them` })
  return faults
}

function zoomFaults(values: Partial<Values>): SettingFault[] {
  if (zoomIsMock(values)) return []
  const given = ZOOM_ACCOUNT.filter((name) => values[name] !== undefined)
  if (given.length === 0) return []
  return ZOOM_ACCOUNT.filter((name) => values[name] === undefined).map((name) => ({
    name,
    message: `must be set, because ${given[0]} is`,
  }))
}

function mailFaults(values: Partial<Values>): SettingFault[] {
  if (values.MAIL === 'smtp' && values.SMTP_URL === undefined)
    return [{ name: 'SMTP_URL', message: 'must be set, because MAIL is smtp' }]
  if (values.MAIL === 'graph' && graphIsMock(values))
    return [{ name: 'MAIL', message: 'cannot be graph while Outlook is mocked' }]
  return []
}
