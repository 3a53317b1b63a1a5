import type { Database, Db } from '../../src/db/database.ts'

/** A statement as it was sent. */
export interface Statement {
  sql: string
  params: unknown[]
}

/** The same database, which tells of each statement that a query builder makes, inside transactions too. */
export function recorded(db: Database, tell: (statement: Statement) => void): Database {
  const telling = <Inner extends Db>(inner: Inner): Inner =>
    over<Inner, Db>(inner, { q: spied(inner.q, tell) })
  const transaction: Database['transaction'] = (work) => db.transaction((tx) => work(telling(tx)))
  const atOnce: Database['atOnce'] = (read, write) => db.atOnce((inner) => read(telling(inner)), write)
  return over(telling(db), { transaction, atOnce })
}

/** Follows a builder from call to call until somebody waits for it. */
function spied<Builder extends object>(builder: Builder, tell: (statement: Statement) => void): Builder {
  return new Proxy(builder, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      if (name === 'then' && hasSql(target)) tell(target.toSQL())
      if (name === 'then' || name === 'toSQL') return value.bind(target)
      return (...given: unknown[]) => {
        const next: unknown = value.apply(target, given)
        return typeof next === 'object' && next !== null ? spied(next, tell) : next
      }
    },
  })
}

function hasSql(builder: object): builder is { toSQL(): Statement } {
  return 'toSQL' in builder && typeof builder.toSQL === 'function'
}

function over<Whole extends Part, Part extends object = Whole>(whole: Whole, parts: Partial<Part>): Whole {
  return new Proxy(whole, {
    get: (target, name) => {
      if (Object.hasOwn(parts, name)) return Reflect.get(parts, name)
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
