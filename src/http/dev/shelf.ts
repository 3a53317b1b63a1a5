import { mailboxOf } from '../../booking/slots/busy.ts'
import { Problem } from '../../lib/problem.ts'
import { findSalesperson, findTenant } from '../../tenants/find.ts'
import { namesakes } from '../../tenants/namesakes.ts'
import type { Office } from '../../tenants/office.ts'
import type { DevEvent, DevTools } from './devTools.ts'

/** Whose pretend Outlook is meant: that of one tenant, or of whoever bears the name. */
interface Whose {
  salesperson: string
  tenant?: string
}

/** What a salesperson of this name does by hand, wherever they are: with real Outlooks nobody says of which tenant. */
export function shelf(tools: DevTools, office: Office) {
  const mailboxes = async ({ salesperson, tenant }: Whose) => {
    if (tenant === undefined)
      return (await namesakes(office, salesperson)).map((one) => mailboxOf(one.config, one.salesperson))
    const config = await findTenant(office.catalogue, office.db, tenant)
    return [mailboxOf(config, findSalesperson(config, salesperson))]
  }
  const find = async (whose: Whose, event_id: string) => {
    for (const mailbox of await mailboxes(whose)) {
      const event = tools.events(mailbox).find((one) => one.event_id === event_id)
      if (event) return { mailbox, event }
    }
    throw noEvent()
  }

  return {
    find,
    events: async (whose: Whose): Promise<DevEvent[]> =>
      (await mailboxes(whose)).flatMap((mailbox) => tools.events(mailbox)),
    /** What `change` leaves out stays; an event that is given a start alone keeps its length. */
    move: async (whose: Whose, event_id: string, change: Partial<Time>): Promise<DevEvent> => {
      const { mailbox, event } = await find(whose, event_id)
      return tools.move(mailbox, event_id, timeOf(event, change)) ?? raise(noEvent())
    },
    remove: async (whose: Whose, event_id: string): Promise<void> => {
      const { mailbox } = await find(whose, event_id)
      tools.remove(mailbox, event_id)
    },
  }
}

type Time = Pick<DevEvent, 'start_ms' | 'end_ms'>

function timeOf(event: Time, { start_ms = event.start_ms, end_ms }: Partial<Time>): Time {
  const end = end_ms ?? start_ms + event.end_ms - event.start_ms
  if (end > start_ms) return { start_ms, end_ms: end }
  const errors = [{ path: 'end_at_utc', message: 'must be after start_at_utc' }]
  throw new Problem('invalid_request', 'The event would end before it begins', { errors })
}

/** What is said where the event is not there, or not to be touched from elsewhere. */
export function noEvent(): Problem {
  return new Problem('not_found', 'There is no such event')
}

function raise(problem: Problem): never {
  throw problem
}
