/** The records: PostgreSQL through Kysely. */
export type { Database } from './schema.ts'
