import { expect, test } from 'bun:test'
import { stoppedClock } from '../../src/lib/clock.ts'
import type { Letter } from '../../src/mail/mail.ts'
import { mockMail } from '../../src/mail/mock.ts'

const letter = (letter_id: string, email = 'ada@example.com'): Letter => ({
  letter_id,
  to: { name: 'Ada', email },
  from_name: 'Acme',
  subject: `Subject ${letter_id}`,
  text: `Text ${letter_id}`,
  html: `<p>${letter_id}</p>`,
  locale: 'en',
})

test('a letter is kept with what was in it and when it came', async () => {
  const mail = mockMail({ clock: stoppedClock(Date.UTC(2026, 6, 1, 12)) })
  await mail.send(letter('one'))
  expect(mail.list()).toEqual([
    {
      to: 'ada@example.com',
      subject: 'Subject one',
      text: 'Text one',
      html: '<p>one</p>',
      created_at_utc: '2026-07-01T12:00:00.000Z',
    },
  ])
})

test('the newest letter comes first, also within one millisecond', async () => {
  const mail = mockMail({ clock: stoppedClock(0) })
  for (const id of ['one', 'two', 'three']) await mail.send(letter(id))
  expect(mail.list().map((kept) => kept.text)).toEqual(['Text three', 'Text two', 'Text one'])
})

test('letters are found by their recipient, whatever its case', async () => {
  const mail = mockMail({ clock: stoppedClock(0) })
  await mail.send(letter('one', 'Ada@Example.com'))
  await mail.send(letter('two', 'bob@example.com'))
  expect(mail.list('ada@example.COM').map((kept) => kept.text)).toEqual(['Text one'])
  expect(mail.list('ada')).toEqual([])
})

test('only the last letters are kept', async () => {
  const mail = mockMail({ clock: stoppedClock(0), limit: 2 })
  for (const id of ['one', 'two', 'three']) await mail.send(letter(id))
  expect(mail.list().map((kept) => kept.text)).toEqual(['Text three', 'Text two'])
})

test('a letter sent again is one letter', async () => {
  const mail = mockMail({ clock: stoppedClock(0) })
  await mail.send(letter('one'))
  await mail.send(letter('one'))
  expect(mail.list()).toHaveLength(1)
})

test('a list that was handed out cannot change the mailbox', async () => {
  const mail = mockMail({ clock: stoppedClock(0) })
  await mail.send(letter('one'))
  mail.list().pop()
  expect(mail.list()).toHaveLength(1)
})
