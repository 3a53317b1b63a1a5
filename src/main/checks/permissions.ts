import { z } from 'zod'
import { bad, type Finding, good, warning } from './finding.ts'

const READ = 'Calendars.Read'
const WRITE = 'Calendars.ReadWrite'
const SEND = 'Mail.Send'

/** What a tenant's consent lets the application do, as its token tells: too little, enough, or more than it needs. */
export function checkPermissions(tenant: string, access_token: string, sends_mail: boolean): Finding[] {
  const roles = rolesIn(access_token)
  if (roles === undefined) return []
  const excess = roles.filter((role) => ![READ, WRITE, ...(sends_mail ? [SEND] : [])].includes(role))
  const found = [...calendars(tenant, roles), ...(sends_mail ? letters(tenant, roles) : [])]
  if (excess.length > 0)
    found.push(
      warning(
        tenant,
        `The application may do more than it needs: ${excess.join(', ')}.`,
        'Remove it from the registration in Entra, and the consent to it.',
      ),
    )
  return found
}

/** The claim of an application's token that names its permissions (Microsoft identity platform, "Access token claims"). */
function rolesIn(access_token: string): string[] | undefined {
  try {
    const [, claims = ''] = access_token.split('.')
    return Claims.parse(JSON.parse(Buffer.from(claims, 'base64url').toString())).roles
  } catch {
    return undefined
  }
}

const Claims = z.object({ roles: z.array(z.string()).default([]) })

function calendars(tenant: string, roles: string[]): Finding[] {
  if (roles.includes(WRITE)) return [good(tenant, 'Its consent allows calendars to be read and written.')]
  if (roles.includes(READ))
    return [
      bad(tenant, 'Its consent allows calendars to be read, not written.', `Consent to ${WRITE} in Entra.`),
    ]
  return [good(tenant, 'Its consent names no calendars: Exchange grants them, to a scope.')]
}

function letters(tenant: string, roles: string[]): Finding[] {
  if (roles.includes(SEND)) return [good(tenant, 'Its consent allows letters to be sent.')]
  const advice = `Consent to ${SEND} in Entra, or let Exchange grant it to the salespersons' mailboxes.`
  return [warning(tenant, 'Its consent does not name the sending of letters.', advice)]
}
