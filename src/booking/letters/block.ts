/** A piece of a letter, before it becomes text or HTML. Each string is one line; links are absolute. */
export type Block =
  | { kind: 'paragraph'; text: string }
  | { kind: 'facts'; facts: Fact[] }
  | { kind: 'action'; label: string; href: string }
  | { kind: 'code'; digits: string }
  | { kind: 'list'; items: string[] }

export interface Fact {
  label: string
  value: string
}

/** A letter in its language, ready to be sent. The text says all that the HTML says. */
export interface WrittenLetter {
  subject: string
  text: string
  html: string
}
