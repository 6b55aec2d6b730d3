/** Answers to requests for storage commitment in the database, until the gateway knows them. */
import type { Commitment, FailedReference, InstanceReference } from '@epacs/dicom/network'
import type { Transaction } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Centre } from '../../centre.ts'
import type { Database } from '../../database/index.ts'
import type { Exchange } from '../calling/gateways.ts'

const DAY_MS = 86_400_000

export interface DecidedCommitment {
  readonly id: string
  readonly gatewayId: string
  readonly recipientId: string
  readonly commitment: Commitment
  readonly decidedAt: Date
}

export const REPORT_JOB = 'report-dicom-commitment'

/** Durable, with its audit event, and with the job that reports it when the gateway listens for reports. */
export async function recordDecision(
  centre: Centre,
  { gateway, recipient }: Exchange,
  { transactionUid, done, failed }: Commitment,
): Promise<string> {
  const id = newId()
  await centre.db.transaction().execute(async (trx) => {
    const at = centre.clock()
    await trx
      .insertInto('dicom_commitment')
      .values({
        id,
        gateway_id: gateway.id,
        institution_id: recipient.id,
        transaction_uid: transactionUid,
        result: JSON.stringify({ done, failed }),
        decided_at: at,
      })
      .execute()
    if (gateway.reportTo !== undefined) await centre.jobs.add(trx, REPORT_JOB, { id })
    await centre.audit.record(trx, {
      at,
      actor: { personId: null, institution: gateway.institution },
      action: 'commitment.decide',
      details: {
        gateway: gateway.aeTitle,
        recipient: recipient.id,
        committed: done.length,
        failed: failed.length,
      },
    })
  })
  return id
}

/** Undefined: reported already, or too old to be of use to anybody. */
export async function unreported(centre: Centre, id: string): Promise<DecidedCommitment | undefined> {
  const row = await centre.db
    .selectFrom('dicom_commitment')
    .where('id', '=', id)
    .where('reported_at', 'is', null)
    .selectAll()
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { done, failed } = row.result as {
    readonly done: readonly InstanceReference[]
    readonly failed: readonly FailedReference[]
  }
  return {
    id,
    gatewayId: row.gateway_id,
    recipientId: row.institution_id,
    commitment: { transactionUid: row.transaction_uid, done, failed },
    decidedAt: row.decided_at,
  }
}

/** What the gateway asked the institution for and does not know yet, the oldest first. */
export async function unreportedOf(centre: Centre, { gateway, recipient }: Exchange): Promise<string[]> {
  const rows = await centre.db
    .selectFrom('dicom_commitment')
    .where('gateway_id', '=', gateway.id)
    .where('institution_id', '=', recipient.id)
    .where('reported_at', 'is', null)
    .select('id')
    .orderBy('decided_at')
    .execute()
  return rows.map(({ id }) => id)
}

/** A gateway that listens from now on is told there what it does not know yet. */
export async function reportUnreported(
  { jobs }: Centre,
  trx: Transaction<Database>,
  gatewayId: string,
): Promise<void> {
  const rows = await trx
    .selectFrom('dicom_commitment')
    .where('gateway_id', '=', gatewayId)
    .where('reported_at', 'is', null)
    .select('id')
    .execute()
  for (const { id } of rows) await jobs.add(trx, REPORT_JOB, { id })
}

export async function markReported(centre: Centre, id: string): Promise<void> {
  await centre.db
    .updateTable('dicom_commitment')
    .set({ reported_at: centre.clock() })
    .where('id', '=', id)
    .execute()
}

/** What is reported, and what nobody could be told, is forgotten with the instances that it was about. */
export async function sweepCommitments(centre: Centre): Promise<void> {
  const before = new Date(centre.clock().getTime() - centre.config.dicom.rememberDays * DAY_MS)
  await centre.db.deleteFrom('dicom_commitment').where('decided_at', '<', before).execute()
}
