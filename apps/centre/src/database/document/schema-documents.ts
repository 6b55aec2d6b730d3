/** Both documents of the schema as they have to stand. */
import type { Kysely } from 'kysely'
import type { Database } from '../schema.ts'
import { readSchema } from './read-schema.ts'
import { schemaAsPicture } from './schema-as-picture.ts'
import { schemaAsSql } from './schema-as-sql.ts'

export interface Documents {
  readonly sql: string
  readonly svg: string
}

export async function schemaDocuments(db: Kysely<Database>): Promise<Documents> {
  const schema = await readSchema(db)
  return { sql: schemaAsSql(schema), svg: await schemaAsPicture(schema) }
}
