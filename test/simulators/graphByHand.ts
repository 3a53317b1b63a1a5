import { z } from 'zod'
import { addEvent, changeEvent, removeEvent, respond } from './graphCalendar.ts'
import { daysOf } from './graphWire.ts'
import { type GraphWorld, type MailboxTrouble, mailboxOf, type SimEvent } from './graphWorld.ts'

const Mailbox = z.object({ m365_tenant_id: z.string(), user: z.string() })
const Named = Mailbox.extend({ event_id: z.string() })

const Dates = z.object({ start: z.string(), end: z.string() })

const Repeat = z.object({ every_days: z.number(), count: z.number() })

const OwnEvent = Mailbox.extend({
  subject: z.string().default('Own'),
  body: z.string().optional(),
  show_as: z.string().default('busy'),
  start_ms: z.number().optional(),
  end_ms: z.number().optional(),
  /** Instead of the instants: an all-day event, its end the day after. */
  dates: Dates.optional(),
  repeat: Repeat.optional(),
  attendees: z.array(z.string()).default([]),
})
const Edit = Named.extend({
  subject: z.string().optional(),
  body: z.string().optional(),
  show_as: z.string().optional(),
  start_ms: z.number().optional(),
  end_ms: z.number().optional(),
  /** Makes it an all-day event. */
  dates: Dates.optional(),
  /** Makes it a series. */
  repeat: Repeat.optional(),
  is_cancelled: z.boolean().optional(),
})
const Answer = Named.extend({
  email: z.string(),
  response: z.enum(['accepted', 'tentativelyAccepted', 'declined']),
})
const Setting = Mailbox.extend({
  time_zone: z.string().optional(),
  trouble: z.enum(['denied', 'no_mailbox', 'unknown']).nullable().optional(),
})

/** What people do in Outlook, and what happens to their mailboxes. */
export interface ByHand {
  events(mailbox: z.input<typeof Mailbox>): SimEvent[]
  add(event: z.input<typeof OwnEvent>): SimEvent
  edit(change: z.input<typeof Edit>): SimEvent
  move(change: z.input<typeof Edit>): SimEvent
  remove(named: z.input<typeof Named>): void
  answer(answer: z.input<typeof Answer>): void
  mailbox(setting: {
    m365_tenant_id: string
    user: string
    time_zone?: string
    trouble?: MailboxTrouble | null
  }): void
}

/** Hands in this world. Arguments are checked, for they also come over HTTP. */
export function byHand(world: GraphWorld): ByHand {
  const find = ({ m365_tenant_id, user, event_id }: z.infer<typeof Named>) => {
    const mailbox = mailboxOf(world, m365_tenant_id, user)
    const event = mailbox.events.get(event_id)
    if (!event) throw new Error(`The simulator holds no event ${event_id}`)
    return { mailbox, event }
  }
  const edit = (change: z.input<typeof Edit>) => {
    const { m365_tenant_id, user, event_id, body, ...fields } = Edit.parse(change)
    const { mailbox, event } = find({ m365_tenant_id, user, event_id })
    const content = body === undefined ? {} : { body: { contentType: 'html', content: body } }
    const days = fields.dates && daysOf(world, mailbox, fields.dates)
    return changeEvent(world, mailbox, event, { ...defined(fields), ...days, ...content })
  }
  return {
    events: ({ m365_tenant_id, user }) => [...mailboxOf(world, m365_tenant_id, user).events.values()],
    add: (event) => addByHand(world, OwnEvent.parse(event)),
    edit,
    move: edit,
    remove: (named) => {
      const { mailbox, event } = find(Named.parse(named))
      removeEvent(world, mailbox, event)
    },
    answer: (given) => {
      const { email, response, ...named } = Answer.parse(given)
      const { mailbox, event } = find(named)
      respond(world, mailbox, event, email, response)
    },
    mailbox: (setting) => {
      const { m365_tenant_id, user, time_zone, trouble } = Setting.parse(setting)
      const mailbox = mailboxOf(world, m365_tenant_id, user)
      if (time_zone) mailbox.time_zone = time_zone
      if (trouble !== undefined) mailbox.trouble = trouble ?? undefined
    },
  }
}

function addByHand(world: GraphWorld, wish: z.infer<typeof OwnEvent>): SimEvent {
  const { m365_tenant_id, user, dates, start_ms = 0, end_ms = 0, body, attendees, ...fields } = wish
  const mailbox = mailboxOf(world, m365_tenant_id, user)
  return addEvent(world, mailbox, {
    ...fields,
    ...(dates ? { dates, ...daysOf(world, mailbox, dates) } : { start_ms, end_ms }),
    body: { contentType: 'html', content: body ?? '' },
    attendees: attendees.map((address) => ({ name: '', address, type: 'required', response: 'none' })),
  })
}

function defined<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<Fields>
}
