import { expect, test } from 'bun:test'
import { pickPage } from '../../src/web/pickPage.tsx'
import { MEETINGS, offeredIn, requestOf } from './fixtures.ts'

const page = (day?: string) =>
  pickPage(requestOf({ zone: 'America/New_York' }), {
    meeting: MEETINGS[0],
    month: '2027-03',
    day,
    offered: offeredIn('2027-03'),
    first_month: '2027-03',
    last_month: '2027-04',
    salespersons: [],
    unreadable: [],
    guess_zone: false,
  })

test.each([
  ['', '(UTC−5)'],
  ['2027-03-12', '(UTC−5)'],
  ['2027-03-16', '(UTC−4)'],
  ['2027-03-29', '(UTC−4)'],
])(
  'in the month of a change of clocks the zone is named as it is on the day that is shown: %s',
  (day, offset) => {
    expect(page(day)).toContain(`Times are shown in <b>New York time ${offset}</b>`)
  },
)
