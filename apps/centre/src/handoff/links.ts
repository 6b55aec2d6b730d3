/** What a viewer holds instead of a session: a link that serves once, or a permission to fetch images for a while. */
import type { Kysely } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import { institutionsOf, newToken, type Reader, sha256 } from '../identity/index.ts'

export type Purpose = 'package' | 'manifest' | 'instances'

export interface Handed {
  readonly purpose: Purpose
  readonly messageId: string
  readonly reader: Reader
  /** Null: the whole message. */
  readonly study: string | null
  /** Of the package's name; null: the usual. */
  readonly extension: string | null
}

const MINUTE_MS = 60_000

/** Returns the secret, and when it ends. */
export async function issueLink(
  { db, clock, config }: Pick<Centre, 'db' | 'clock' | 'config'>,
  { purpose, messageId, reader, study, extension }: Handed,
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  const token = newToken()
  const { linkMinutes, readingMinutes } = config.desktopViewers
  const minutes = purpose === 'instances' ? readingMinutes : linkMinutes
  const expiresAt = new Date(clock().getTime() + minutes * MINUTE_MS)
  await db
    .insertInto('hand_off')
    .values({
      token_sha256: sha256(token),
      purpose,
      message_id: messageId,
      person_id: reader.personId,
      institution_id: reader.institution.id,
      study_instance_uid: study,
      file_extension: extension,
      expires_at: expiresAt,
    })
    .execute()
  return { token, expiresAt }
}

/** Of two requests with the same link one is served. Throws the problem 404 for what is unknown, used or late. */
export async function takeLink(
  { db, clock }: Pick<Centre, 'db' | 'clock'>,
  token: string,
  purpose: Purpose,
): Promise<Handed> {
  const row = await db
    .deleteFrom('hand_off')
    .where('token_sha256', '=', sha256(token))
    .where('purpose', '=', purpose)
    .where('expires_at', '>', clock())
    .returningAll()
    .executeTakeFirst()
  return await handed(db, row)
}

/** The same for what may be used until it ends, and for looking at a link without using it. */
export async function findLink(
  { db, clock }: Pick<Centre, 'db' | 'clock'>,
  token: string,
  purpose: Purpose,
): Promise<Handed> {
  const row = await db
    .selectFrom('hand_off')
    .where('token_sha256', '=', sha256(token))
    .where('purpose', '=', purpose)
    .where('expires_at', '>', clock())
    .selectAll()
    .executeTakeFirst()
  return await handed(db, row)
}

interface Row {
  readonly purpose: Purpose
  readonly message_id: string
  readonly person_id: string
  readonly institution_id: string
  readonly study_instance_uid: string | null
  readonly file_extension: string | null
}

/** A link is worth what its person is: who left the institution has handed nothing over. */
async function handed(db: Kysely<Database>, row: Row | undefined): Promise<Handed> {
  if (row === undefined) throw notServing()
  const institution = (await institutionsOf(db, row.person_id)).find(({ id }) => id === row.institution_id)
  const person = await db
    .selectFrom('person')
    .where('id', '=', row.person_id)
    .select('name')
    .executeTakeFirst()
  if (institution === undefined || person === undefined) throw notServing()
  return {
    purpose: row.purpose,
    messageId: row.message_id,
    reader: { personId: row.person_id, personName: person.name, institution },
    study: row.study_instance_uid,
    extension: row.file_extension,
  }
}

export async function sweepHandOffs({ db, clock }: Pick<Centre, 'db' | 'clock'>): Promise<void> {
  await db.deleteFrom('hand_off').where('expires_at', '<=', clock()).execute()
}

function notServing(): Problem {
  return new Problem(404, 'link-not-valid', 'The link was used already, or its time is over.')
}
