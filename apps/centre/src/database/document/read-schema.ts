/** The schema as the database itself tells it (system catalogs): tables with all that belongs to them. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../schema.ts'

export interface Column {
  readonly name: string
  /** As PostgreSQL writes it, e.g. `timestamp with time zone`. */
  readonly type: string
  readonly isNullable: boolean
  readonly default: string | null
}

export interface Constraint {
  readonly name: string
  readonly kind: 'primary' | 'foreign' | 'unique' | 'check'
  readonly columns: readonly string[]
  readonly definition: string
  /** Of a foreign key. */
  readonly target: string | null
}

export interface Table {
  readonly name: string
  readonly columns: readonly Column[]
  readonly constraints: readonly Constraint[]
  /** Definitions of indexes that are no constraint's (of a table in parts: for all parts), and of triggers. */
  readonly indexes: readonly string[]
  readonly triggers: readonly string[]
  /** Null: the table is one. */
  readonly partitionedBy: string | null
}

export interface Schema {
  readonly tables: readonly Table[]
  readonly functions: readonly string[]
  readonly collations: readonly string[]
}

/** Of the centre's own tables (schema `public`); the job queue's are graphile-worker's, `migration` is bookkeeping. */
export async function readSchema(db: Kysely<Database>): Promise<Schema> {
  const tables = await sql<Table>`
    select relname as name,
      (
        select json_agg(json_build_object(
          'name', attname,
          'type', format_type(atttypid, atttypmod),
          'isNullable', not attnotnull,
          'default', case attidentity when 'a' then 'generated always as identity' else pg_get_expr(adbin, adrelid) end
        ) order by attnum)
        from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
        where attrelid = pg_class.oid and attnum > 0 and not attisdropped
      ) as columns,
      coalesce((
        select json_agg(json_build_object(
          'name', conname,
          'kind', case contype when 'p' then 'primary' when 'f' then 'foreign' when 'u' then 'unique' else 'check' end,
          'columns', array(
            select attname from unnest(conkey) with ordinality as key (number, place)
            join pg_attribute on attrelid = conrelid and attnum = key.number order by key.place
          ),
          'definition', pg_get_constraintdef(pg_constraint.oid, true),
          'target', (select target.relname from pg_class as target where target.oid = confrelid)
        ) order by array_position(array['p', 'u', 'f', 'c'], contype::text), conname)
        from pg_constraint where conrelid = pg_class.oid and contype in ('p', 'u', 'f', 'c')
      ), '[]') as constraints,
      coalesce((
        select json_agg(replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') order by indexrelid::regclass::text)
        from pg_index
        where indrelid = pg_class.oid and not exists (select from pg_constraint where conindid = indexrelid)
      ), '[]') as indexes,
      coalesce((
        select json_agg(pg_get_triggerdef(oid) order by tgname)
        from pg_trigger where tgrelid = pg_class.oid and not tgisinternal
      ), '[]') as triggers,
      pg_get_partkeydef(oid) as "partitionedBy"
    from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
      and relname <> 'migration'
    order by relname
  `.execute(db)
  const functions = await sql<{ definition: string }>`
    select pg_get_functiondef(oid) as definition from pg_proc
    where pronamespace = 'public'::regnamespace order by proname
  `.execute(db)
  const collations = await sql<{ name: string; locale: string }>`
    select collname as name, coalesce(colllocale, collcollate) as locale from pg_collation
    where collnamespace = 'public'::regnamespace order by collname
  `.execute(db)
  return {
    tables: tables.rows,
    functions: functions.rows.map(({ definition }) => definition),
    collations: collations.rows.map(
      ({ name, locale }) => `CREATE COLLATION ${name} (provider = icu, locale = '${locale}')`,
    ),
  }
}
