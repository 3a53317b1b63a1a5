import type postgres from 'postgres'

/** In one order, so that two transactions cannot deadlock; rows that name a salesperson may still be inserted. */
export async function lockSalespersons(client: postgres.ISql, ids: string[]): Promise<void> {
  if (ids.length > 0) await client.unsafe(LOCK, [JSON.stringify(ids)], { prepare: true })
}

const LOCK = `
  select id from salespersons
  where id = any(array(select json_array_elements_text($1::text::json)))
  order by id for no key update`
