import { describe, expect, test } from 'bun:test'
import { migrationsOf } from '../../src/db/embed.ts'

/** What the version before can live with while it still serves: something more, never something less or stricter. */
const SAFE = [
  /^create (unique )?(table|index|extension|trigger)\b/,
  // A dump of the version before, put back, leaves functions of this one where they are.
  /^create or replace function\b/,
  /^drop (index|trigger)\b/,
  /^alter table \S+ add (column )?["`](?!.*\bnot null\b)/,
  /^alter table \S+ add (column )?["`].*\bdefault\b/,
  /^alter table \S+ set \(autovacuum/,
  // A backfill.
  /^update\b/,
]

const bare = (statement: string) =>
  statement
    .replace(/^\s*--.*$/gm, '')
    .trim()
    .replace(/\s+/g, ' ')
    .toLowerCase()

/** The rule of overlaps may be put in place of itself, within one migration, since that is one transaction. */
const REPLACED = /^alter table "slot_claims" (drop|add) constraint "slot_claims_(no_overlap|span)"/

describe.each(['postgres', 'sqlite'])('the migrations of %s', (dialect) => {
  const [, ...later] = migrationsOf(dialect)

  test('only ever add: the version before still serves while the next one starts', () => {
    const unsafe = later.flatMap(({ tag, statements }) =>
      statements
        .map(bare)
        .filter((statement) => !REPLACED.test(statement) && !SAFE.some((form) => form.test(statement)))
        .map((statement) => `${tag}: ${statement}`),
    )
    expect(unsafe).toEqual([])
  })

  test('put every rule of overlaps back that they take away', () => {
    for (const { tag, statements } of later) {
      const named = (how: string) =>
        statements.map(bare).flatMap((one) => new RegExp(`${how} constraint "(\\w+)"`).exec(one)?.[1] ?? [])
      const added = named('add')
      expect([tag, named('drop').filter((name) => !added.includes(name))]).toEqual([tag, []])
    }
  })
})

test('what would break the version before is told from what would not', () => {
  const isSafe = (statement: string) => SAFE.some((form) => form.test(bare(statement)))
  for (const harmless of [
    'ALTER TABLE "a" ADD COLUMN "b" text',
    'ALTER TABLE "a" ADD COLUMN "b" integer DEFAULT 0 NOT NULL',
  ])
    expect([harmless, isSafe(harmless)]).toEqual([harmless, true])
  for (const harmful of [
    'ALTER TABLE "a" ADD COLUMN "b" integer NOT NULL',
    'ALTER TABLE "a" DROP COLUMN "b"',
    'ALTER TABLE "a" RENAME COLUMN "b" TO "c"',
    'ALTER TABLE "a" ALTER COLUMN "b" SET NOT NULL',
    'DROP TABLE "a"',
  ])
    expect([harmful, isSafe(harmful)]).toEqual([harmful, false])
})
