import type { Tables } from '../db/schema.ts'
import type { MinuteSpan } from '../db/tables/tenants.ts'

export type Tenant = Readonly<Tables['tenants']['$inferSelect']>

/** A weekly rule: open on `weekday` (1 Monday to 7 Sunday) between two minutes of the local day. */
export interface WeeklyRule extends MinuteSpan {
  weekday: number
}

/** The hours of one date (`YYYY-MM-DD`, the salesperson's zone) instead of the weekly ones; none means closed. */
export interface Override {
  date: string
  intervals: readonly MinuteSpan[]
}

export type Salesperson = Readonly<
  Tables['salespersons']['$inferSelect'] & { rules: readonly WeeklyRule[]; overrides: readonly Override[] }
>

/** `salesperson_ids` in the order the admin gave them, inactive ones included. */
export type MeetingType = Readonly<
  Tables['meeting_types']['$inferSelect'] & { salesperson_ids: readonly string[] }
>

/** Everything a tenant has configured, inactive parts included, as it was at `tenant.config_revision`. Never changed. */
export interface TenantConfig {
  readonly tenant: Tenant
  /** By slug. */
  readonly meeting_types: ReadonlyMap<string, MeetingType>
  /** By id. */
  readonly salespersons: ReadonlyMap<string, Salesperson>
}
