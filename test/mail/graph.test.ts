import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { graphMail } from '../../src/mail/graph.ts'
import type { Letter, Mail } from '../../src/mail/mail.ts'
import { type GraphSimulator, startGraphSimulator } from '../simulators/graph.ts'
import { clientOf } from '../support/graphClient.ts'

const sender = { m365_tenant_id: '11111111-2222-4333-8444-555555555555', user: 'sales@acme.example' }
const letter: Letter = {
  letter_id: 'letter-1',
  to: { name: 'Cus\r\nTomer', email: 'cus@example.com' },
  from_name: 'Acme',
  sender,
  reply_to: 'berlin@acme.example',
  subject: 'Please\nconfirm',
  text: 'Confirm',
  html: '<p>Confirm</p>',
  locale: 'en',
}

let simulator: GraphSimulator
let mail: Mail
beforeAll(async () => {
  simulator = await startGraphSimulator()
  mail = graphMail(clientOf(simulator))
})
afterAll(() => simulator.stop())

describe('a letter through Graph', () => {
  test('leaves from the tenant’s mailbox, in the shape sendMail takes, and is not kept there', async () => {
    await mail.send(letter)
    expect(simulator.world.letters).toEqual([
      {
        m365_tenant_id: sender.m365_tenant_id,
        from: sender.user,
        saved: false,
        message: {
          subject: 'Please confirm',
          body: { contentType: 'html', content: '<p>Confirm</p>' },
          toRecipients: [{ emailAddress: { name: 'Cus Tomer', address: 'cus@example.com' } }],
          replyTo: [{ emailAddress: { address: 'berlin@acme.example' } }],
          internetMessageHeaders: [
            { name: 'x-holdfast-letter-id', value: 'letter-1' },
            { name: 'x-auto-response-suppress', value: 'OOF, AutoReply' },
          ],
        },
      },
    ])
  })

  test('without a mailbox to send from fails for good', async () => {
    const lost = mail.send({ ...letter, sender: undefined })
    await expect(lost).rejects.toMatchObject({ kind: 'permanent', code: 'sender_missing' })
  })

  test('from a mailbox outside our scope is not ours to send', async () => {
    const closed = { ...sender, user: 'closed@acme.example' }
    simulator.hands.mailbox({ ...closed, trouble: 'denied' })
    await expect(mail.send({ ...letter, sender: closed })).rejects.toMatchObject({ kind: 'untouchable' })
  })

  test('is retried when Graph stumbles', async () => {
    simulator.faults.add({ kind: 'server_error', on: 'sendMail' })
    await expect(mail.send(letter)).rejects.toMatchObject({ kind: 'retry' })
  })
})
