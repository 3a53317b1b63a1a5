import { createTransport, type SendMailOptions } from 'nodemailer'
import type { Clock } from '../lib/clock.ts'
import { withDeadline } from '../lib/deadline.ts'
import { Failure } from '../lib/failure.ts'
import { oneLine } from '../lib/line.ts'
import type { Letter, Mail } from './mail.ts'

/** How long each part of one sending may take, in milliseconds; `whole_ms` bounds them together. */
export interface SmtpLimits {
  connect_ms: number
  silence_ms: number
  whole_ms: number
}

const LIMITS: SmtpLimits = { connect_ms: 10_000, silence_ms: 15_000, whole_ms: 30_000 }

/**
 * Sends letters through the server at `url` (`smtp://` or `smtps://`), from the address in `from`
 * (`name@example.com` or `Name <name@example.com>`). What the server refuses for now (4yz, RFC 5321 §4.2.1) and
 * what the network does are `retry`; what it refuses for good (5yz) is `permanent`.
 */
export function smtpMail(options: { url: string; from: string; clock: Clock; limits?: SmtpLimits }): Mail {
  const { url, from, clock, limits = LIMITS } = options
  const sender = addressIn(from)
  const transport = createTransport({
    url,
    requireTLS: needsTls(url),
    connectionTimeout: limits.connect_ms,
    dnsTimeout: limits.connect_ms,
    greetingTimeout: limits.silence_ms,
    socketTimeout: limits.silence_ms,
    // A letter is text we made; nothing in it may make this process read a file or fetch a page.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(letter) {
      if (!isPlainAddress(letter.to.email)) {
        throw new Failure('permanent', 'address_invalid', 'The recipient is not one plain address')
      }
      const message = { ...messageOf(letter, sender), date: new Date(clock.now_ms()) }
      await withDeadline(limits.whole_ms, (signal) =>
        transport.sendMail({ ...message, signal }).catch((error: unknown) => {
          throw failureOf(error)
        }),
      )
    },
  }
}

/** Connects to the server and logs in, and sends nothing. Throws as `send` does. */
export async function probeSmtp(url: string, limits: SmtpLimits = LIMITS): Promise<void> {
  const transport = createTransport({ url, requireTLS: needsTls(url), connectionTimeout: limits.connect_ms })
  await withDeadline(limits.whole_ms, () =>
    transport.verify().catch((error: unknown) => {
      throw failureOf(error)
    }),
  )
}

function addressIn(from: string): string {
  return (/<([^<>]+)>\s*$/.exec(from)?.[1] ?? from).trim()
}

// A password must not cross a network in the clear, even where the server forgets to offer TLS. A query
// parameter of the URL still decides otherwise.
function needsTls(url: string): boolean {
  const { password, hostname, protocol } = new URL(url)
  return protocol === 'smtp:' && password !== '' && !/^(localhost|127\..*|\[::1\])$/.test(hostname)
}

function isPlainAddress(email: string): boolean {
  return email.length <= 254 && /^[^\s@,;:<>()[\]"\\]+@[^\s@,;:<>()[\]"\\]+$/u.test(email)
}

function messageOf(letter: Letter, sender: string): SendMailOptions {
  return {
    from: { name: oneLine(letter.from_name), address: sender },
    to: { name: oneLine(letter.to.name), address: letter.to.email },
    replyTo: letter.reply_to,
    subject: oneLine(letter.subject),
    text: letter.text,
    html: letter.html,
    messageId: `<${letter.letter_id.replace(/[^\w.-]/g, '-')}@${sender.slice(sender.lastIndexOf('@') + 1)}>`,
    textEncoding: 'quoted-printable',
    xMailer: false,
    headers: {
      'Content-Language': letter.locale.replace(/[^\w-]/g, ''),
      // Automatic Responses to Electronic Mail (RFC 3834): no vacation notice may come back.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
    },
  }
}

// The library's own message quotes the server, and servers quote addresses; only codes go on from here.
function failureOf(error: unknown): Failure {
  const { code, responseCode } = detailsOf(error)
  if (responseCode === undefined) {
    const kind = OUR_FAULT.has(code) ? 'permanent' : 'retry'
    return new Failure(kind, 'mail_not_sent', `The letter could not be handed over (${code})`)
  }
  const message = `The mail server answered ${responseCode} (${code})`
  const detail = { status: responseCode }
  if (!isForGood(responseCode)) return new Failure('retry', 'mail_deferred', message, detail)
  return new Failure('permanent', code === 'EAUTH' ? 'mail_login_refused' : 'mail_refused', message, detail)
}

const OUR_FAULT = new Set(['EENVELOPE', 'EMAXRECIPIENTS', 'ENOAUTH', 'ECONFIG', 'EFILEACCESS', 'EURLACCESS'])

// 503 speaks of the order of commands in one session, not of the letter; another session may go through.
function isForGood(responseCode: number): boolean {
  return responseCode >= 500 && responseCode < 600 && responseCode !== 503
}

function detailsOf(error: unknown): { code: string; responseCode?: number } {
  if (!(error instanceof Error)) return { code: 'unknown' }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
  const responseCode =
    'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : undefined
  return { code, responseCode }
}
