import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { onBothDatabases } from '../support/databases.ts'
import { job } from '../support/rows.ts'

/** What a list of texts could be taken apart at. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', 'NULL', 'null', '{}', '{"a"}', '","', '\\', '\\"', "'", '\n', '\t', '$1', '“x”', '😀'),
)
const storable = text.filter((it) => !it.includes('\0'))
const payload = fc.dictionary(
  fc.constantFrom('a', 'b"', 'c\\'),
  fc.oneof(storable, fc.array(storable), fc.constant(null)),
)

onBothDatabases('jobs that are put in together', (fresh) => {
  test('come out as they were, whatever their texts hold', async () => {
    const { db } = await fresh()
    const { outbox_jobs: table } = db.t
    const rows = fc.array(fc.record({ key: fc.option(storable), tenant_id: storable, payload }), {
      minLength: 2,
      maxLength: 6,
    })
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        await db.q.delete(table)
        const jobs = given.map((one, nth) => ({ ...job(`${nth}`), ...one, kind: `kind ${nth}` }))
        await db.transaction((tx) => tx.enqueue('outbox_jobs', jobs))
        const { kind, key, tenant_id, payload, run_at_utc } = table
        const stored = await db.q
          .select({ kind, key, tenant_id, payload, run_at_utc })
          .from(table)
          .orderBy(kind)
        expect(stored).toEqual(
          jobs.map(({ kind, key, tenant_id, payload, run_at_ms }) => ({
            ...{ kind, key, tenant_id, payload },
            run_at_utc: new Date(run_at_ms),
          })),
        )
      }),
      { numRuns: 60 },
    )
  })
})
