/** The list of an upload's pieces in the database. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'

export interface Piece {
  readonly startBytes: number
  readonly sizeBytes: number
  readonly name: string
  readonly sha256: Buffer
}

/** False, and nothing has changed: the upload does not end where the first of them begins, or is gone. */
export async function appendPieces(
  db: Kysely<Database>,
  uploadId: string,
  pieces: readonly Piece[],
): Promise<boolean> {
  const [first, last] = [pieces[0], pieces.at(-1)]
  if (first === undefined || last === undefined) return true
  const { numAffectedRows } = await sql`
    with grown as (
      update upload set received_bytes = ${last.startBytes + last.sizeBytes}
      where id = ${uploadId} and received_bytes = ${first.startBytes}
      returning id
    )
    insert into upload_piece (upload_id, start_bytes, size_bytes, name, sha256)
    select grown.id, start_bytes, size_bytes, name, decode(sha256, 'hex')
    from grown, unnest(
      ${pieces.map(({ startBytes }) => startBytes)}::bigint[],
      ${pieces.map(({ sizeBytes }) => sizeBytes)}::int[],
      ${pieces.map(({ name }) => name)}::text[],
      ${pieces.map(({ sha256 }) => sha256.toString('hex'))}::text[]
    ) as piece (start_bytes, size_bytes, name, sha256)
  `.execute(db)
  return numAffectedRows === BigInt(pieces.length)
}

/** What was appended from there on counts no more. False, and nothing has changed: somebody else appended to it. */
export async function cutPieces(
  db: Kysely<Database>,
  uploadId: string,
  { fromBytes, toBytes }: { readonly fromBytes: number; readonly toBytes: number },
): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    const cut = await trx
      .updateTable('upload')
      .set({ received_bytes: fromBytes })
      .where('id', '=', uploadId)
      .where('received_bytes', '=', toBytes)
      .returning('id')
      .executeTakeFirst()
    if (cut === undefined) return false
    await trx
      .deleteFrom('upload_piece')
      .where('upload_id', '=', uploadId)
      .where('start_bytes', '>=', fromBytes)
      .execute()
    return true
  })
}

/** In their order. */
export async function piecesOf(db: Kysely<Database>, uploadId: string): Promise<readonly Piece[]> {
  const rows = await db
    .selectFrom('upload_piece')
    .where('upload_id', '=', uploadId)
    .selectAll()
    .orderBy('start_bytes')
    .execute()
  return rows.map(({ start_bytes, size_bytes, name, sha256 }) => ({
    startBytes: start_bytes,
    sizeBytes: size_bytes,
    name,
    sha256,
  }))
}

/** Undefined: there is no such upload, or its bytes are kept otherwise. */
export async function receivedBytesOf(db: Kysely<Database>, uploadId: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('upload')
    .where('id', '=', uploadId)
    .select('received_bytes')
    .executeTakeFirst()
  return row?.received_bytes ?? undefined
}

/** Of these names, those that an upload needs. */
export async function neededNames(
  db: Kysely<Database>,
  uploadIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (uploadIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('upload_piece')
    .where('upload_id', 'in', [...uploadIds])
    .select('name')
    .execute()
  return new Set(rows.map(({ name }) => name))
}

/** Those that left pieces. */
export async function uploadsThatAreGone(db: Kysely<Database>): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('upload_piece')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('upload').whereRef('upload.id', '=', 'upload_piece.upload_id').select('id'))),
    )
    .select('upload_id')
    .distinct()
    .execute()
  return rows.map(({ upload_id }) => upload_id)
}
