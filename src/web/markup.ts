import type { VNode } from 'preact'
import { jsxTemplate } from 'preact/jsx-runtime'

/** HTML that is written already, made by `html` alone. */
export class Markup {
  constructor(readonly text: string) {}
}

type Piece = string | number | Markup

/**
 * Writes HTML without a tree of elements between, for what a page has by the dozen. Whatever is put in is escaped, for
 * text and for attributes in double quotes alike, unless it was made here itself.
 */
export function html(parts: TemplateStringsArray, ...pieces: Piece[]): Markup {
  let text = parts[0]!
  for (let i = 0; i < pieces.length; i++) text += written(pieces[i]!) + parts[i + 1]!
  return new Markup(text)
}

/** Several one after the other. */
export function joined(all: readonly Markup[]): Markup {
  let text = ''
  for (const one of all) text += one.text
  return new Markup(text)
}

/** What is written already, as a part of a page of elements. */
export function Written({ html: { text } }: { html: Markup }): VNode {
  return jsxTemplate([text])
}

function written(piece: Piece): string {
  if (typeof piece === 'string') return SIGNS.test(piece) ? Bun.escapeHTML(piece) : piece
  return typeof piece === 'number' ? String(piece) : piece.text
}

const SIGNS = /["&'<>]/
