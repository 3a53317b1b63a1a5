import type { Block } from './block.ts'

/** The letter as plain text. A link stands alone on its line, so that no program cuts or joins it. */
export function textOf({
  blocks,
  footer,
  colon,
}: {
  blocks: Block[]
  footer: string
  colon: string
}): string {
  return `${[...blocks.map((block) => textOfBlock(block, colon)), `--\n${footer}`].join('\n\n')}\n`
}

function textOfBlock(block: Block, colon: string): string {
  switch (block.kind) {
    case 'paragraph':
      return block.text
    case 'facts':
      return block.facts.map(({ label, value }) => `${label}${colon}${value}`).join('\n')
    case 'action':
      return `${block.label}${colon.trimEnd()}\n${block.href}`
    case 'code':
      return block.digits
    case 'list':
      return block.items.map((item) => `* ${item}`).join('\n')
  }
}
