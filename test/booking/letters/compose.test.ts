import { expect, test } from 'bun:test'
import type { Block } from '../../../src/booking/letters/block.ts'
import { compose } from '../../../src/booking/letters/compose.ts'
import { escapeHtml } from '../../../src/booking/letters/html.ts'
import { readPage } from '../../support/page.ts'

const TWO_LINES = 'one\r\ntwo\u2028three'

function written(blocks: Block[], subject = 'Subject') {
  return compose({ locale: 'en', tenant_name: 'Acme', subject, blocks })
}

test('each piece of a letter stays one line, whoever wrote it', () => {
  const { text, html } = written([
    { kind: 'paragraph', text: TWO_LINES },
    { kind: 'facts', facts: [{ label: 'Label', value: TWO_LINES }] },
    { kind: 'code', digits: TWO_LINES },
    { kind: 'list', items: [TWO_LINES] },
  ])
  const line = 'one two three'
  expect(text).toStartWith(`${line}\n\nLabel: ${line}\n\n${line}\n\n* ${line}\n\n--\n`)
  expect(readPage(html).texts.filter((each) => each === line)).toHaveLength(4)
})

test('the subject is one line, in the header as in the title', () => {
  const { subject, html } = written([], TWO_LINES)
  expect(subject).toBe('one two three')
  expect(readPage(html).texts).toContain('one two three')
})

test('a link is the same in text and HTML, and cannot end its attribute', () => {
  const { text, html } = written([{ kind: 'action', label: 'Go', href: 'https://example.com/?a=1&b="><x>' }])
  const href = 'https://example.com/?a=1&b=%22%3E%3Cx%3E'
  expect(text).toContain(`Go:\n${href}\n`)
  expect(
    readPage(html)
      .elements.find(({ name }) => name === 'a')
      ?.attributes.get('href'),
  ).toBe(href)
})

test('escaping leaves nothing that a tag or a quoted attribute could hear', () => {
  expect(escapeHtml(`<a href="x" id='y'>&amp;</a>`)).toBe(
    '&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;',
  )
})
