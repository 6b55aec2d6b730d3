/** `npm run schema`: writes docs/schema.sql and docs/schema.svg from a database made for it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { openDatabase } from '../index.ts'
import { type Documents, schemaDocuments } from './schema-documents.ts'

const DOCS = fileURLToPath(new URL('../../../../../docs/', import.meta.url))
/** Of the database, for the second that it lives. */
const PORT = Number(process.env.EPACS_SCHEMA_PORT ?? 8457)

async function write(documents: Documents): Promise<void> {
  await writeFile(join(DOCS, 'schema.sql'), documents.sql)
  await writeFile(join(DOCS, 'schema.svg'), documents.svg)
}

const dataFolder = await mkdtemp(join(tmpdir(), 'epacs-schema-'))
try {
  const log = pino({ level: 'error' }, process.stderr)
  const database = await openDatabase({ dataFolder, database: { embedded: { port: PORT } } }, log)
  await write(await schemaDocuments(database.db)).finally(() => database.close())
} finally {
  await rm(dataFolder, { recursive: true, force: true })
}
