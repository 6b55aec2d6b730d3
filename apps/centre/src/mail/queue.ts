/** Mails in the database: queued with what makes them necessary, tried until they leave or cannot. */
import type { Language } from '@epacs/exchange'
import { type Kysely, sql } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { render } from './render.ts'
import type { MailContents, MailTemplate } from './templates/index.ts'
import { MailProblem, type MailTransport } from './transport.ts'
import { compose, TRIAL, type TrialContents } from './wordings/compose.ts'

export interface NewMail<Name extends MailTemplate> {
  readonly template: Name
  readonly language: Language
  readonly to: string
  readonly contents: MailContents[Name]
}

/** As RFC 5321, 4.5.4.1 has it: some days. */
const GIVE_UP_AFTER_MS = 4 * 24 * 3_600_000

export const SEND_MAIL = 'send-mail'

type Queue = Pick<Centre, 'jobs' | 'clock'>

/** The mail is sent when, and only when, the transaction commits. Returns its id. */
export async function queueMail<Name extends MailTemplate>(
  queue: Queue,
  trx: Kysely<Database>,
  mail: NewMail<Name>,
): Promise<string> {
  const [id = ''] = await put(queue, trx, [mail])
  return id
}

/** The same for many, in as many statements as for one. */
export async function queueMails<Name extends MailTemplate>(
  queue: Queue,
  trx: Kysely<Database>,
  mails: readonly NewMail<Name>[],
): Promise<void> {
  await put(queue, trx, mails)
}

/** What an operator tries, to themselves. */
export async function queueTrial(
  queue: Queue,
  trx: Kysely<Database>,
  contents: TrialContents,
  { language, to }: { readonly language: Language; readonly to: string },
): Promise<void> {
  await put(queue, trx, [{ template: TRIAL, language, to, contents }])
}

interface AnyMail {
  readonly template: string
  readonly language: Language
  readonly to: string
  readonly contents: object
}

/** However many there are, two statements: whatever else the transaction holds is held no longer than that. */
async function put({ jobs, clock }: Queue, trx: Kysely<Database>, mails: readonly AnyMail[]) {
  if (mails.length === 0) return []
  const rows = mails.map(({ to: recipient, ...mail }) => ({ id: newId(), recipient, ...mail }))
  await sql`
    insert into mail (id, template, language, recipient, contents, status, queued_at)
    select id, template, language, recipient, contents, 'waiting', ${clock()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row (id uuid, template text, language text, recipient text, contents jsonb)
  `.execute(trx)
  const ids = rows.map(({ id }) => id)
  await jobs.addAll(
    trx,
    SEND_MAIL,
    ids.map((id) => ({ payload: { mail: id }, jobKey: `${SEND_MAIL} ${id}` })),
  )
  return ids
}

/** Throws MailProblem when another attempt is to follow. */
export async function sendMail(
  { db, clock, config, log }: Pick<Centre, 'db' | 'clock' | 'config' | 'log'>,
  transport: MailTransport,
  id: string,
): Promise<void> {
  const row = await db
    .selectFrom('mail')
    .where('id', '=', id)
    .where('status', '=', 'waiting')
    .selectAll()
    .executeTakeFirst()
  if (row === undefined) return
  const problem = await tryToSend()
  const at = clock()
  const isOld = at.getTime() - row.queued_at.getTime() > GIVE_UP_AFTER_MS
  const status =
    problem === null ? 'sent' : problem.lasting === 'for-ever' ? 'refused' : isOld ? 'given-up' : 'waiting'
  await db
    .updateTable('mail')
    .set((eb) => ({
      status,
      attempts: eb('attempts', '+', 1),
      problem: problem?.code ?? null,
      tried_at: at,
      ended_at: status === 'waiting' ? null : at,
      ...(status === 'sent' ? { contents: '{}' } : {}),
    }))
    .where('id', '=', id)
    .execute()
  if (problem === null) return
  const about = { mail: id, problem: problem.code, attempts: row.attempts + 1, since: row.queued_at }
  if (status !== 'waiting') return log.warn(about, 'a mail was not sent')
  log.warn(about, 'a mail waits: it could not be sent yet')
  throw problem

  async function tryToSend(): Promise<MailProblem | null> {
    if (row === undefined) return null
    const portal = config.portal.publicUrl
    const mail = await compose(db, row, portal)
    if (mail === undefined) return new MailProblem('unknown-template', 'for-ever')
    const rendered = render(mail, row.language, portal)
    try {
      await transport.send({ ...rendered, messageId: id, to: row.recipient })
      return null
    } catch (error) {
      if (error instanceof MailProblem) return error
      // Its words may quote addresses.
      const { name, stack = '' } = error instanceof Error ? error : { name: typeof error }
      const where = stack.split('\n').filter((line) => line.startsWith('    at '))
      log.error({ mail: id, problem: name, where }, 'sending a mail failed in a way that was not foreseen')
      return new MailProblem('failed', 'for-now')
    }
  }
}

/** Undefined: there is no such mail, or nothing to be tried again. */
export async function tryAgain(
  { db, jobs, clock }: Pick<Centre, 'db' | 'jobs' | 'clock'>,
  id: string,
): Promise<true | undefined> {
  return await db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('mail')
      .set({ status: 'waiting', ended_at: null, queued_at: clock() })
      .where('id', '=', id)
      .where('status', '!=', 'sent')
      .returning('id')
      .executeTakeFirst()
    if (row === undefined) return undefined
    await jobs.add(trx, SEND_MAIL, { mail: id }, { jobKey: `${SEND_MAIL} ${id}` })
    return true
  })
}

/** Removes the records of mails that ended long ago. */
export async function sweepMail({
  db,
  clock,
  config,
}: Pick<Centre, 'db' | 'clock' | 'config'>): Promise<void> {
  const before = new Date(clock().getTime() - config.mail.keepDays * 24 * 3_600_000)
  await db.deleteFrom('mail').where('ended_at', '<', before).execute()
}

/** That mails do not leave at all, whoever they are to. */
export interface MailTrouble {
  /** What the latest attempt met, as a code. */
  readonly problem: string
  /** When the oldest of the mails was to leave. */
  readonly since: Date
  readonly waiting: number
}

export async function mailFigures(db: Kysely<Database>, since: Date) {
  return await db
    .selectFrom('mail')
    .select([
      sql<number>`count(*) filter (where status = 'waiting')::int`.as('waiting'),
      sql<number>`count(*) filter (where status = 'waiting' and attempts > 0)::int`.as('delayed'),
      sql<number>`count(*) filter (where status = 'sent' and ended_at >= ${since})::int`.as('sentLately'),
      sql<number>`count(*) filter (where status in ('refused', 'given-up'))::int`.as('failed'),
      sql<Date | null>`max(ended_at) filter (where status = 'sent')`.as('lastSentAt'),
    ])
    .executeTakeFirstOrThrow()
}

/**
 * Null: the latest that was tried has left, or nothing was tried. A server's refusal of one mail, for now, says nothing
 * of others; 421 is of the server as a whole (RFC 5321, 4.2.3).
 */
export async function mailTrouble(db: Kysely<Database>): Promise<MailTrouble | null> {
  const { rows } = await sql<MailTrouble>`
    select (array_agg(problem order by tried_at desc))[1] as problem, min(queued_at) as since,
      count(*)::int as waiting
    from mail
    where status = 'waiting' and attempts > 0 and (problem not like 'smtp-%' or problem = 'smtp-421')
      and tried_at > coalesce((select max(ended_at) from mail where status = 'sent'), '-infinity')
    having count(*) > 0
  `.execute(db)
  return rows[0] ?? null
}
