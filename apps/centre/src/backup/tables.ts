/**
 * The records as COPY writes them (text format, PostgreSQL's documentation of COPY), table by table and all of one moment:
 * the embedded PostgreSQL comes without pg_dump, and one on the machine may be older than the server.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { BackupError, type Catalogue } from './catalogue.ts'

type Table = Catalogue['tables'][number]

const quoted = pg.escapeIdentifier
const fileOf = (folder: string, table: string) => join(folder, `${table}.copy.gz`)
const target = ({ name, columns }: Pick<Table, 'name' | 'columns'>) =>
  `public.${quoted(name)} (${columns.map(quoted).join(', ')})`

/** In an order in which each finds what it refers to. Without what the database computes by itself. */
export async function listTables(client: pg.ClientBase): Promise<readonly Pick<Table, 'name' | 'columns'>[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; needs: string[] }>(`
    select c.relname as name,
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      coalesce((select array_agg(distinct f.confrelid::regclass::text) from pg_constraint f
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid), '{}') as needs
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname <> 'migration'
    order by c.relname
  `)
  const sorted: Pick<Table, 'name' | 'columns'>[] = []
  const done = new Set<string>()
  for (let waiting = rows; waiting.length > 0; ) {
    const ready = waiting.filter(({ needs }) => needs.every((each) => done.has(each)))
    if (ready.length === 0) throw new BackupError('Tables of the database refer to each other in a circle.')
    for (const { name, columns } of ready) {
      sorted.push({ name, columns })
      done.add(name)
    }
    waiting = waiting.filter(({ name }) => !done.has(name))
  }
  return sorted
}

export async function listSequences(client: pg.ClientBase): Promise<Catalogue['sequences']> {
  const { rows } = await client.query<{ name: string; value: number }>(`
    select sequencename as name, coalesce(last_value, 0)::float8 as value
    from pg_sequences where schemaname = 'public' order by 1
  `)
  return rows
}

/** Durable when it resolves. The client is in a transaction that sees one moment. */
export async function dumpTable(
  client: pg.ClientBase,
  folder: string,
  table: Pick<Table, 'name' | 'columns'>,
): Promise<Table> {
  const file = await open(fileOf(folder, table.name), 'w', 0o600)
  const hash = createHash('sha256')
  let rows = 0
  const counter = passing((chunk) => {
    for (const byte of chunk) if (byte === LINE_END) rows++
  })
  const hasher = passing((chunk) => hash.update(chunk))
  // `select`, since COPY of a table does not see those that hang from it.
  const columns = table.columns.map(quoted).join(', ')
  const source = client.query(copyTo(`copy (select ${columns} from public.${quoted(table.name)}) to stdout`))
  const written = file.createWriteStream({ flush: true })
  await pipeline(source, counter, createGzip({ level: 1 }), hasher, written)
  return { ...table, rows, sha256: hash.digest('hex') }
}

/** Line ends within values are written as `\n` in the text format. */
const LINE_END = 0x0a

export async function loadTable(client: pg.ClientBase, folder: string, table: Table): Promise<void> {
  const hash = createHash('sha256')
  const hasher = passing((chunk) => hash.update(chunk))
  const into = client.query(copyFrom(`copy ${target(table)} from stdin`))
  await pipeline(createReadStream(fileOf(folder, table.name)), hasher, createGunzip(), into)
  if (hash.digest('hex') !== table.sha256 || into.rowCount !== table.rows) {
    throw new BackupError(`The records of ${table.name} in the backup are not as they were written.`)
  }
}

function passing(look: (chunk: Buffer) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      look(chunk)
      done(null, chunk)
    },
  })
}
