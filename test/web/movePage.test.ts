import { describe, expect, test } from 'bun:test'
import type { Meeting } from '../../src/web/about.tsx'
import { cancelPage } from '../../src/web/cancelPage.tsx'
import { moveCheckPage } from '../../src/web/movePage.tsx'
import { BOOKING, MEETINGS, requestOf } from './fixtures.ts'

const to = { from_ms: Date.parse('2026-12-08T09:00:00Z'), until_ms: Date.parse('2026-12-08T09:30:00Z') }
const IN_PERSON: Meeting = { ...MEETINGS[0], place: 'in_person', place_detail: 'Main Street 1' }

describe.each([
  ['en', 'The link to join', /told|read it/],
  ['de', 'Der Link zum Gespräch', /Bescheid|weiter/],
  ['fr', 'Le lien de la réunion', /notification|transmis/],
  ['es', 'El enlace para unirse', /Avisaremos|comunicaremos|llegar/],
] as const)('what is said before a booking changes, in %s', (locale, link, promised) => {
  const request = requestOf({ locale })

  test.each([...MEETINGS, IN_PERSON])(
    'a link that stays is spoken of only where there is one: $place',
    (meeting) => {
      const page = moveCheckPage(request, { booking: { ...BOOKING, meeting }, token: 't', to, key: 'k' })
      expect(page.includes(link)).toBe(meeting.place === 'zoom' || meeting.place === 'teams')
    },
  )

  test('nobody is promised a message to the salesperson, whose calendar alone changes', () => {
    const main = (page: string) => page.slice(page.indexOf('<main'), page.indexOf('</main>'))
    const moving = main(moveCheckPage(request, { booking: BOOKING, token: 't', to, key: 'k' }))
    const canceling = main(cancelPage(request, { booking: BOOKING, token: 't' }))
    expect(moving).not.toMatch(promised)
    expect(canceling).not.toMatch(promised)
  })
})
