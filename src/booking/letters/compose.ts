import { oneLine } from '../../lib/line.ts'
import { type Locale, languageOf } from '../../scheduling/locale.ts'
import type { Block, WrittenLetter } from './block.ts'
import { htmlOf } from './html.ts'
import { textOf } from './text.ts'
import { wordsOf } from './words/words.ts'

/**
 * Writes a letter as text and as HTML. Whatever its pieces hold, each stays one line of text and no markup, and
 * the subject is one line (RFC 5322 §2.2).
 */
export function compose(letter: {
  locale: Locale
  tenant_name: string
  subject: string
  blocks: Block[]
}): WrittenLetter {
  const language = languageOf(letter.locale)
  const words = wordsOf(letter.locale)
  const subject = oneLine(letter.subject)
  const blocks = letter.blocks.map(tidy)
  const footer = words.footer(oneLine(letter.tenant_name))
  return {
    subject,
    text: textOf({ blocks, footer, colon: words.colon }),
    html: htmlOf({ subject, blocks, footer, language }),
  }
}

const LONGEST_LINE = 1000

function tidy(block: Block): Block {
  const line = (text: string) => oneLine(text, LONGEST_LINE)
  switch (block.kind) {
    case 'paragraph':
      return { ...block, text: line(block.text) }
    case 'facts':
      return { ...block, facts: block.facts.map(({ label, value }) => ({ label, value: line(value) })) }
    case 'action':
      return { ...block, href: webAddress(block.href) }
    case 'code':
      return { ...block, digits: line(block.digits) }
    case 'list':
      return { ...block, items: block.items.map(line) }
  }
}

// A link that a program could run, such as “javascript:”, must not get into a letter by any mistake of ours.
function webAddress(href: string): string {
  const url = new URL(href)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Error('A letter links to the web alone')
  return url.href
}
