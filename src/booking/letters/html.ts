import type { Language } from '../../scheduling/locale.ts'
import type { Block, Fact } from './block.ts'

/**
 * The letter as HTML that needs nothing from elsewhere: no image, font, script or sheet. Colours are left to the
 * reader's program, so that its dark mode works; only buttons have their own.
 */
export function htmlOf({ subject, blocks, footer, language }: HtmlWish): string {
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    // Some programs turn dates and digits into links of their own; a code must stay a code.
    '<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">',
    `<title>${escapeHtml(subject)}</title>`,
    '</head>',
    `<body style="margin:0;padding:24px 16px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;font-size:16px;line-height:1.5">`,
    '<div style="max-width:34em;margin:0 auto">',
    ...blocks.map(htmlOfBlock),
    `<p style="margin:32px 0 0;font-size:13px;opacity:.75">${escapeHtml(footer)}</p>`,
    '</div>',
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

/** Text made harmless between tags and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

interface HtmlWish {
  subject: string
  blocks: Block[]
  footer: string
  language: Language
}

const BUTTON =
  'display:inline-block;padding:12px 20px;border-radius:6px;background:#1d4ed8;color:#ffffff;font-weight:600;text-decoration:none'

function htmlOfBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p style="margin:0 0 16px">${escapeHtml(block.text)}</p>`
    case 'facts':
      return `<dl style="margin:0 0 24px">${block.facts.map(htmlOfFact).join('')}</dl>`
    case 'action':
      return `<p style="margin:0 0 24px"><a href="${escapeHtml(block.href)}" style="${BUTTON}">${escapeHtml(block.label)}</a></p>`
    case 'code':
      return `<p style="margin:0 0 24px;font-size:28px;font-weight:700;letter-spacing:.2em">${escapeHtml(block.digits)}</p>`
    case 'list':
      return `<ul style="margin:0 0 24px;padding-left:20px">${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`
  }
}

function htmlOfFact({ label, value }: Fact): string {
  return `<dt style="font-size:14px;opacity:.75">${escapeHtml(label)}</dt><dd style="margin:0 0 8px;font-weight:600">${escapeHtml(value)}</dd>`
}
