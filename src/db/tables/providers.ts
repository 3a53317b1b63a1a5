import type { Columns } from '../postgres/columns.ts'

/** What is kept about the providers: subscriptions at Graph, credentials at Zoom. Secrets are sealed. */
export function providerTables({ table, text, instant, index, uniqueIndex }: Columns) {
  const graph_subscriptions = table(
    'graph_subscriptions',
    {
      id: text().primaryKey(),
      tenant_id: text().notNull(),
      salesperson_id: text().notNull(),
      subscription_id: text(),
      resource: text().notNull(),
      client_state: text().notNull(),
      granted_at_utc: instant(),
      expiration_utc: instant(),
      status: text<'active' | 'missing' | 'failing' | 'retired'>().notNull(),
      last_notification_at_utc: instant(),
      renewed_at_utc: instant(),
      last_error: text(),
      created_at_utc: instant().notNull(),
      updated_at_utc: instant().notNull(),
    },
    (t) => [
      uniqueIndex('graph_subscriptions_by_provider').on(t.subscription_id),
      index('graph_subscriptions_by_salesperson').on(t.salesperson_id),
    ],
  )
  const zoom_accounts = table('zoom_accounts', {
    tenant_id: text().primaryKey(),
    account_id: text().notNull(),
    client_id: text().notNull(),
    client_secret_sealed: text().notNull(),
    webhook_secret_sealed: text(),
    created_at_utc: instant().notNull(),
    updated_at_utc: instant().notNull(),
  })
  return { graph_subscriptions, zoom_accounts }
}
