/** A schema of the document, as far as values are made from it. */
export interface Schema {
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  const?: unknown
  enum?: unknown[]
  examples?: unknown[]
}

/** Picks by a chance that repeats. */
export type Chance = (below: number) => number

/** The same sequence of numbers for the same seed. */
export function chanceOf(seed: number): Chance {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** A value that the schema may or may not allow: mostly its shape, with something wrong in it now and then. */
export function valueFor(schema: Schema, chance: Chance, depth = 0): unknown {
  if (chance(6) === 0 || depth > 6) return HOSTILE[chance(HOSTILE.length)]
  if (schema.examples && chance(2) === 0) return schema.examples[chance(schema.examples.length)]
  if (schema.anyOf) return valueFor(schema.anyOf[chance(schema.anyOf.length)]!, chance, depth + 1)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[chance(schema.enum.length)]
  if (schema.type === 'array' && schema.items) {
    const { items } = schema
    return Array.from({ length: chance(4) }, () => valueFor(items, chance, depth + 1))
  }
  if (schema.properties) return objectFor(schema.properties, chance, depth)
  if (schema.type === 'integer' || schema.type === 'number') return NUMBERS[chance(NUMBERS.length)]
  if (schema.type === 'boolean') return chance(2) === 0
  return WORDS[chance(WORDS.length)]
}

function objectFor(properties: Record<string, Schema>, chance: Chance, depth: number) {
  const kept = Object.entries(properties).filter(() => chance(8) > 0)
  const fields = kept.map(([name, inner]) => [name, valueFor(inner, chance, depth + 1)])
  if (chance(10) === 0) fields.push(['__proto__', { admin: true }])
  if (chance(10) === 0) fields.push(['unheard_of', 1])
  return Object.fromEntries(fields)
}

const NUMBERS = [0, 1, 5, 30, 60, -1, 0.5, 2 ** 31, 2 ** 53, 1e308, -0]

const WORDS = [
  ...['acme', 'berlin', 'intro-zoom', 'UTC', 'Europe/Berlin', 'ada@example.com', '09:00', '2026-12-01'],
  ...[
    '2026-12-01T15:30:00Z',
    'text',
    'zoom',
    '',
    ' ',
    'a'.repeat(5000),
    '../../etc/passwd',
    '%00',
    "' or 1=1 --",
  ],
  ...[
    '<script>alert(1)</script>',
    '\u202e\u0000',
    '\ud800',
    '💥'.repeat(50),
    '{{7*7}}',
    '-1',
    'null',
    '\r\nX: y',
  ],
]

/** What no schema asks for. */
export const HOSTILE: unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    Number.MAX_VALUE,
    2 ** 60,
    '',
    '\u0000',
    '\ud800',
    [],
    {},
    [[]],
    { a: { b: [] } },
  ],
  ...['x'.repeat(10_000), Array.from({ length: 300 }, (_, n) => n), { constructor: { prototype: 1 } }],
]
