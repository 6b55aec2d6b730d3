/** Writes to those who can do something when a node is silent, when it is back, and when its certificate is not renewed. */
import { X509Certificate } from 'node:crypto'
import { type Selectable, sql, type Transaction } from 'kysely'
import { membersWithAddress } from '../addressees/index.ts'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { momentInMail, queueMails } from '../mail/index.ts'
import { queueCalls } from '../webhooks/index.ts'

/** The job comes around every five minutes; when it has missed so many, the centre was away and heard nobody. */
const BREAK_AFTER_MS = 12 * 60_000
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** Days that are left of a certificate when its end is told of. */
const TOLD_DAYS = [30, 7, 1] as const
/** A node renews its certificate when so much of its life is left; before that its end is nobody's concern. */
const RENEWED_WHEN_LEFT = 1 / 3

type Watching = Pick<Centre, 'db' | 'clock' | 'config' | 'jobs'>
type Trx = Transaction<Database>
type NodeRow = Selectable<Database['node']> & { readonly institution: string }
type NodeMail = 'node-silent' | 'node-back' | 'node-certificate-ends'

const HAPPENINGS = {
  'node-silent': 'node.silent',
  'node-back': 'node.back',
  'node-certificate-ends': 'certificate.ending',
} as const

/** Each is told once, in the transaction that notes it. */
export async function watchNodes(centre: Watching): Promise<void> {
  const now = centre.clock()
  const unbrokenSince = await noteWatching(centre, now)
  const ids = await centre.db.selectFrom('node').where('revoked_at', 'is', null).select('id').execute()
  for (const { id } of ids) {
    await centre.db.transaction().execute(async (trx) => {
      const node = await trx
        .selectFrom('node')
        .innerJoin('institution', 'institution.id', 'node.institution_id')
        .where('node.id', '=', id)
        .where('node.revoked_at', 'is', null)
        .selectAll('node')
        .select('institution.name as institution')
        .forUpdate('node')
        .executeTakeFirst()
      if (node === undefined) return
      await watchSilence(centre, trx, node, unbrokenSince, now)
      await watchCertificate(centre, trx, node, now)
    })
  }
}

/** @returns since when nodes could have been heard all the time */
async function noteWatching({ db }: Watching, now: Date): Promise<Date> {
  const brokenBefore = new Date(now.getTime() - BREAK_AFTER_MS)
  const { rows } = await sql<{ unbroken_since: Date }>`
    insert into node_watch (watched_at, unbroken_since) values (${now}, ${now})
    on conflict (is_only) do update set watched_at = excluded.watched_at, unbroken_since =
      case when node_watch.watched_at < ${brokenBefore} then excluded.unbroken_since else node_watch.unbroken_since end
    returning unbroken_since
  `.execute(db)
  return rows[0]?.unbroken_since ?? now
}

async function watchSilence(
  centre: Watching,
  trx: Trx,
  node: NodeRow,
  unbrokenSince: Date,
  now: Date,
): Promise<void> {
  const { silentMailMinutes } = centre.config.nodes
  const lastHeard = node.last_contact_at ?? node.enrolled_at
  const lateMs = (silentMailMinutes ?? Number.POSITIVE_INFINITY) * MINUTE_MS
  const isSilent = now.getTime() - Math.max(lastHeard.getTime(), unbrokenSince.getTime()) > lateMs
  const update = trx.updateTable('node').where('id', '=', node.id)
  if (isSilent && node.silence_told_at === null) {
    await tell(centre, trx, node, 'node-silent', lastHeard)
    await update.set({ silence_told_at: now }).execute()
  } else if (node.silence_told_at !== null && lastHeard > node.silence_told_at) {
    await tell(centre, trx, node, 'node-back', lastHeard)
    await update.set({ silence_told_at: null }).execute()
  }
}

async function watchCertificate(centre: Watching, trx: Trx, node: NodeRow, now: Date): Promise<void> {
  const newest = await trx
    .selectFrom('node_certificate')
    .where('node_id', '=', node.id)
    .select(['expires_at', 'pem'])
    .orderBy('expires_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (newest === undefined) return
  const { expires_at: end, pem } = newest
  const days = dueDays(new Date(new X509Certificate(pem).validFrom), end, now)
  const toldDays = node.certificate_told_end?.getTime() === end.getTime() ? node.certificate_told_days : null
  if (days === undefined || (toldDays !== null && toldDays <= days)) return
  await tell(centre, trx, node, 'node-certificate-ends', end, days)
  await trx
    .updateTable('node')
    .where('id', '=', node.id)
    .set({ certificate_told_end: end, certificate_told_days: days })
    .execute()
}

/**
 * A certificate is renewed by its node when a third of its life is left. One that still waits for that a day later, of a
 * life of less than a month a thirtieth of it, is told of.
 *
 * @returns the least of `TOLD_DAYS` that has come; undefined: none has, or it was not to be renewed yet
 */
function dueDays(start: Date, end: Date, now: Date): number | undefined {
  const lifeMs = end.getTime() - start.getTime()
  const leftMs = end.getTime() - now.getTime()
  if (leftMs > lifeMs * RENEWED_WHEN_LEFT - Math.min(DAY_MS, lifeMs / 30)) return undefined
  return TOLD_DAYS.findLast((days) => leftMs <= days * DAY_MS)
}

/** The representatives of its institution, and the operator: each address once; and the institution's programs. */
async function tell(
  centre: Watching,
  trx: Trx,
  node: NodeRow,
  template: NodeMail,
  at: Date,
  daysLeft?: number,
): Promise<void> {
  const { config } = centre
  const representatives = await membersWithAddress(trx, node.institution_id, centre.clock())
    .where('membership.role', '=', 'representative')
    .execute()
  const { contactEmail, operatorLanguage } = config.registration
  const readers = representatives
    .filter(({ email }) => email !== contactEmail)
    .map(({ email: to, language }) => ({ to, language, page: 'institution' }))
  if (contactEmail !== null)
    readers.push({ to: contactEmail, language: operatorLanguage, page: 'operator/nodes' })
  const type = HAPPENINGS[template]
  const data =
    type === 'certificate.ending'
      ? { node: node.id, endsAt: at.toISOString(), days: daysLeft }
      : { node: node.id, lastHeardAt: at.toISOString() }
  const askedAs = [type === 'node.back' ? ('node.silent' as const) : type]
  await queueCalls(trx, [{ institutionId: node.institution_id, type, askedAs, at: centre.clock(), data }])
  const mails = readers.map(({ to, language, page }) => {
    const link = `${config.portal.publicUrl}/${page}`
    const contents = { institution: node.institution, node: node.id, at: momentInMail(at, language), link }
    return { template, language, to, contents }
  })
  await queueMails(centre, trx, mails)
}
