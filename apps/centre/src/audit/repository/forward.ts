/** What is new in the trail goes to the operator's audit repository: each event at least once, in order. */
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { Centre } from '../../centre.ts'
import type { Config } from '../../config/index.ts'
import type { Database } from '../../database/index.ts'
import { allEvents } from '../all-events.ts'
import { dicomAuditMessage } from '../standard-forms/dicom-audit-message.ts'
import { type SyslogMessage, type SyslogServer, sendBySyslog } from './syslog.ts'

/** After so many it is noted how far it has come; when a connection breaks they are sent again. */
const EVENTS_A_CONNECTION = 5000

type Repository = NonNullable<Config['audit']['repository']>

export function nameOf({ host, port }: Repository): string {
  return `${host}:${port}`
}

/** Resolves when it has what there was at the beginning, or another process is at it. @throws as `sendBySyslog` */
export async function forwardTrail(
  centre: Pick<Centre, 'db' | 'clock' | 'config' | 'log'>,
  repository: Repository,
  signal: AbortSignal,
): Promise<void> {
  const server = await serverOf(repository)
  while (await forwardSome(centre, nameOf(repository), server, signal)) signal.throwIfAborted()
}

/** @returns whether there may be more */
async function forwardSome(
  { db, clock, config, log }: Pick<Centre, 'db' | 'clock' | 'config' | 'log'>,
  name: string,
  server: SyslogServer,
  signal: AbortSignal,
): Promise<boolean> {
  await db
    .insertInto('audit_forwarding')
    .values({ repository: name, position: 0, changed_at: clock() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return await db.transaction().execute(async (trx) => {
    const standing = await trx
      .selectFrom('audit_forwarding')
      .select('position')
      .where('repository', '=', name)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (standing === undefined) return false
    const after = standing.position
    const next = await trx
      .selectFrom('audit_event')
      .select('position')
      .where('position', '>', after)
      .orderBy('position')
      .limit(EVENTS_A_CONNECTION)
      .execute()
    const last = next.at(-1)?.position
    if (last === undefined) {
      await tellCutOff(trx, after, log)
      return false
    }
    const range = { after, last }
    async function* messages(): AsyncGenerator<SyslogMessage> {
      const portal = new URL(config.portal.publicUrl).host
      for await (const events of allEvents(trx, {}, range)) {
        for (const event of events) yield { at: event.at, text: dicomAuditMessage(event, portal) }
      }
    }
    await sendBySyslog(server, messages(), { hostname: hostname(), signal })
    await trx
      .updateTable('audit_forwarding')
      .set({ position: last, changed_at: clock() })
      .where('repository', '=', name)
      .execute()
    return next.length === EVENTS_A_CONNECTION
  })
}

/** What is appended from there on has positions that the repository has other events of. */
async function tellCutOff(db: Kysely<Database>, after: number, log: Logger): Promise<void> {
  if (after === 0) return
  const there = await db
    .selectFrom('audit_event')
    .select('position')
    .where('position', '=', after)
    .executeTakeFirst()
  if (there === undefined)
    log.error({ position: after }, 'the audit trail is shorter than what the audit repository has of it')
}

async function serverOf({ host, port, certFile, keyFile }: Repository): Promise<SyslogServer> {
  if (certFile === null || keyFile === null) return { host, port, client: null }
  const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')])
  return { host, port, client: { cert, key } }
}
