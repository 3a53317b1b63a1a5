/**
 * What rendering the page of a month costs: five weeks, a full day of times beside it; once with the month's slots
 * taken as given and once with everything that one page needs from them. Beside it the bytes of a first load.
 */
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { pageScript, pageStyle } from '../../src/web/assets.ts'
import { pickPage } from '../../src/web/pickPage.tsx'
import { zonePage } from '../../src/web/zonePage.tsx'
import { MEETINGS, offeredIn, PEOPLE, requestOf } from '../web/fixtures.ts'

const offered = offeredIn('2026-12')
const month = (locale: 'en' | 'de' | 'en-US', zone: string) =>
  pickPage(requestOf({ locale, zone }), {
    meeting: MEETINGS[0],
    month: '2026-12',
    offered,
    first_month: '2026-11',
    last_month: '2027-02',
    salespersons: PEOPLE,
    unreadable: [],
    guess_zone: true,
  })

/** The median of many runs after a warm-up, in milliseconds. */
function median_ms(work: () => unknown, runs = 1500): number {
  const times: number[] = []
  for (let i = 0; i < runs * 2; i++) {
    const begun = performance.now()
    work()
    if (i >= runs) times.push(performance.now() - begun)
  }
  return times.sort((a, b) => a - b)[runs / 2]!
}

const show = (label: string, text: string) => console.log(`${label.padEnd(44)}${text}`)
const rendered = (label: string, ms: number, most_ms: number) =>
  show(
    label,
    `${ms.toFixed(3)} ms  ${Math.round(1000 / ms)} pages/s  (${(ms / most_ms).toFixed(3)} of ${most_ms} ms)`,
  )

const html = month('en', 'Europe/Berlin')
rendered(
  `a month with ${offered.length} times, English`,
  median_ms(() => month('en', 'Europe/Berlin')),
  5,
)
rendered(
  'the same in German, far away',
  median_ms(() => month('de', 'America/Vancouver')),
  5,
)
rendered(
  'the same in American English',
  median_ms(() => month('en-US', 'Australia/Lord_Howe')),
  5,
)
rendered(
  'the list of zones',
  median_ms(() => zonePage(requestOf(), { back: (zone) => `/?zone=${zone}` }), 100),
  5,
)

const gzip = gzipSync(html).length + pageStyle.gzip.length + pageScript.gzip.length
const brotli = brotliCompressSync(html).length + pageStyle.brotli.length + pageScript.brotli.length
show(
  'a first load, page and style and script',
  `${gzip} bytes gzip, ${brotli} brotli  (${(gzip / 30_000).toFixed(2)} of 30 kB)`,
)
show('the page alone', `${html.length} bytes, ${gzipSync(html).length} gzip`)
