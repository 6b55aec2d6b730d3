import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import ts from 'typescript'
import { openTestDatabase, type TestDatabase } from '../testing/database.ts'
import { schemaDocuments } from './document/schema-documents.ts'
import { MigrationError } from './index.ts'
import { migrate } from './migrate.ts'

let database: TestDatabase
before(async () => {
  database = await openTestDatabase(true)
})
after(() => database.remove())

interface Column {
  readonly type: string
  readonly isNullable: boolean
  readonly hasDefault: boolean
}

type Tables = Record<string, Record<string, Column>>

/** What schema.ts says, read from its syntax. */
async function declaredTables(): Promise<Tables> {
  const path = fileURLToPath(new URL('./schema.ts', import.meta.url))
  const source = ts.createSourceFile(path, await readFile(path, 'utf8'), ts.ScriptTarget.Latest, true)
  const interfaces = new Map<string, ts.InterfaceDeclaration>()
  source.forEachChild((node) => {
    if (ts.isInterfaceDeclaration(node)) interfaces.set(node.name.text, node)
  })
  const properties = (name: string) =>
    [...(interfaces.get(name)?.members ?? [])].filter(ts.isPropertySignature).map((member) => ({
      name: member.name.getText(source),
      type: member.type?.getText(source) ?? '',
    }))
  return Object.fromEntries(
    properties('Database').map(({ name, type }) => [
      name,
      Object.fromEntries(properties(type).map((property) => [property.name, declaredColumn(property.type)])),
    ]),
  )
}

function declaredColumn(text: string): Column {
  const generated = /^Generated<(.*)>$/s.exec(text)
  const inner = generated?.[1] ?? text
  const isNullable = / \| null$/.test(inner)
  return {
    type: inner.replace(/ \| null$/, ''),
    isNullable,
    hasDefault: generated !== null || inner === 'Json',
  }
}

/** TypeScript types that a column of the PostgreSQL type may have. Words of the domain are text. */
const TYPES: Readonly<Record<string, RegExp>> = {
  uuid: /^string$/,
  text: /^(string|[A-Z]\w+|('[a-z]+'( \| )?)+)$/,
  bpchar: /^string$/,
  int4: /^number$/,
  int8: /^number$/,
  float8: /^number$/,
  bool: /^boolean$/,
  timestamptz: /^Date$/,
  bytea: /^Buffer$/,
  _text: /^(string|[A-Z]\w+)\[\]$/,
  jsonb: /^(Changing)?Json$/,
  date: /^ColumnType<string, string, never>$/,
}

test('schema.ts says of every table and column what the database says', async () => {
  const { rows } = await sql<{
    table: string
    column: string
    type: string
    nullable: boolean
    has_default: boolean
  }>`
    select table_name as table, column_name as column, udt_name as type, is_nullable = 'YES' as nullable,
      column_default is not null or is_identity = 'YES' as has_default
    from information_schema.columns
    where table_schema = 'public' and table_name <> 'migration'
      and not exists (select from pg_class where oid = format('public.%I', table_name)::regclass and relispartition)
    order by table_name, ordinal_position
  `.execute(database.db)
  const declared = await declaredTables()
  assert.ok(rows.length > 100)
  const columnsOf = (tables: Record<string, Record<string, unknown>>) =>
    Object.entries(tables)
      .flatMap(([table, columns]) => Object.keys(columns).map((column) => `${table}.${column}`))
      .toSorted()
  assert.deepEqual(columnsOf(declared), rows.map(({ table, column }) => `${table}.${column}`).toSorted())
  for (const { table, column, type, nullable, has_default } of rows) {
    const told = declared[table]?.[column]
    const name = `${table}.${column}`
    assert.match(told?.type ?? '', TYPES[type] ?? /^$/, `${name} is ${type}`)
    assert.equal(told?.isNullable, nullable, `${name} null`)
    // A column that may be null may be left out; then `Generated` says so where inserts do leave it out.
    if (!nullable) assert.equal(told?.hasDefault, has_default, `${name} default`)
  }
})

test('migrations that were run are not run again, whoever starts', async () => {
  assert.deepEqual(await migrate(database.pool), [])
  const others = await Promise.all([database.again(), database.again(), database.again()])
  for (const other of others) await other.close()
  const { rows } = await sql<{ name: string }>`select name from migration`.execute(database.db)
  assert.equal(new Set(rows.map(({ name }) => name)).size, rows.length)
})

test('a database of a newer centre, or with a migration changed afterwards, is left alone', async () => {
  await sql`insert into migration (name, sha256) values ('9999-future.sql', '')`.execute(database.db)
  await assert.rejects(migrate(database.pool), MigrationError)
  await sql`delete from migration where name = '9999-future.sql'`.execute(database.db)
  const { rows } = await sql<{ sha256: Buffer }>`select sha256 from migration order by name limit 1`.execute(
    database.db,
  )
  await sql`update migration set sha256 = '' where name = (select min(name) from migration)`.execute(
    database.db,
  )
  await assert.rejects(migrate(database.pool), /was changed after it had been run/)
  await sql`update migration set sha256 = ${rows[0]?.sha256} where name = (select min(name) from migration)`.execute(
    database.db,
  )
  assert.deepEqual(await migrate(database.pool), [])
})

test('docs/schema.sql and docs/schema.svg show the database as it is', async () => {
  const documents = await schemaDocuments(database.db)
  const kept = (name: string) =>
    readFile(fileURLToPath(new URL(`../../../../docs/${name}`, import.meta.url)), 'utf8')
  assert.equal(await kept('schema.sql'), documents.sql, 'npm run schema writes it anew')
  assert.equal(await kept('schema.svg'), documents.svg, 'npm run schema writes it anew')
})
