import { describe, expect, test } from 'bun:test'
import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { type Node, parse, type Source, sourcesOf } from './support/source.ts'

/** Who may import whom: a line may name only folders above it. A new folder or arrow is a decision. */
const MAY_IMPORT: Record<string, string[]> = {
  lib: [],
  config: [],
  scheduling: ['lib'],
  graph: ['lib'],
  outlook: ['lib', 'scheduling', 'graph'],
  zoom: ['lib', 'scheduling'],
  mail: ['lib', 'graph'],
  db: ['lib'],
  jobs: ['lib', 'db'],
  tenants: ['lib', 'scheduling', 'db'],
  booking: ['lib', 'scheduling', 'outlook', 'zoom', 'mail', 'db', 'jobs', 'tenants'],
  sync: ['lib', 'scheduling', 'outlook', 'db', 'jobs', 'tenants', 'booking'],
  web: ['lib', 'scheduling'],
  http: ['lib', 'db', 'jobs', 'tenants', 'booking', 'sync', 'web'],
  app: ['lib', 'db', 'jobs', 'tenants', 'booking', 'sync', 'http'],
  main: ['lib', 'config', 'scheduling', 'graph', 'outlook', 'zoom', 'mail', 'db', 'app'],
}

/** Folders that main does not reach in full yet, while they are being built. This list only ever shrinks. */
const NOT_YET_REACHED: string[] = []

/** What the program starts at, and what the browser does: their bundles travel in the program as text. */
const ENTRIES = ['src/main.ts', 'src/web/client/page.ts', 'src/web/client/embed.ts']

const PROVIDERS = ['outlook', 'zoom', 'mail']
const TOP_LEVEL = [
  ...['src', 'test', 'drizzle', '.ci'],
  ...['package.json', 'bun.lock', 'bunfig.toml', 'tsconfig.json', 'biome.json'],
  ...['Dockerfile', 'compose.yaml', 'containerapp.bicep', '.dockerignore'],
  ...['README.md', 'LICENSE', '.env.example', '.gitignore'],
]

/** What lies there without being part of it. */
const NOT_KEPT = /^(\.git|node_modules|dist|data|\.env|.*\.log)$/

/** Words that only one of the databases understands, or that name one of them. */
const DIALECT =
  /\b(pragma|for update|skip locked|begin immediate|tstzrange|btree_gist|pg_\w+|strftime|jsonb?_\w+)\b/i
const DATABASE_NAMES = /postgres|sqlite/i
const DRIVERS = /^(postgres|bun:sqlite|drizzle-orm\/(?!casing|relations).*)$/

const sources = await sourcesOf('src')
const tests = await sourcesOf('test')

describe('the staircase', () => {
  test('each file imports only from folders that the table allows', () => {
    expect(sources.flatMap(forbiddenImports)).toEqual([])
  })

  test('the table itself can hold no circle: each line names only folders above it', () => {
    const folders = Object.keys(MAY_IMPORT)
    const upwards = Object.entries(MAY_IMPORT).flatMap(([folder, allowed]) =>
      allowed.filter((other) => folders.indexOf(other) >= folders.indexOf(folder)),
    )
    expect(upwards).toEqual([])
  })

  test('every import of ours names a file that exists, with its ending', () => {
    const paths = new Set([...sources, ...tests].map(({ path }) => path))
    const code = [...sources, ...tests].flatMap((source) =>
      source.reaches.map((to) => [source.path, to] as const),
    )
    expect(code.filter(([, to]) => (/\.tsx?$/.test(to) ? !paths.has(to) : !/\.\w+$/.test(to)))).toEqual([])
  })

  test('no file imports itself by way of others', () => {
    expect(circles(sources)).toEqual([])
  })

  test('a provider is seen through the file of its name, except by main, which chooses real or mock', () => {
    const seen = arrows(sources).filter(
      ([from, to]) =>
        PROVIDERS.includes(folderOf(to)) &&
        folderOf(from) !== folderOf(to) &&
        folderOf(from) !== 'main' &&
        basename(to) !== `${folderOf(to)}.ts`,
    )
    expect(seen).toEqual([])
  })

  test('every file is reached from main', () => {
    const reached = new Set(ENTRIES.flatMap((entry) => [...reachable(entry, sources)]))
    const missing = sources.filter(({ path }) => !reached.has(path))
    expect(
      missing.map(({ path }) => path).filter((path) => !NOT_YET_REACHED.includes(folderOf(path))),
    ).toEqual([])
  })

  test('a folder that main reaches in full is no longer listed as not yet reached', () => {
    const reached = reachable('src/main.ts', sources)
    const present = NOT_YET_REACHED.filter((folder) => sources.some(({ path }) => folderOf(path) === folder))
    const done = present.filter((folder) =>
      sources.every(({ path }) => folderOf(path) !== folder || reached.has(path)),
    )
    expect(done).toEqual([])
  })
})

describe('what only one folder knows', () => {
  test('Elysia: http and app', () => {
    const users = sources.filter(({ imports }) =>
      imports.some((name) => /^(elysia$|elysia\/|@elysiajs\/)/.test(name)),
    )
    expect(users.map(({ path }) => path).filter((path) => !['http', 'app'].includes(folderOf(path)))).toEqual(
      [],
    )
  })

  test('database drivers and the words of one dialect: db', () => {
    expect(sources.filter(({ path }) => folderOf(path) !== 'db').flatMap(dialectWords)).toEqual([])
  })

  test('the environment: config, and main, which hands it over', () => {
    const readers = sources.filter(({ text }) => /\b(process|Bun)\.env\b|import\.meta\.env/.test(text))
    expect(readers.map(({ path }) => path).filter((path) => folderOf(path) !== 'main')).toEqual([])
  })
})

describe('the shape of a file', () => {
  test('has at most 220 lines', () => {
    expect(sources.filter(({ lines }) => lines > 220).map(({ path, lines }) => `${path}: ${lines}`)).toEqual(
      [],
    )
  })

  test('has no function of more than 70 lines', () => {
    // A list of tables is as long as its columns are many, and has nothing to get lost in.
    const code = sources.filter(({ path }) => !path.startsWith('src/db/tables/'))
    expect(code.flatMap(longFunctions)).toEqual([])
  })

  test('has a name that says what is in it', () => {
    const vague = /^(index|utils?|helpers?|common|types?|misc|shared)\.tsx?$/
    expect(sources.map(({ path }) => path).filter((path) => vague.test(basename(path)))).toEqual([])
    expect(
      sources.map(({ path }) => path).filter((path) => !/^[a-z][\w]*(\.\w+)?\.tsx?$/.test(basename(path))),
    ).toEqual([])
  })

  test('has a line of promise above every exported function', () => {
    expect(sources.flatMap(silentExports)).toEqual([])
  })

  test('casts nothing to any or through unknown, and silences no tool, except in db', () => {
    const checked = [...sources, ...tests].filter(({ path }) => folderOf(path) !== 'db')
    expect(checked.flatMap((source) => [...casts(source), ...silencers(source)])).toEqual([])
  })

  test('the tests skip nothing', () => {
    const skipping = /\b(test|it|describe)\.(skip|todo|only|failing|skipIf|todoIf)\b/
    expect(tests.filter(({ text }) => skipping.test(text)).map(({ path }) => path)).toEqual([])
  })

  test('the top of the repository holds what it should and no more', () => {
    const present = readdirSync('.').filter((name) => !NOT_KEPT.test(name))
    expect(present.filter((name) => !TOP_LEVEL.includes(name))).toEqual([])
  })
})

describe('these checks', () => {
  const bad = (path: string, text: string) => parse(path, text)

  test('see forbidden imports of every form', () => {
    const text = [
      "import { a } from '../http/a.ts'",
      "import type { B } from '../config/config.ts'",
      "export * from '../app.ts'",
      "const c = await import('../main/serve.ts')",
      "type D = import('../web/d.tsx').D",
    ].join('\n')
    expect(forbiddenImports(bad('src/lib/x.ts', text))).toHaveLength(5)
  })

  test('see a circle of three, and none in a tree', () => {
    const ring = [
      bad('src/a.ts', "import './b.ts'"),
      bad('src/b.ts', "import './c.ts'"),
      bad('src/c.ts', "import './a.ts'"),
    ]
    expect(circles(ring)).toEqual(['src/a.ts > src/b.ts > src/c.ts > src/a.ts'])
    expect(circles(ring.slice(0, 2))).toEqual([])
  })

  test('see casts, silencers, long functions and exports without a word', () => {
    expect(casts(bad('src/x.ts', 'const x = y as unknown as string; let z: any'))).toHaveLength(2)
    expect(silencers(bad('src/x.ts', '// @ts-ignore\nconst x = 1 // biome-ignore lint: no'))).toHaveLength(2)
    expect(longFunctions(bad('src/x.ts', `const f = () => {${'\n'.repeat(70)}}`))).toHaveLength(1)
    expect(
      silentExports(bad('src/x.ts', 'export function f() {}\n/** Says. */\nexport function g() {}')),
    ).toEqual(['src/x.ts:1 f'])
  })

  test('see dialect words in strings and names, not in comments', () => {
    expect(dialectWords(bad('src/x.ts', 'sql`select 1 for update`; const isPostgres = 1'))).toHaveLength(2)
    expect(dialectWords(bad('src/x.ts', "import p from 'postgres'"))).not.toEqual([])
    expect(dialectWords(bad('src/x.ts', '// Postgres would lock here.\nconst a = 1'))).toEqual([])
  })
})

function folderOf(path: string): string {
  const [, second = ''] = path.split('/')
  return second.replace(/\.tsx?$/, '')
}

function arrows(files: Source[]): [from: string, to: string][] {
  return files.flatMap(({ path, reaches }) => reaches.map((to): [string, string] => [path, to]))
}

function forbiddenImports(source: Source): string[] {
  const allowed = [folderOf(source.path), ...(MAY_IMPORT[folderOf(source.path)] ?? [])]
  const outside = source.reaches.filter((to) => to.startsWith('src/') && !allowed.includes(folderOf(to)))
  const away = source.reaches.filter((to) => !to.startsWith('src/') && !/^(package\.json|drizzle\/)/.test(to))
  const unknown = folderOf(source.path) in MAY_IMPORT ? [] : [`${source.path} is in no folder of the table`]
  return [...unknown, ...[...outside, ...away].map((to) => `${source.path} > ${to}`)]
}

function reachable(from: string, files: Source[]): Set<string> {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const seen = new Set<string>()
  const visit = (path: string) => {
    if (seen.has(path)) return
    seen.add(path)
    for (const to of byPath.get(path)?.reaches ?? []) visit(to)
  }
  visit(from)
  return seen
}

function circles(files: Source[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const found: string[] = []
  const done = new Set<string>()
  const visit = (path: string, trail: string[]) => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(' > '))
    if (trail.includes(path) || done.has(path)) return
    for (const to of byPath.get(path)?.reaches ?? []) visit(to, [...trail, path])
    done.add(path)
  }
  for (const { path } of files) visit(path, [])
  return found
}

function dialectWords({ path, imports, nodes }: Source): string[] {
  const drivers = imports.filter((name) => DRIVERS.test(name)).map((name) => `${path} imports ${name}`)
  // The setting of the address and what is said of it to an operator must name the databases.
  const pattern = ['config', 'main'].includes(folderOf(path)) ? [DIALECT] : [DIALECT, DATABASE_NAMES]
  const words = nodes
    .map((node) => ({ node, word: wordOf(node) }))
    .filter(({ word }) => pattern.some((each) => each.test(word)))
  return [...drivers, ...words.map(({ node, word }) => `${path}:${node.line} ${word.slice(0, 60)}`)]
}

function wordOf({ type, fields }: Node): string {
  if (type === 'Identifier') return String(fields.name)
  if (type === 'Literal' && typeof fields.value === 'string') return fields.value
  if (type === 'TemplateElement') return String((fields.value as { raw?: string }).raw)
  return ''
}

function longFunctions({ path, nodes }: Source): string[] {
  const kinds = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']
  return nodes
    .filter(({ type, lines }) => kinds.includes(type) && lines > 70)
    .map(({ line, lines }) => `${path}:${line} has ${lines} lines`)
}

function silentExports({ path, text, nodes, comments }: Source): string[] {
  const exported = nodes.filter(
    ({ type, fields }) => type === 'ExportNamedDeclaration' && isFunction(fields.declaration),
  )
  const lines = text.split('\n')
  const told = new Set(comments.map((comment) => comment.line + comment.text.split('\n').length - 1))
  // Overloads are told of once, above the first.
  const first = exported.filter(({ line }) => !/^export (async )?function/.test(lines[line - 2] ?? ''))
  return first
    .filter(({ line }) => !told.has(line - 1))
    .map(({ line, fields }) => `${path}:${line} ${nameOf(fields.declaration)}`)
}

function isFunction(declaration: unknown): boolean {
  return /^(FunctionDeclaration|TSDeclareFunction)$/.test(
    (declaration as { type?: string } | null)?.type ?? '',
  )
}

function nameOf(declaration: unknown): string {
  return (declaration as { id?: { name?: string } }).id?.name ?? ''
}

function casts({ path, nodes }: Source): string[] {
  const twice = ({ type, fields }: Node) => {
    const inner = fields.expression as { type?: string; typeAnnotation?: { type?: string } } | undefined
    return (
      type === 'TSAsExpression' &&
      inner?.type === 'TSAsExpression' &&
      inner.typeAnnotation?.type === 'TSUnknownKeyword'
    )
  }
  return nodes
    .filter((node) => node.type === 'TSAnyKeyword' || twice(node))
    .map(({ line }) => `${path}:${line} casts`)
}

function silencers({ path, comments }: Source): string[] {
  return comments
    .filter(({ text }) => /@ts-(ignore|expect-error|nocheck)|biome-ignore/.test(text))
    .map(({ line }) => `${path}:${line} silences a tool`)
}
