// What PostgreSQL knows of a schema, as lines that two schemas can be compared by.
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"

/** Every object with its definition, the schema's own name taken out. */
export const catalogOf = Effect.fnUntraced(function*(schema: string) {
  const sql = yield* PgClient.PgClient
  // definitions name only what is not on the search path
  const rows = yield* sql.withTransaction(
    Effect.andThen(sql.unsafe(`set local search_path = ${schema}`), sql.unsafe(catalog, [schema]).values)
  )
  return rows.map(([line]) => line as string)
})

const catalog = `
with namespace as (select oid from pg_namespace where nspname = $1)
select 'relation ' || relname || ' ' || relkind::text || ' ' || coalesce(relacl::text, '')
from pg_class where relnamespace = (table namespace)
union all
select 'column ' || relname || '.' || attnum::text || ' ' || attname || ' ' || format_type(atttypid, atttypmod)
  || ' not null ' || attnotnull::text || ' identity ' || attidentity::text || ' collation ' || coalesce(collname, '')
  || ' default ' || coalesce(pg_get_expr(adbin, adrelid), '')
from pg_attribute join pg_class on pg_class.oid = attrelid
left join pg_collation on pg_collation.oid = attcollation
left join pg_attrdef on adrelid = attrelid and adnum = attnum
where relnamespace = (table namespace) and attnum > 0 and relkind = 'r'
union all
select 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = (table namespace)
union all
select 'index ' || replace(pg_get_indexdef(indexrelid), $1 || '.', '')
from pg_index join pg_class on pg_class.oid = indexrelid where relnamespace = (table namespace)
union all
select 'trigger ' || replace(pg_get_triggerdef(pg_trigger.oid), $1 || '.', '') || ' enabled ' || tgenabled::text
from pg_trigger join pg_class on pg_class.oid = tgrelid where relnamespace = (table namespace)
union all
select 'function ' || replace(pg_get_functiondef(oid), $1 || '.', '') || coalesce(proacl::text, '')
from pg_proc where pronamespace = (table namespace)
order by 1`
