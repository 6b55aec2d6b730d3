/** What operators announce to everybody: words in both languages, with the time that they are about. */
import type { Kysely } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Centre } from '../centre.ts'
import { asOfOneMoment, type Database } from '../database/index.ts'
import { type PagePosition, Problem } from '../http/index.ts'
import type { Caller } from '../identity/index.ts'

export interface Texts {
  readonly cs: string
  readonly en: string
}

export interface Announcement {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly texts: Texts
}

export interface AnnouncementOfOperators extends Announcement {
  readonly state: 'coming' | 'lasting' | 'over' | 'withdrawn'
  readonly announcedAt: string
}

export interface NewAnnouncement {
  readonly from: Date
  readonly to: Date
  readonly texts: Texts
}

/** A page shows them all: an operator who writes more has something else in mind. */
const MOST_SHOWN = 10
const DAY_MS = 24 * 3_600_000
/** What was mistyped by a year would stand above every page for as long. */
const LONGEST_DAYS = 31
const FURTHEST_DAYS = 365

/** Those that last or are to come, the first one first. */
export async function announcementsToShow(db: Kysely<Database>, now: Date): Promise<readonly Announcement[]> {
  const rows = await db
    .selectFrom('announcement')
    .where('withdrawn_at', 'is', null)
    .where('ends_at', '>', now)
    .selectAll()
    .orderBy('begins_at')
    .orderBy('id')
    .limit(MOST_SHOWN)
    .execute()
  return rows.map(announcementOf)
}

/** All, those that begin latest first. */
export async function listAnnouncements(
  db: Kysely<Database>,
  now: Date,
  { pageSize, offset }: PagePosition,
): Promise<{ items: AnnouncementOfOperators[]; total: number }> {
  return await asOfOneMoment(db, async (trx) => {
    const rows = await trx
      .selectFrom('announcement')
      .selectAll()
      .orderBy('begins_at', 'desc')
      .orderBy('id')
      .limit(pageSize)
      .offset(offset)
      .execute()
    const { total } = await trx
      .selectFrom('announcement')
      .select(({ fn }) => fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    return {
      total: Number(total),
      items: rows.map((row) => ({
        ...announcementOf(row),
        state: stateOf(row, now),
        announcedAt: row.announced_at.toISOString(),
      })),
    }
  })
}

/** Throws the problem 422 for a time that is over, ends before it begins, is too long or too far ahead. */
export async function announce(
  { db, clock, audit }: Pick<Centre, 'db' | 'clock' | 'audit'>,
  operator: Caller,
  { from, to, texts }: NewAnnouncement,
): Promise<string> {
  const at = clock()
  const days = (later: Date, earlier: Date) => (later.getTime() - earlier.getTime()) / DAY_MS
  if (to <= at || to <= from || days(to, from) > LONGEST_DAYS || days(from, at) > FURTHEST_DAYS) {
    throw new Problem(
      422,
      'announcement-time',
      `It must end later than it begins and than now, last at most ${LONGEST_DAYS} days, and begin within a year.`,
    )
  }
  const id = newId()
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('announcement')
      .values({
        id,
        text_cs: texts.cs,
        text_en: texts.en,
        begins_at: from,
        ends_at: to,
        announced_at: at,
        announced_by: operator.personId,
      })
      .execute()
    const details = { announcement: id, from: from.toISOString(), to: to.toISOString() }
    await audit.record(trx, { at, actor: operator, action: 'announcement.publish', details })
  })
  return id
}

/** It is shown no more. Throws the problem 404 for one that is over or withdrawn, too. */
export async function withdrawAnnouncement(
  { db, clock, audit }: Pick<Centre, 'db' | 'clock' | 'audit'>,
  operator: Caller,
  id: string,
): Promise<void> {
  const at = clock()
  await db.transaction().execute(async (trx) => {
    const withdrawn = await trx
      .updateTable('announcement')
      .set({ withdrawn_at: at })
      .where('id', '=', id)
      .where('withdrawn_at', 'is', null)
      .where('ends_at', '>', at)
      .returning('id')
      .executeTakeFirst()
    if (withdrawn === undefined) {
      throw new Problem(404, 'announcement-not-found', 'There is no such announcement, or it is over.')
    }
    const details = { announcement: id }
    await audit.record(trx, { at, actor: operator, action: 'announcement.withdraw', details })
  })
}

interface Row {
  readonly id: string
  readonly text_cs: string
  readonly text_en: string
  readonly begins_at: Date
  readonly ends_at: Date
  readonly withdrawn_at: Date | null
}

function announcementOf({ id, begins_at, ends_at, text_cs, text_en }: Row): Announcement {
  return {
    id,
    from: begins_at.toISOString(),
    to: ends_at.toISOString(),
    texts: { cs: text_cs, en: text_en },
  }
}

function stateOf({ begins_at, ends_at, withdrawn_at }: Row, now: Date): AnnouncementOfOperators['state'] {
  if (withdrawn_at !== null) return 'withdrawn'
  if (ends_at <= now) return 'over'
  return begins_at <= now ? 'lasting' : 'coming'
}
