/** A value as written: text, number, truth, list, object; anything else is the text of its expression. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value } | Expression

/** An expression that only the deployment can work out. */
export class Expression {
  constructor(readonly text: string) {}
}

/** One declaration of a Bicep file with what was written above it. */
export interface Declaration {
  keyword: 'param' | 'var' | 'resource' | 'output'
  name: string
  /** The type of a parameter or output, or the kind of a resource with its version. */
  type: string
  decorators: Record<string, Value>
  value: Value | undefined
  /** The condition of a resource that is not always made. */
  condition?: string
}

/** Reads as much of Bicep as a template without modules and types uses; throws at what it does not understand. */
export function parseBicep(text: string): Declaration[] {
  const reader = new Reader(text)
  const found: Declaration[] = []
  let decorators: Record<string, Value> = {}
  while (!reader.ended()) {
    if (reader.takes('@')) {
      const name = reader.word()
      decorators = { ...decorators, [name]: reader.call() }
    } else if (reader.takes('targetScope')) {
      reader.expect('=')
      reader.value()
    } else {
      found.push({ ...declaration(reader), decorators })
      decorators = {}
    }
  }
  return found
}

function declaration(reader: Reader): Declaration {
  const keyword = reader.word()
  if (!/^(param|var|resource|output)$/.test(keyword)) throw reader.lost(`a declaration, not "${keyword}"`)
  const name = reader.word()
  const type = keyword === 'resource' ? reader.string() : keyword === 'var' ? '' : reader.word()
  if (keyword === 'resource') reader.takes('existing')
  const begins = reader.takes('=')
  const condition = begins && reader.takes('if') ? reader.group() : undefined
  const value = begins ? reader.value() : undefined
  return { keyword: keyword as Declaration['keyword'], name, type, decorators: {}, value, condition }
}

class Reader {
  private at = 0
  constructor(private readonly text: string) {}

  ended(): boolean {
    this.blank()
    return this.at >= this.text.length
  }

  takes(token: string): boolean {
    this.blank()
    if (!this.text.startsWith(token, this.at)) return false
    if (/\w$/.test(token) && /\w/.test(this.text[this.at + token.length] ?? '')) return false
    this.at += token.length
    return true
  }

  expect(token: string): void {
    if (!this.takes(token)) throw this.lost(token)
  }

  word(): string {
    this.blank()
    const [word] = /^[A-Za-z_]\w*/.exec(this.text.slice(this.at)) ?? []
    if (word === undefined) throw this.lost('a name')
    this.at += word.length
    return word
  }

  string(): string {
    this.blank()
    if (this.text[this.at] !== "'") throw this.lost('a text')
    return this.quoted()
  }

  /** The first argument of a call, or true when there is none. */
  call(): Value {
    this.expect('(')
    if (this.takes(')')) return true
    const value = this.value()
    this.expect(')')
    return value
  }

  group(): string {
    this.blank()
    const start = this.at
    this.balanced()
    return this.text.slice(start, this.at)
  }

  value(): Value {
    this.blank()
    const start = this.at
    const simple = this.simple()
    this.spaces()
    const next = this.text[this.at] ?? '\n'
    if (simple !== undefined && /[\n,\])}]/.test(next)) return simple
    this.at = start
    return this.expression()
  }

  lost(wanted: string): Error {
    const line = this.text.slice(0, this.at).split('\n').length
    return new Error(`line ${line}: expected ${wanted} at "${this.text.slice(this.at, this.at + 30)}"`)
  }

  private simple(): Value | undefined {
    const first = this.text[this.at]
    if (first === "'") return this.quoted()
    if (first === '{') return this.object()
    if (first === '[') return this.isLoop() ? undefined : this.array()
    const [word = ''] = /^(true|false|null|\d+)\b/.exec(this.text.slice(this.at)) ?? []
    this.at += word.length
    return word === '' ? undefined : (JSON.parse(word) as Value)
  }

  private quoted(): string {
    const [whole] = /^'(?:\\.|\$\{[^}]*\}|[^'\\\n])*'/.exec(this.text.slice(this.at)) ?? []
    if (whole === undefined) throw this.lost('the end of a text')
    this.at += whole.length
    return whole.slice(1, -1).replace(/\\(['\\$])/g, '$1')
  }

  private object(): Record<string, Value> {
    const found: Record<string, Value> = {}
    this.expect('{')
    while (!this.takes('}')) {
      this.blank()
      const key = this.text[this.at] === "'" ? this.quoted() : this.word()
      this.expect(':')
      if (key in found) throw this.lost(`another key than "${key}"`)
      found[key] = this.value()
      this.takes(',')
    }
    return found
  }

  private array(): Value[] {
    const found: Value[] = []
    this.expect('[')
    while (!this.takes(']')) {
      found.push(this.value())
      this.takes(',')
    }
    return found
  }

  private isLoop(): boolean {
    return /^\[\s*for\b/.test(this.text.slice(this.at))
  }

  private expression(): Expression {
    const start = this.at
    while (this.at < this.text.length && !/[\n,\])}]/.test(this.text[this.at] ?? '')) {
      if (/[([{']/.test(this.text[this.at] ?? '')) this.balanced()
      else this.at += 1
    }
    if (this.at === start) throw this.lost('a value')
    return new Expression(this.text.slice(start, this.at).trim())
  }

  private balanced(): void {
    if (this.text[this.at] === "'") {
      this.quoted()
      return
    }
    this.at += 1
    while (!/[)\]}]/.test(this.text[this.at] ?? ')')) {
      if (/[([{']/.test(this.text[this.at] ?? '')) this.balanced()
      else this.at += 1
    }
    if (this.at >= this.text.length) throw this.lost('a closing bracket')
    this.at += 1
  }

  private spaces(): void {
    while (/[ \t]/.test(this.text[this.at] ?? '')) this.at += 1
  }

  private blank(): void {
    const [skipped = ''] = /^(\s|\/\/[^\n]*)*/.exec(this.text.slice(this.at)) ?? []
    this.at += skipped.length
  }
}
