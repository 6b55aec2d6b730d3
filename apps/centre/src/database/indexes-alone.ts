/**
 * Migrations that make indexes and nothing else. They are built beside the transactions of a network at work: in a
 * transaction of the migration's own, nobody could write to the table until the whole index stands.
 */
import type { PoolClient } from 'pg'

export interface IndexToBuild {
  readonly name: string
  readonly unique: string
  /** From `on` to the end of the statement. */
  readonly rest: string
}

/** Undefined: the migration does other things, too, and belongs in a transaction. */
export function indexesAlone(sql: string): readonly IndexToBuild[] | undefined {
  const statements = sql
    .replaceAll(/^\s*--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
  const indexes = statements.flatMap((statement): IndexToBuild[] => {
    const [, unique = '', name, rest] = /^create (unique )?index (\w+)\s+(on\s.+)$/is.exec(statement) ?? []
    return name === undefined || rest === undefined ? [] : [{ name, unique, rest }]
  })
  return indexes.length > 0 && indexes.length === statements.length ? indexes : undefined
}

/** Outside a transaction. What an attempt that was broken off has left half built is built anew, what stands stays. */
export async function buildIndexes(client: PoolClient, indexes: readonly IndexToBuild[]): Promise<void> {
  for (const { name, unique, rest } of indexes) {
    const { rows } = await client.query<{ isWhole: boolean }>(
      'select indisvalid as "isWhole" from pg_index where indexrelid = to_regclass($1)',
      [name],
    )
    if (rows[0]?.isWhole === true) continue
    if (rows[0] !== undefined) await client.query(`drop index concurrently ${name}`)
    await client.query(`create ${unique}index concurrently ${name} ${rest}`)
  }
}
