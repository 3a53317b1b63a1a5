import { and, eq, inArray } from 'drizzle-orm'
import type { Database } from '../../src/db/database.ts'
import { NOTIFICATION } from '../../src/sync/payload.ts'
import type { GraphSimulator } from '../simulators/graph.ts'
import type { ZoomSimulator } from '../simulators/zoom.ts'
import { markOf, type SimMeeting } from '../simulators/zoomWorld.ts'
import type { Case } from './cases.ts'
import { MOVED_MS, mailboxOf, OLD_ZOOM, START_MS } from './scene.ts'
import { isLeft } from './stories.ts'

export interface Providers {
  graph: GraphSimulator
  zoom: ZoomSimulator
}

/** What is wrong with the end of a case, in sentences; nothing when all is as it must be. */
export async function verdict(
  one: Case,
  booking_id: string,
  db: Database,
  { graph, zoom }: Providers,
): Promise<string[]> {
  const rows = await rowsOf(db, booking_id)
  const events = eventsOf(one, booking_id, graph)
  const marked = [...zoom.world.meetings.values()].filter(({ agenda }) => markOf(agenda) === booking_id)
  const [left, meetings] = [marked.filter(isOutOfReach), marked.filter((it) => !isOutOfReach(it))]
  const { story } = one
  const alive = story.ends === 'confirmed' ? 1 : 0
  const gaveUp = story.refused !== undefined || story.from === 'failed'
  const start_ms = story.moved ? MOVED_MS : START_MS
  const found: [string, unknown, unknown][] = [
    ['the state of the booking', rows.booking?.status, story.ends],
    ['the saga that still holds it', rows.booking?.saga_id, null],
    ['its start', rows.booking?.start_at_utc.getTime(), start_ms],
    ['sagas that have not ended', rows.open, isLeft(story) && !alive ? ['stuck'] : []],
    ['its claims', rows.claims, alive ? [{ start_ms, expires: null }] : []],
    ['living events', events.map((event) => event.start_ms), alive ? [start_ms] : []],
    ['events ever made', atMost(graph.marks()[booking_id]?.created ?? 0, story.made.events), 'few enough'],
    ['living meetings', meetings.map((it) => it.start_ms), hasMeeting(one) ? [start_ms] : []],
    ['meetings out of reach', left.map((it) => it.start_ms), isLeft(story) ? [START_MS] : []],
    ['what is told of them', rows.left, isLeft(story) ? [[OLD_ZOOM.account_id, String(left[0]?.id)]] : []],
    [
      'meetings ever made',
      atMost(zoom.world.created.get(booking_id) ?? 0, story.made.meetings),
      'few enough',
    ],
    ['the event we remember', rows.event, events[0]?.id],
    ['the meeting we remember', rows.meeting, [...meetings, ...left].map(({ id }) => String(id))[0]],
    ['the link in the event', linkIs(one, rows.booking?.join_url, events[0]?.body.content), true],
    ['dead jobs', rows.dead, []],
    ['follow-ups', rows.followUps, gaveUp ? ['saga_failed'] : (story.told?.asked ?? [])],
    ['what is tracked', story.told && rows.tracked.sort(), story.told?.tracked.toSorted()],
    ['news that is not done', rows.news, []],
    ['letters of another kind than the one that asks for the proof', otherLetters(one, graph), []],
  ]
  return found
    .filter(([, is, should]) => !Bun.deepEquals(is, should))
    .map(([what, is, should]) => `${what}: ${JSON.stringify(is)} instead of ${JSON.stringify(should)}`)
}

/** What bears our mark at the providers and belongs to no confirmed booking of these. */
export function strays(living: Set<string>, { graph, zoom }: Providers): string[] {
  const marks = [
    ...[...zoom.world.meetings.values()]
      .filter((meeting) => !isOutOfReach(meeting))
      .map(({ agenda }) => markOf(agenda) ?? 'a meeting without a mark'),
    ...[...graph.world.mailboxes.values()].flatMap(({ events }) =>
      [...events.values()]
        .filter((event) => !event.copy_of && !event.is_cancelled)
        .map((event) => event.properties[0]?.value ?? 'an event without a mark'),
    ),
  ]
  return marks.filter((mark) => !living.has(mark))
}

async function rowsOf({ q, t }: Database, booking_id: string) {
  const [booking] = await q.select().from(t.bookings).where(eq(t.bookings.id, booking_id))
  const sagas = await q.select().from(t.sagas).where(eq(t.sagas.booking_id, booking_id))
  const claims = await q.select().from(t.slot_claims).where(eq(t.slot_claims.booking_id, booking_id))
  const [event] = await q.select().from(t.graph_events).where(eq(t.graph_events.booking_id, booking_id))
  const [meeting] = await q.select().from(t.zoom_meetings).where(eq(t.zoom_meetings.booking_id, booking_id))
  const jobs = await q
    .select()
    .from(t.outbox_jobs)
    .where(inArray(t.outbox_jobs.key, [booking_id]))
  const news = await q.select().from(t.webhook_jobs).where(eq(t.webhook_jobs.kind, NOTIFICATION))
  const tracked = await q.select().from(t.tracking_events).where(eq(t.tracking_events.booking_id, booking_id))
  const followUps = await q.select().from(t.follow_ups).where(eq(t.follow_ups.booking_id, booking_id))
  const replaced = and(
    eq(t.follow_ups.tenant_id, booking?.tenant_id ?? ''),
    eq(t.follow_ups.kind, 'zoom_account_replaced'),
  )
  const left = await q.select().from(t.follow_ups).where(replaced)
  return {
    booking,
    open: sagas.filter(({ status }) => status !== 'done' && status !== 'undone').map(({ status }) => status),
    claims: claims.map((it) => ({ start_ms: it.start_at_utc.getTime(), expires: it.expires_at_utc })),
    event: event?.event_id,
    meeting: meeting?.provider_meeting_id,
    dead: jobs.filter(({ status }) => status === 'dead').map(({ last_error }) => last_error),
    followUps: followUps.map(({ kind }) => kind),
    left: left.map(({ detail }) => {
      const { account_id, named } = detail as { account_id: string; named: { provider_meeting_id: string }[] }
      return [account_id, ...named.map((one) => one.provider_meeting_id)]
    }),
    tracked: tracked.map(({ kind }) => kind).filter((kind) => !BEFORE.includes(kind)),
    // What a killed worker held is canceled where a sweep has had the same event looked at meanwhile.
    news: news
      .filter(({ key }) => key?.startsWith(`${booking?.salesperson_id}:`))
      .filter(({ status }) => status !== 'done' && status !== 'canceled')
      .map(({ status, last_error }) => `${status} ${last_error}`),
  }
}

function eventsOf(one: Case, booking_id: string, graph: GraphSimulator) {
  const mailboxes = [...graph.world.mailboxes.values()].filter(({ user }) => user === mailboxOf(one))
  return mailboxes.flatMap(({ events }) =>
    [...events.values()].filter(
      (event) => event.properties.some(({ value }) => value === booking_id) && !event.is_cancelled,
    ),
  )
}

/** What is tracked on the way to a confirmed booking. */
const BEFORE = ['held', 'confirming', 'confirmed']

/** Subjects of letters beside the first, for news alone: nobody is mailed for what was done in Outlook by hand. */
function otherLetters({ slug, story }: Case, { world }: GraphSimulator): unknown[] {
  if (!story.told) return []
  const letters = world.letters.map(({ message }) => JSON.stringify(message))
  const theirs = letters.filter((text) => text.includes(`ada-${slug}@`))
  return [...new Set(theirs.map((text) => /"subject":"[^"]*"/.exec(text)?.[0]))].slice(1)
}

/** In an account that its tenant has no more. */
function isOutOfReach({ account_id }: SimMeeting): boolean {
  return account_id === OLD_ZOOM.account_id
}

/** Whether a meeting of the booking stands where it can be reached. */
function hasMeeting(one: Case): boolean {
  const { story } = one
  return story.ends === 'confirmed' && zoomed(one) && (!isLeft(story) || story.moved === true)
}

function zoomed({ story }: Case): boolean {
  return story.location === 'zoom'
}

function atMost(count: number, most: number): string {
  return count <= most ? 'few enough' : `${count}, which is more than ${most}`
}

/** By Zoom, the event leads to the meeting that the booking has. */
function linkIs(one: Case, join_url: string | null | undefined, body: string | undefined): boolean {
  if (!zoomed(one) || body === undefined) return true
  return typeof join_url === 'string' && body.includes(join_url)
}
