/** What people are written to about if they wish. */
import { type Expression, type RawBuilder, sql } from 'kysely'

/** A message that one sent failed, or was opened or stored; one's mailbox fills (representatives); one's certificate ends. */
export const NOTICES = ['failure', 'receipt', 'quota', 'certificate'] as const
export type NoticeName = (typeof NOTICES)[number]

/** Until a person chooses. */
export const USUAL_NOTICES: readonly NoticeName[] = ['failure', 'quota', 'certificate']

/** Whether a row of `person_settings`, or its absence, wishes for it. */
export function wishesFor(notice: NoticeName, notices: Expression<string[] | null>): RawBuilder<boolean> {
  return sql<boolean>`${notice} = any(coalesce(${notices}, ${[...USUAL_NOTICES]}::text[]))`
}
