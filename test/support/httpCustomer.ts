import { codeIn, tokenIn } from './world.ts'

interface Answer {
  status: number
  headers: Headers
  body: ReturnType<typeof JSON.parse>
}

export interface Slot {
  start_at_utc: string
}

/** The letters that came, newest first. */
export type Letters = () => Promise<{ text: string }[]>

const DAY_MS = 24 * 3_600_000

/** What a customer of the demonstration tenant does over HTTP, in mock mode, at the service with this address. */
export function customerAt(url: string, email = 'ada@example.com', letters?: Letters) {
  async function ask(method: string, path: string, body?: unknown, more: Record<string, string> = {}) {
    const headers = new Headers(more)
    if (body !== undefined) headers.set('content-type', 'application/json')
    const reply = await fetch(url + path, { method, headers, body: JSON.stringify(body) })
    const text = await reply.text()
    const isJson = /json/.test(reply.headers.get('content-type') ?? '')
    const answer: Answer = {
      status: reply.status,
      headers: reply.headers,
      body: isJson ? JSON.parse(text) : text,
    }
    return answer
  }

  /** Free slots of the next two weeks. */
  async function slots(type = 'intro-zoom'): Promise<Slot[]> {
    const date = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
    const range = `from=${date(1)}&to=${date(14)}&time_zone=Europe/Berlin`
    const { body } = await ask('GET', `/v1/tenants/acme/meeting-types/${type}/slots?${range}`)
    return body.slots
  }

  const customer = { name: 'Ada Lovelace', email, time_zone: 'Europe/Berlin', locale: 'en' }
  const hold = (slot: Slot | undefined, key: string = crypto.randomUUID(), type = 'intro-zoom') => {
    const wish = { meeting_type: type, start_at_utc: slot?.start_at_utc, customer }
    return ask('POST', '/v1/tenants/acme/holds', wish, { 'idempotency-key': key })
  }

  const kept: Letters = async () => {
    const { body } = await ask('GET', `/dev/mailbox?to=${encodeURIComponent(email)}`)
    return body.items
  }

  /** The newest letter whose text passes, once there is one. */
  async function letter(isIt: (text: string) => boolean): Promise<{ text: string }> {
    for (;;) {
      const found = (await (letters ?? kept)()).find(({ text }) => isIt(text))
      if (found) return found
      await Bun.sleep(20)
    }
  }

  /** Proves the address by the code of the letter. */
  async function confirm(booking_id: string) {
    const code = codeIn(await letter((text) => codeIn({ text }) !== 'no code'))
    return ask('POST', '/v1/bookings/confirm', { booking_id, code })
  }

  /** Asks for fresh links and takes their tokens from the letter. */
  async function links(booking_id: string) {
    await ask('POST', `/v1/bookings/${booking_id}/links`, { email })
    const found = await letter((text) => tokenIn({ text }, 'cancel') !== 'no token')
    return { cancel: tokenIn(found, 'cancel'), reschedule: tokenIn(found, 'reschedule') }
  }

  return { ask, slots, hold, letter, confirm, links }
}
