import { SYSTEM } from '../../src/tenants/actor.ts'
import { setAvailability } from '../../src/tenants/availability.ts'
import { changeMeetingType, createMeetingType } from '../../src/tenants/meetingType.ts'
import { changeSalesperson } from '../../src/tenants/salesperson.ts'
import { changeTenant } from '../../src/tenants/tenant.ts'
import type { World } from '../support/world.ts'

export const PEOPLE = ['berlin', 'vancouver'] as const

/** The mailboxes that each of them has in turn. */
export const MAILBOXES = {
  berlin: ['berlin@acme.example', 'berlin.second@acme.example'],
  vancouver: ['vancouver@acme.example', 'vancouver.second@acme.example'],
} as const

/** What an admin does to a tenant in which chance reigns. */
export async function office({ ctx, acme }: World) {
  const about = { tenant_id: (await acme()).tenant.id, actor: SYSTEM }
  const around = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from_minute: 0, until_minute: 1440 }))
  return {
    /** Lets both salespersons be booked together, around the clock: in one room, with time before and after. */
    openPanel: async () => {
      for (const slug of PEOPLE) await setAvailability(ctx, about, slug, { rules: around, overrides: [] })
      await createMeetingType(ctx, about, {
        slug: 'panel',
        name: 'Panel',
        length_minutes: 30,
        buffer_before_minutes: 5,
        buffer_after_minutes: 15,
        staffing: 'all',
        location: { kind: 'zoom' },
        salespersons: [...PEOPLE],
      })
    },
    /** Lets a salesperson be booked, or no longer; what is booked stands. */
    setActive: (slug: string, active: boolean) => changeSalesperson(ctx, about, slug, { active }),
    /** Changes what is offered from now on; what is booked stands. */
    changeType: (slug: string, to: Parameters<typeof changeMeetingType>[3]) =>
      changeMeetingType(ctx, about, slug, to),
    /** Lets the tenant be booked, or no longer. */
    open: (active: boolean) => changeTenant(ctx, about, { active }),
    /** Gives a salesperson another mailbox, the first or a second one. */
    moveTo: (slug: string, mailbox: string) => changeSalesperson(ctx, about, slug, { mailbox }),
  }
}
