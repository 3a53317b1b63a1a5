import { Failure, isFinal } from '../../lib/failure.ts'
import type { Mailbox, Outlook, OutlookEvent } from '../../outlook/outlook.ts'

/** An event as it is remembered, with its home: the mailbox in which it stands, null where that is not known. */
export interface Homed extends Home {
  event_id: string
}

interface Home {
  m365_tenant_id?: string | null
  mailbox?: string | null
}

/** The home that is remembered of an event in this mailbox. */
export function homeOf({ m365_tenant_id, user }: Mailbox): { m365_tenant_id: string; mailbox: string } {
  return { m365_tenant_id, mailbox: user }
}

/** A mailbox as one word, to be remembered before there is an event. */
export function wordOf({ m365_tenant_id, user }: Mailbox): string {
  return `${m365_tenant_id}/${user}`
}

/** The mailbox behind such a word, where its owner has another one by now. */
export function formerBehind(word: string, now: Mailbox): Mailbox | undefined {
  const [m365_tenant_id, ...user] = word.split('/')
  return formerOf({ m365_tenant_id, mailbox: user.join('/') }, now)
}

/** The mailbox in which an event stands, where its salesperson has another one by now. */
export function formerOf({ m365_tenant_id, mailbox }: Home, now: Mailbox): Mailbox | undefined {
  if (!m365_tenant_id || !mailbox) return undefined
  const same = m365_tenant_id === now.m365_tenant_id && mailbox.toLowerCase() === now.user.toLowerCase()
  return same ? undefined : { ...now, m365_tenant_id, user: mailbox }
}

/**
 * Reads an event where it stands, and answers in which mailbox that is. An event stays where it was made when its
 * salesperson gets another mailbox: what the new one does not have is not gone.
 */
export async function findAtHome(
  outlook: Outlook,
  homed: Homed,
  now: Mailbox,
): Promise<{ mailbox: Mailbox; event: OutlookEvent | undefined }> {
  const former = formerOf(homed, now)
  if (!former) return { mailbox: now, event: await outlook.find(now, homed.event_id) }
  try {
    return { mailbox: former, event: await outlook.find(former, homed.event_id) }
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'untouchable') throw error
    // Nobody knows a mailbox that was only renamed under its former name; its events are the same.
    const event = await findIfThere(outlook, homed, now)
    if (!event) throw error
    return { mailbox: now, event }
  }
}

/** Graph may refuse the id of another mailbox's event for good, instead of saying that there is none. */
async function findIfThere(
  outlook: Outlook,
  { event_id }: Homed,
  mailbox: Mailbox,
): Promise<OutlookEvent | undefined> {
  try {
    return await outlook.find(mailbox, event_id)
  } catch (error) {
    if (isFinal(error)) return undefined
    throw error
  }
}

/** The mailbox in which to write to an event; asks Outlook only where the salesperson has another one by now. */
export async function mailboxOfEvent(outlook: Outlook, homed: Homed, now: Mailbox): Promise<Mailbox> {
  return formerOf(homed, now) ? (await findAtHome(outlook, homed, now)).mailbox : now
}
