import { afterEach, describe, expect, test } from 'bun:test'
import { stoppedClock } from '../../src/lib/clock.ts'
import { Failure } from '../../src/lib/failure.ts'
import type { Letter } from '../../src/mail/mail.ts'
import { type SmtpLimits, smtpMail } from '../../src/mail/smtp.ts'
import { type Replies, readHeader, readMessage, smtpServer } from '../support/smtpServer.ts'

const LETTER: Letter = {
  letter_id: '0197c1a2-0000-7000-8000-000000000001',
  to: { name: 'Zoë Müller', email: 'zoe@example.com' },
  from_name: 'Acme GmbH & Söhne',
  reply_to: 'sales@acme.example',
  subject: 'Bitte bestätigen Sie: 15. Juli',
  text: `Grüße\n.\nhttps://book.example.com/acme/booking/verify?token=${'abc.def-ghi_'.repeat(40)}\n`,
  html: '<p>Grüße</p>\n',
  locale: 'de-AT',
}

let running: Awaited<ReturnType<typeof smtpServer>> | undefined
afterEach(async () => {
  await running?.stop()
  running = undefined
})

async function post(
  change: Partial<Letter> = {},
  replies: Replies = {},
  more: { limits?: SmtpLimits; login?: string } = {},
) {
  running = await smtpServer(replies)
  const url = `smtp://${more.login ?? ''}127.0.0.1:${running.port}`
  const clock = stoppedClock(Date.UTC(2026, 6, 1, 12))
  const mail = smtpMail({ url, from: 'Holdfast <no-reply@book.example.com>', clock, limits: more.limits })
  await mail.send({ ...LETTER, ...change })
  return { session: running.sessions[0]!, ...readMessage(running.sessions[0]!.message) }
}

async function failure(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Failure)) throw new Error(`Expected a Failure, got ${error}`)
  return error
}

describe('a letter', () => {
  test('arrives as text and as HTML, to the letter', async () => {
    const { parts, headers } = await post()
    expect(headers.get('content-type')).toStartWith('multipart/alternative')
    expect([...parts.keys()]).toEqual(['text/plain', 'text/html'])
    expect(parts.get('text/plain')!.replaceAll('\r\n', '\n').trim()).toBe(LETTER.text.trim())
    expect(parts.get('text/html')!.trim()).toBe('<p>Grüße</p>')
  })

  test('is from the tenant by name and from our address, to the customer alone', async () => {
    const { session, headers } = await post()
    expect(session.commands.filter((line) => /^(MAIL|RCPT)/.test(line))).toEqual([
      expect.stringMatching(/^MAIL FROM:<no-reply@book\.example\.com>/),
      'RCPT TO:<zoe@example.com>',
    ])
    expect(readHeader(headers.get('from')!)).toBe('Acme GmbH & Söhne <no-reply@book.example.com>')
    expect(readHeader(headers.get('to')!)).toBe('Zoë Müller <zoe@example.com>')
    expect(headers.get('reply-to')).toBe('sales@acme.example')
    expect(readHeader(headers.get('subject')!)).toBe(LETTER.subject)
  })

  test('bears the same Message-ID each time it is sent', async () => {
    const ids = []
    for (let i = 0; i < 2; i++) {
      ids.push((await post()).headers.get('message-id'))
      await running?.stop()
    }
    expect(ids).toEqual(Array(2).fill('<0197c1a2-0000-7000-8000-000000000001@book.example.com>'))
  })

  test('says when it was sent, in which language, and that no machine need answer', async () => {
    const { headers } = await post()
    expect(Date.parse(headers.get('date')!)).toBe(Date.UTC(2026, 6, 1, 12))
    expect(headers.get('content-language')).toBe('de-AT')
    expect(headers.get('auto-submitted')).toBe('auto-generated')
  })

  test('asks for no receipt and does not say what made it', async () => {
    const { headers } = await post()
    for (const name of ['disposition-notification-to', 'return-receipt-to', 'x-mailer']) {
      expect(headers.has(name)).toBe(false)
    }
  })
})

describe('hostile input', () => {
  test('in names, subject and language makes no new header', async () => {
    const evil = 'Eve\r\nBcc: everyone@example.com\r\n\r\nBody'
    const { headers, session } = await post({
      from_name: evil,
      to: { name: `"${evil}" <other@example.com>,`, email: 'zoe@example.com' },
      subject: evil,
      locale: `en\r\nBcc: everyone@example.com`,
      letter_id: `id>\r\nBcc: everyone@example.com`,
    })
    expect(headers.has('bcc')).toBe(false)
    expect(session.commands.filter((line) => line.startsWith('RCPT'))).toEqual(['RCPT TO:<zoe@example.com>'])
    expect(readHeader(headers.get('subject')!)).toBe('Eve Bcc: everyone@example.com Body')
  })

  test('in the address is refused for good before anything is sent', async () => {
    const addresses = [
      'a@example.com,b@example.com',
      'a@example.com>\r\nRCPT TO:<b@example.com',
      'Zoe <zoe@example.com>',
      'zoe',
      '',
      '@example.com',
      'a b@example.com',
      `${'a'.repeat(300)}@example.com`,
    ]
    for (const email of addresses) {
      const error = await failure(post({ to: { name: 'Zoe', email } }))
      expect([error.kind, error.code]).toEqual(['permanent', 'address_invalid'])
      expect(running?.sessions).toEqual([])
      await running?.stop()
    }
  })
})

describe('a server that refuses', () => {
  const refusals: [Replies, string, string][] = [
    [{ RCPT: '450 4.2.1 zoe@example.com is busy' }, 'retry', 'mail_deferred'],
    [{ connect: '421 4.3.2 not now' }, 'retry', 'mail_deferred'],
    [{ '.': '451 4.3.0 try later' }, 'retry', 'mail_deferred'],
    [{ MAIL: '503 5.5.1 bad sequence' }, 'retry', 'mail_deferred'],
    [{ RCPT: '550 5.1.1 zoe@example.com: no such person' }, 'permanent', 'mail_refused'],
    [{ MAIL: '553 5.7.1 not from you' }, 'permanent', 'mail_refused'],
    [{ '.': '554 5.6.0 zoe@example.com: we do not like this' }, 'permanent', 'mail_refused'],
    [{ connect: '554 go away' }, 'permanent', 'mail_refused'],
  ]
  for (const [replies, kind, code] of refusals) {
    const reply = Object.values(replies)[0]!
    test(`with “${reply}” is a ${kind} failure that names nobody`, async () => {
      const error = await failure(post({}, replies))
      expect([error.kind, error.code, error.detail.status]).toEqual([
        kind as Failure['kind'],
        code,
        Number(reply.slice(0, 3)),
      ])
      expect(error.message).not.toContain('zoe')
    })
  }

  test('our name and password fails for good and keeps the password to itself', async () => {
    const error = await failure(post({}, { AUTH: '535 5.7.8 no: hunter2' }, { login: 'me:hunter2@' }))
    expect([error.kind, error.code]).toEqual(['permanent', 'mail_login_refused'])
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain('hunter2')
  })
})

describe('a server that fails', () => {
  const limits = { connect_ms: 200, silence_ms: 50, whole_ms: 5000 }

  test('to be there is worth another try', async () => {
    const gone = await smtpServer()
    await gone.stop()
    const mail = smtpMail({
      url: `smtp://127.0.0.1:${gone.port}`,
      from: 'a@b.example',
      clock: stoppedClock(0),
    })
    expect((await failure(mail.send(LETTER))).kind).toBe('retry')
  })

  for (const at of ['connect', 'EHLO', 'RCPT', 'DATA', '.'] as const) {
    test(`by silence at ${at} is worth another try`, async () => {
      expect((await failure(post({}, { [at]: 'hang' }, { limits }))).kind).toBe('retry')
    })

    test(`by hanging up at ${at} is worth another try`, async () => {
      expect((await failure(post({}, { [at]: 'drop' }, { limits }))).kind).toBe('retry')
    })
  }

  test('to end within the whole time is given up, though it is never silent', async () => {
    const slow = { ...limits, silence_ms: 5000, whole_ms: 50 }
    const error = await failure(post({}, { '.': 'hang' }, { limits: slow }))
    expect([error.kind, error.code]).toEqual(['retry', 'deadline'])
  })

  test('to offer encryption gets no password from us, save on this machine', async () => {
    running = await smtpServer()
    // On Linux and macOS this address reaches this machine too, but it is not a loopback address.
    const url = `smtp://me:hunter2@0.0.0.0:${running.port}`
    await failure(smtpMail({ url, from: 'a@b.example', clock: stoppedClock(0) }).send(LETTER))
    expect(running.sessions[0]!.commands.some((line) => line.startsWith('AUTH'))).toBe(false)
    await running.stop()
    const { session } = await post({}, {}, { login: 'me:hunter2@' })
    expect(session.commands.some((line) => line.startsWith('AUTH'))).toBe(true)
  })
})
