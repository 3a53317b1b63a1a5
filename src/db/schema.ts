import type { Columns } from './postgres/columns.ts'
import { bookingTables } from './tables/bookings.ts'
import { jobTables } from './tables/jobs.ts'
import { providerTables } from './tables/providers.ts'
import { sagaTables } from './tables/sagas.ts'
import { tenantTables } from './tables/tenants.ts'
import { traceTables } from './tables/traces.ts'

/** The whole schema, written once, for the dialect whose column makers are given. */
export function defineSchema(columns: Columns) {
  return {
    ...tenantTables(columns),
    ...bookingTables(columns),
    ...sagaTables(columns),
    ...jobTables(columns),
    ...traceTables(columns),
    ...providerTables(columns),
  }
}

export type Tables = ReturnType<typeof defineSchema>
