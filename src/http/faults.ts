import type { TSchema } from '@sinclair/typebox'
import { type ValueError, ValueErrorType } from '@sinclair/typebox/errors'
import type { Fault } from '../lib/problem.ts'

/** Turns what TypeBox found into faults that a person understands: the first of each path. */
export function faultsOf(errors: Iterable<ValueError>, whole: string): Fault[] {
  const faults = new Map<string, Fault>()
  for (const error of flat(errors)) {
    const path = pathOf(error.path) || whole
    if (!faults.has(path)) faults.set(path, { path, message: messageOf(error) })
  }
  return [...faults.values()]
}

/** A union's own error says little; where one branch alone fits the kind of value, its errors say more. */
function* flat(errors: Iterable<ValueError>): Iterable<ValueError> {
  for (const error of errors) {
    const inner = error.type === ValueErrorType.Union ? closest(error) : undefined
    if (inner) yield* flat(inner)
    else yield error
  }
}

function closest({ schema, value, errors }: ValueError): ValueError[] | undefined {
  const branches: TSchema[] = schema.anyOf ?? []
  const fitting = branches.flatMap((branch, i) => (branch.type === typeOf(value) ? [i] : []))
  const [only] = fitting
  if (fitting.length !== 1 || only === undefined || branches[only]?.const !== undefined) return undefined
  return errors[only] === undefined ? undefined : [...errors[only]]
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (Number.isInteger(value)) return 'integer'
  return typeof value
}

/** `/customer/email` as `customer.email`. */
function pathOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.')
}

function messageOf({ type, schema, value }: ValueError): string {
  if (value === undefined) return 'is required'
  const says = MESSAGES[type]?.(schema)
  return says ?? `must be ${nameOf(schema)}`
}

const MESSAGES: Partial<Record<ValueErrorType, (schema: TSchema) => string>> = {
  [ValueErrorType.ObjectAdditionalProperties]: () => 'is not known here',
  [ValueErrorType.ObjectMinProperties]: () => 'must change something',
  [ValueErrorType.ObjectMaxProperties]: ({ maxProperties }) => `must have at most ${maxProperties} entries`,
  [ValueErrorType.StringMinLength]: ({ minLength }) =>
    minLength === 1 ? 'must not be empty' : `must have at least ${minLength} characters`,
  [ValueErrorType.StringMaxLength]: ({ maxLength }) => `must have at most ${maxLength} characters`,
  [ValueErrorType.StringPattern]: (schema) => `must be ${nameOf(schema)}`,
  [ValueErrorType.StringFormat]: (schema) => `must be ${nameOf(schema)}`,
  [ValueErrorType.IntegerMinimum]: ({ minimum }) => `must be at least ${minimum}`,
  [ValueErrorType.IntegerMaximum]: ({ maximum }) => `must be at most ${maximum}`,
  [ValueErrorType.NumberMinimum]: ({ minimum }) => `must be at least ${minimum}`,
  [ValueErrorType.NumberMaximum]: ({ maximum }) => `must be at most ${maximum}`,
  [ValueErrorType.ArrayMinItems]: ({ minItems }) => `must have at least ${count(minItems)}`,
  [ValueErrorType.ArrayMaxItems]: ({ maxItems }) => `must have at most ${count(maxItems)}`,
  [ValueErrorType.ArrayUniqueItems]: () => 'must not name anything twice',
}

const TYPES: Record<string, string> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
}

const FORMATS: Record<string, string> = {
  email: 'an e-mail address',
  date: 'a date like 2026-12-01',
  'date-time': 'an instant like 2026-12-01T15:30:00Z',
  uri: 'an address that starts with https://',
}

/** What the schema wants, in words: its own (`x-is`), those of its format, its choices or its type. */
function nameOf(schema: TSchema): string {
  if (typeof schema['x-is'] === 'string') return schema['x-is']
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (Array.isArray(schema.anyOf)) return [...new Set(schema.anyOf.map(nameOf))].join(' or ')
  return FORMATS[schema.format] ?? TYPES[schema.type] ?? 'something else'
}

function count(items: number): string {
  return items === 1 ? 'one item' : `${items} items`
}
