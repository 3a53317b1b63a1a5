import { dirname, join, normalize } from 'node:path'
import { Glob } from 'bun'
import { parseSync } from 'oxc-parser'

/** One file of the code, read and parsed; `imports` are as written, `reaches` the files of ours among them. */
export interface Source {
  path: string
  text: string
  lines: number
  imports: string[]
  reaches: string[]
  comments: { text: string; line: number }[]
  nodes: Node[]
}

/** A node of the syntax tree with its place in the file. */
export interface Node {
  type: string
  line: number
  lines: number
  fields: Record<string, unknown>
}

/** Every TypeScript file under `folder`, relative to the top of the repository, in order of its path. */
export async function sourcesOf(folder: string): Promise<Source[]> {
  const paths = [...new Glob(`${folder}/**/*.{ts,tsx}`).scanSync('.')].sort()
  return Promise.all(paths.map(async (path) => parse(path, await Bun.file(path).text())))
}

/** Parses `text` as the file `path`; throws when it is no TypeScript. */
export function parse(path: string, text: string): Source {
  const { program, module, comments, errors } = parseSync(path, text, { astType: 'ts' })
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const lineAt = lineFinder(text)
  const nodes: Node[] = []
  walk(program, (fields) => nodes.push(placed(fields, lineAt)))
  const imports = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries.map((entry) => entry.moduleRequest?.value)),
    ...module.dynamicImports.map(({ moduleRequest }) =>
      literal(text.slice(moduleRequest.start, moduleRequest.end)),
    ),
    ...nodes.filter(({ type }) => type === 'TSImportType').map(({ fields }) => importType(fields)),
  ].filter((name) => name !== undefined)
  return {
    path,
    text,
    lines: text.split('\n').length - 1,
    imports: [...new Set(imports)],
    reaches: [...new Set(imports)]
      .filter((name) => name.startsWith('.'))
      .map((name) => normalize(join(dirname(path), name))),
    comments: comments.map(({ value, start }) => ({ text: value, line: lineAt(start) })),
    nodes,
  }
}

function walk(value: unknown, visit: (fields: Record<string, unknown>) => void): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const each of value) walk(each, visit)
    return
  }
  const fields = value as Record<string, unknown>
  if (typeof fields.type === 'string' && typeof fields.start === 'number') visit(fields)
  for (const each of Object.values(fields)) walk(each, visit)
}

function placed(fields: Record<string, unknown>, lineAt: (offset: number) => number): Node {
  const line = lineAt(Number(fields.start))
  return { type: String(fields.type), line, lines: lineAt(Number(fields.end)) - line + 1, fields }
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [...text.matchAll(/\n/g)].map(({ index }) => index)
  return (offset) => {
    let low = 0
    let high = starts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) < offset) low = middle + 1
      else high = middle
    }
    return low + 1
  }
}

function literal(text: string): string | undefined {
  return /^(['"`])([^$]*)\1$/s.exec(text)?.[2]
}

function importType(fields: Record<string, unknown>): string | undefined {
  const { source } = fields as { source?: { value?: string } }
  return source?.value
}
