import { describe, expect, test } from 'bun:test'
import { renderToString } from 'preact-render-to-string'
import { frameOf } from '../../src/web/frame.ts'
import { gridOf, withChosen } from '../../src/web/grid.ts'
import { html, joined, Written } from '../../src/web/markup.ts'
import { offeredIn, requestOf } from './fixtures.ts'

describe('HTML that is written, not mounted', () => {
  test('has everything escaped that was put in, in text and in attributes', () => {
    const evil = `"'><script>&`
    expect(html`<a title="${evil}">${evil}</a>`.text).toBe(
      '<a title="&quot;&#x27;&gt;&lt;script&gt;&amp;">&quot;&#x27;&gt;&lt;script&gt;&amp;</a>',
    )
  })

  test('stands in a page of elements as it is, and only once escaped', () => {
    const written = joined([html`<i>${'a & b'}</i>`, html`<b>${2}</b>`])
    expect(renderToString(Written({ html: written }))).toBe('<i>a &amp; b</i><b>2</b>')
  })
})

describe('the grid of a month', () => {
  const offered = offeredIn('2026-12')
  const link = (name: string) => ({ month: '2026-12', offered, link: () => `/${name}` })
  const berlin = frameOf(requestOf({ zone: 'Europe/Berlin' }))

  test('is written once for all who look at the same times, and anew for another zone, language, link or list', () => {
    const first = gridOf(berlin, link('a'))
    expect(gridOf(berlin, link('a'))).toBe(first)
    const others = [
      gridOf(frameOf(requestOf({ zone: 'Asia/Tokyo' })), link('a')),
      gridOf(frameOf(requestOf({ zone: 'Europe/Berlin', locale: 'de' })), link('a')),
      gridOf(berlin, link('b')),
      gridOf(berlin, { ...link('a'), offered: offered.slice(1) }),
    ]
    expect(new Set([first, ...others].map(({ grid }) => grid.text)).size).toBe(5)
  })

  test('marks the chosen day in a copy of its own', () => {
    const { grid, days } = gridOf(berlin, link('a'))
    const [day = 0, next = 0] = [...days.keys()]
    expect(withChosen(grid, day).text.match(/aria-current/g)).toHaveLength(1)
    expect(withChosen(grid, next).text).toContain(`id="d${next}" aria-current="true"`)
    expect(grid.text).not.toContain('aria-current')
  })
})
