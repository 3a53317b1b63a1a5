/** The fields of a page's form, each a text that can be stored; of fields of one name the last. */
export interface Form {
  /** On one line and trimmed; empty when there is no such field. */
  line(name: string): string
  /** With its line breaks, trimmed. */
  text(name: string): string
}

/** Reads a form's body (URL Standard, "application/x-www-form-urlencoded"). */
export function readForm(body: unknown): Form {
  const fields = new URLSearchParams(body instanceof Uint8Array ? new TextDecoder().decode(body) : '')
  const field = (name: string) => fields.getAll(name).at(-1) ?? ''
  return {
    line: (name) => field(name).replace(CONTROLS, ' ').trim(),
    text: (name) => field(name).replace(/\r\n?/g, '\n').replace(CONTROLS_BUT_BREAKS, '').trim(),
  }
}

// Databases refuse a NUL, and no control character has a meaning in a name.
const CONTROLS = /\p{Cc}+/gu
const CONTROLS_BUT_BREAKS = /(?![\n\t])\p{Cc}/gu
