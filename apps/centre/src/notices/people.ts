/** Whom of an institution a notice goes to. */
import type { Language } from '@epacs/exchange'
import type { Kysely } from 'kysely'
import { membersWithAddress } from '../addressees/index.ts'
import type { Database } from '../database/index.ts'
import { type NoticeName, wishesFor } from './wishes.ts'

export interface Reader {
  readonly email: string
  readonly language: Language
}

/** Members with an address who wish for it: one of them, or the representatives. */
export async function readersOf(
  db: Kysely<Database>,
  institutionId: string,
  notice: NoticeName,
  now: Date,
  personId?: string,
): Promise<readonly Reader[]> {
  const wishing = membersWithAddress(db, institutionId, now).where((eb) =>
    wishesFor(notice, eb.ref('person_settings.notices')),
  )
  return await (personId === undefined
    ? wishing.where('membership.role', '=', 'representative')
    : wishing.where('membership.person_id', '=', personId)
  ).execute()
}
