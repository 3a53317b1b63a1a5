import { Failure } from '../../lib/failure.ts'
import type { Mailbox, Outlook } from '../../outlook/outlook.ts'
import { bad, type Finding, good, reasonOf, warning } from './finding.ts'

const HOUR_MS = 3_600_000

/** Whether each salesperson's calendar can be read. */
export async function checkCalendars(
  outlook: Outlook,
  tenant: string,
  people: { slug: string; mailbox: Mailbox }[],
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { slug, mailbox } of people) {
    const about = `${tenant}/${slug}`
    const error = await read(outlook, mailbox)
    if (error === undefined) findings.push(good(about, 'The calendar can be read.'))
    else findings.push(bad(about, `The calendar cannot be read: ${reasonOf(error)}.`, adviceOn(error)))
  }
  return findings
}

/** Whether a mailbox that is nobody's business is refused: the application should reach the salespersons' alone. */
export async function checkOutside(outlook: Outlook, tenant: string, mailbox: Mailbox): Promise<Finding> {
  const error = await read(outlook, mailbox)
  if (error instanceof Failure && error.kind === 'untouchable')
    return good(tenant, 'A mailbox outside the scope is refused, as it should be.')
  if (error !== undefined)
    return warning(tenant, `The mailbox outside could not be tried: ${reasonOf(error)}.`)
  return bad(tenant, 'A mailbox outside the scope can be read.', NARROW)
}

const NARROW = `Let the application reach one group only, in Exchange Online PowerShell:
    New-ServicePrincipal -AppId <client id> -ObjectId <object id> -DisplayName Holdfast
    New-ManagementScope -Name Holdfast -RecipientRestrictionFilter "MemberOfGroup -eq '<group DN>'"
    foreach ($role in "Application Calendars.Read", "Application Calendars.ReadWrite") {
      New-ManagementRoleAssignment -App <client id> -Role $role -CustomResourceScope Holdfast
    }
  then remove the consent to both in Entra.`

async function read(outlook: Outlook, mailbox: Mailbox): Promise<unknown> {
  const from_ms = Date.now()
  return outlook.busy(mailbox, { from_ms, until_ms: from_ms + HOUR_MS }).then(
    () => undefined,
    (error: unknown) => error,
  )
}

function adviceOn(error: unknown): string {
  const code = error instanceof Failure ? error.code : ''
  if (/^entra_(7000215|7000222|invalid_client)/.test(code))
    return 'The client secret is wrong or has expired: make a new one in Entra and set ENTRA_CLIENT_SECRET.'
  if (code === 'entra_700016' || code === 'entra_90002')
    return 'The tenant does not know the application: let an admin of theirs consent, and check m365_tenant_id.'
  if (code === 'assertion_unreadable')
    return 'Check ENTRA_ASSERTION_FILE and that it can be read, or ENTRA_MANAGED_IDENTITY and that the machine has it.'
  if (code.startsWith('entra_')) return 'Check the ENTRA_ settings and the tenant’s m365_tenant_id.'
  if (error instanceof Failure && error.detail.status === 403)
    return 'Consent to Calendars.ReadWrite, or add the mailbox to the group that the application may reach.'
  if (error instanceof Failure && error.detail.status === 404)
    return 'There is no such mailbox: correct it in the salesperson, or give them a licence with Exchange.'
  return 'Try again in a moment; if it stays, look at the state of Microsoft 365.'
}
