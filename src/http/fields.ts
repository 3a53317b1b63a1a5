import { FormatRegistry, Type } from '@sinclair/typebox'
import { type TSchema, t } from 'elysia'

// Bodies are JSON, where a number is a number: `Type.Integer` takes no text, Elysia's own does.

/** A whole number of a JSON body. */
export const whole = (minimum: number, maximum: number, description: string) =>
  Type.Integer({ minimum, maximum, description })

/**
 * A whole number of a query, where everything is text. Its range is a format, which is checked before the text is
 * read: Elysia's own numbers check it after, and then no longer know which parameter it was.
 */
export function wholeInQuery(
  range: { minimum: number; maximum: number; default: number },
  description: string,
) {
  const { minimum, maximum } = range
  const format = `whole-${minimum}-${maximum}`
  FormatRegistry.Set(format, (text) => /^\d{1,9}$/.test(text) && +text >= minimum && +text <= maximum)
  const text = t.String({
    format,
    default: String(range.default),
    description,
    'x-is': `a whole number from ${minimum} to ${maximum}`,
    'x-document': { type: 'integer', ...range },
  })
  return t.Transform(text).Decode(Number).Encode(String)
}

/** A yes or no of a query. */
export function yesOrNoInQuery(description: string) {
  const said = { description, 'x-is': 'true or false', 'x-document': { type: 'boolean' } }
  const text = t.String({ pattern: '^(true|false)$', ...said })
  return t
    .Transform(text)
    .Decode((value) => value === 'true')
    .Encode(String)
}

/** Text of at least one character that is not a space. */
export const words = (maxLength: number, description: string) =>
  t.String({ minLength: 1, maxLength, pattern: '\\S', 'x-is': 'text that is not blank', description })

/** What another service calls somebody: a space in it is one too many from a clipboard, and names nobody. */
export const foreignName = (maxLength: number, description: string) =>
  t.String({ minLength: 1, maxLength, pattern: '^\\S+$', 'x-is': 'a name without spaces', description })

/** What names a thing in addresses; it never changes. */
export const Slug = t.String({
  maxLength: 60,
  pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
  'x-is': 'lower-case letters, digits and single hyphens, such as intro-zoom',
  description: 'Names it in addresses; never changes',
  examples: ['intro-zoom'],
})

/** A name of the IANA time zone database. Whether it is known is checked by the verb. */
export const TimeZone = t.String({
  maxLength: 60,
  description: 'IANA time zone',
  examples: ['Europe/Berlin'],
})

export const Locale = t.Union(
  [t.Literal('en'), t.Literal('en-US'), t.Literal('de'), t.Literal('fr'), t.Literal('es')],
  { description: 'Language of pages and letters where the customer names none' },
)

/** An instant of a reply. */
export const Instant = t.String({
  format: 'date-time',
  description: 'ISO 8601, UTC',
  examples: ['2026-12-01T15:30:00.000Z'],
})

export const HttpsUrl = t.String({
  maxLength: 500,
  pattern: '^https://[^\\s]+$',
  'x-is': 'an address that starts with https://',
})

/** Which page of a list: at most `limit` items, those after `cursor`. */
export const paging = {
  limit: wholeInQuery({ minimum: 1, maximum: 200, default: 50 }, 'Most items of a page'),
  cursor: t.Optional(t.String({ maxLength: 200, description: '`next_cursor` of the page before' })),
}

/** A page of a list, as a reply. */
export function pageReply<Item extends TSchema>(item: Item, description: string) {
  const examples = [{ items: item.examples ?? [], next_cursor: null }]
  return t.Object(
    {
      items: t.Array(item),
      next_cursor: t.Nullable(t.String({ description: 'Pass it as `cursor`; null at the end' })),
    },
    { description, examples },
  )
}

/** The parameters of a path, each a word: what names nothing is not found rather than not valid. */
export function path<const Name extends string>(...names: Name[]) {
  const known: Record<string, string> = { tenant: 'acme', salesperson: 'berlin', meeting_type: 'intro-zoom' }
  const one = (name: Name) => t.String({ examples: [known[name] ?? '0197287d-2c00-7000-8000-0000000000f1'] })
  return t.Object(
    Object.fromEntries(names.map((name) => [name, one(name)])) as Record<Name, ReturnType<typeof one>>,
  )
}
