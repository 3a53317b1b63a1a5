import { drive, percentile } from './clients.ts'
import { cpuOf } from './cpu.ts'
import { notification } from './posts.ts'

/** As many as the issue names for how long an answer may take. */
export const CLIENTS = 64
/** As many as it takes that nobody idles. */
const CROWD = 256
/** As long as it takes until the engine has made of the code what it makes of it; a receiver is up for weeks. */
const WARM_UP = 50_000
const POSTS = Number(process.env.POSTS ?? 60_000)
const ROUNDS = 6
const RAW_MS = 1000

/** One line of what was measured. */
export function show(label: string, text: string): void {
  console.log(`${label.padEnd(66)}${text}`)
}

interface Receiving {
  origin: string
  pid: number
}

/** What the database does alone, and how it is emptied of what was received. */
interface Rival {
  raw(for_ms: number): Promise<number>
  empty(): Promise<void>
}

/** What was measured of one receiver with so many clients, round by round. */
interface Course {
  rates: number[]
  ratios: number[]
  times_ms: number[]
  cpu_ms: number
  clients_cpu_ms: number
  others: Map<number, number>
}

/**
 * Ours and the barest receiver, with few clients and with many, in turns with what the database does alone: the speed
 * of a machine changes from minute to minute, so each turn is compared with the raw inserts before and after it. The
 * ratio is the median of the rounds. Each turn begins with nothing pending, for that is what a receiver finds whose
 * worker keeps up.
 */
export async function compete(
  said: { name: string; raw_name: string; bar: string },
  ours: Receiving,
  barest: Receiving,
  database: Rival,
): Promise<void> {
  const turns = [CLIENTS, CROWD].flatMap((clients) => [
    { clients, who: 'Holdfast', it: ours, course: course() },
    { clients, who: 'the barest', it: barest, course: course() },
  ])
  for (const { clients, it } of turns) await post({ ...it, clients, count: WARM_UP }, course())
  const raws = [await database.raw(RAW_MS)]
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { clients, it, course } of turns) {
      await database.empty()
      const rate = await post({ ...it, clients, count: Math.ceil(POSTS / ROUNDS) }, course)
      raws.push(await database.raw(RAW_MS))
      course.ratios.push(rate / ((raws.at(-1)! + raws.at(-2)!) / 2))
    }
  show(`${said.name}: ${said.raw_name}`, `${spread(raws, 0)} a second`)
  for (const turn of turns) tell(said, turn)
}

function course(): Course {
  return { rates: [], ratios: [], times_ms: [], cpu_ms: 0, clients_cpu_ms: 0, others: new Map() }
}

/** The median, with the least and the most. */
function spread(figures: number[], digits: number): string {
  const [half, least, most] = [percentile(figures, 0.5), Math.min(...figures), Math.max(...figures)]
  return `${half.toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`
}

function tell(
  { name, bar }: { name: string; bar: string },
  { clients, who, course }: { clients: number; who: string; course: Course },
): void {
  const { rates, ratios, times_ms, cpu_ms, clients_cpu_ms, others } = course
  const label = `${name}, ${clients} clients, ${who}:`
  const isOurs = who === 'Holdfast'
  show(`${label} stored and answered`, `${spread(rates, 0)} a second`)
  show(`${label} ratio${isOurs ? ` (bar: ${bar})` : ''}`, spread(ratios, 2))
  for (const [status, n] of others) show(`${label} answered ${status}`, String(n))
  if (!isOurs) return
  const within = clients === CLIENTS ? ' (bar: under 50 ms)' : ''
  show(`${label} half within`, `${percentile(times_ms, 0.5).toFixed(1)} ms`)
  show(`${label} 99 of 100 within${within}`, `${percentile(times_ms, 0.99).toFixed(1)} ms`)
  const micros = (ms: number) => `${((ms * 1000) / times_ms.length).toFixed(0)} µs`
  show(`${label} CPU time for each`, `${micros(cpu_ms)}, of the clients ${micros(clients_cpu_ms)}`)
}

interface Load extends Receiving {
  clients: number
  count: number
}

/** Posts so many, each client the next once it is answered; answers how many a second were stored. */
async function post({ origin, pid, clients, count }: Load, course: Course): Promise<number> {
  let left = count
  let stored = 0
  const [ours, theirs] = [cpuOf(process.pid), cpuOf(pid)]
  const took_ms = await drive({
    origin,
    clients,
    next: () => (left-- > 0 ? notification(origin) : undefined),
    take: ({ status, took_ms }) => {
      if (status !== 202) return void course.others.set(status, (course.others.get(status) ?? 0) + 1)
      stored += 1
      course.times_ms.push(took_ms)
    },
  })
  course.cpu_ms += cpuOf(pid) - theirs
  course.clients_cpu_ms += cpuOf(process.pid) - ours
  const rate = (stored * 1000) / took_ms
  course.rates.push(rate)
  return rate
}
