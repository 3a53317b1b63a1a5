import { connect, type Line } from './clients.ts'

export interface Pace {
  origin: string
  clients: number
  per_second: number
  seconds: number
  next(origin: string): string
}

/**
 * Sends so many requests a second, whether the last ones are answered or not. How long each took counts from the
 * moment at which it was due: whoever waits for a free connection waits on the clock.
 */
export async function steady({ origin, clients, per_second, seconds, next }: Pace) {
  const times_ms: number[] = []
  const others = new Map<number, number>()
  const total = per_second * seconds
  const free: (() => void)[] = []
  const lines: Line[] = []
  let sent = 0
  let answered = 0
  const done = Promise.withResolvers<void>()
  for (let i = 0; i < clients; i += 1) await open()
  const begun = performance.now()
  const timer = setInterval(sendWhatIsDue, 1)
  await done.promise
  clearInterval(timer)
  for (const line of lines) line.end()
  return { times_ms, others }

  async function open() {
    let due_ms = 0
    const line = await connect(origin, (answer) => {
      if (answer instanceof Error) return done.reject(answer)
      if (answer.status === 202) times_ms.push(performance.now() - due_ms)
      else others.set(answer.status, (others.get(answer.status) ?? 0) + 1)
      answered += 1
      if (answered === total) return done.resolve()
      free.push(send)
      sendWhatIsDue()
    })
    const send = () => {
      due_ms = dueAt(sent)
      sent += 1
      line.send(next(origin))
    }
    lines.push(line)
    free.push(send)
  }

  function sendWhatIsDue() {
    while (sent < total && free.length > 0 && dueAt(sent) <= performance.now()) free.pop()?.()
  }

  function dueAt(nth: number) {
    return begun + (nth * 1000) / per_second
  }
}
