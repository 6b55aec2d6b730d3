/** The records: PostgreSQL through Kysely, the centre's own or the operator's. */
export { databaseAnswers } from './answers.ts'
export { isDatabaseAway } from './away.ts'
export { EmbeddedDatabaseError } from './embedded/index.ts'
export { LastingConnection, type Notices, type SharedLocks } from './lasting-connection.ts'
export { MigrationError } from './migrate.ts'
export { asOfOneMoment } from './one-moment.ts'
export {
  type OpenDatabase,
  openDatabase,
  openDatabaseForCommand,
  UnreachableDatabaseError,
} from './open-database.ts'
export { openUnconnected } from './pool.ts'
export type { AuthorityCertificateRole, Database } from './schema.ts'
