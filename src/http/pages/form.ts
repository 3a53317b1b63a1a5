/** The fields of a page's form, each a text that can be stored; of fields of one name the last. */
export interface Form {
  /** On one line and trimmed; empty when there is no such field. */
  line(name: string): string
  /** With its line breaks, trimmed. */
  text(name: string): string
  /** As they came, at most a hundred. */
  fields: [name: string, value: string][]
}

/** Reads a form's body (URL Standard, "application/x-www-form-urlencoded"). */
export function readForm(body: unknown): Form {
  if (!(body instanceof Uint8Array)) return EMPTY
  const fields = new Map(new URLSearchParams(new TextDecoder().decode(body)))
  const field = (name: string) => fields.get(name) ?? ''
  return {
    fields: [...fields].slice(0, MOST),
    line: (name) => oneLine(field(name)),
    text: (name) => field(name).replace(/\r\n?/g, '\n').replace(CONTROLS_BUT_BREAKS, '').trim(),
  }
}

/** A text as a field of one line gives it back. */
export function oneLine(text: string): string {
  return text.replace(CONTROLS, ' ').trim()
}

const EMPTY: Form = { fields: [], line: () => '', text: () => '' }

/** More than any form of ours has. */
const MOST = 100

// Databases refuse a NUL, and no control character has a meaning in a name.
const CONTROLS = /\p{Cc}+/gu
const CONTROLS_BUT_BREAKS = /(?![\n\t])\p{Cc}/gu
