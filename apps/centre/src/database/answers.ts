/** Whether the database answers now, told within two seconds. */
import { type Kysely, sql } from 'kysely'
import type { Logger } from 'pino'
import type { Database } from './schema.ts'

const ANSWERS_WITHIN_MS = 2000

export async function databaseAnswers({
  db,
  log,
}: {
  readonly db: Kysely<Database>
  readonly log: Logger
}): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>()
  const timer = setTimeout(() => resolve(false), ANSWERS_WITHIN_MS)
  const answer = sql`select 1`.execute(db).then(
    () => true,
    (error) => {
      log.warn({ err: error }, 'the database does not answer')
      return false
    },
  )
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
