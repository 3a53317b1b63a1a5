/** Sends letters. `smtp.ts`, `graph.ts` and `mock.ts` implement it. May throw a `Failure` (lib/failure.ts). */
export interface Mail {
  /** Hands the letter over; when this resolves, the other side has taken it. */
  send(letter: Letter): Promise<void>
}

export interface Letter {
  /** Stable per letter, so that a repeated send can be recognised; becomes the Message-ID. */
  letter_id: string
  to: { name: string; email: string }
  /** The tenant's name, shown as the sender's. */
  from_name: string
  /** Where `MAIL=graph` sends from. */
  sender?: { m365_tenant_id: string; user: string }
  reply_to?: string
  subject: string
  text: string
  html: string
  /** BCP 47. */
  locale: string
}
