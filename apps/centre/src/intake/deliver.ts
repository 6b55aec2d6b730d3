/** The one transaction that makes a checked message appear in all its mailboxes. */

import { fold } from '@epacs/exchange'
import type { IntakeResult } from '@epacs/intake'
import { likelyOr } from '@epacs/intake/looking/likely-text'
import type { PackageFacts, StudySummary } from '@epacs/package'
import type { Transaction } from 'kysely'
import { announceArrival } from '../arrivals/index.ts'
import type { Centre } from '../centre.ts'
import { reachPoint } from '../crash-points.ts'
import type { Database } from '../database/index.ts'
import { type Arrived, keepArrived } from '../declared/index.ts'
import {
  chargeMailboxes,
  discardUploads,
  lockMailboxes,
  moveDeliveries,
  noteEvents,
  patientFolded,
  settle,
} from '../messages/index.ts'
import { keepManifest } from '../proof/index.ts'
import { noteAnswerDelivered } from '../requests/index.ts'
import { attest } from '../signing/index.ts'
import { countDelivered } from '../statistics/index.ts'
import { storable, storeFileResults, storeStudyResults } from './file-results.ts'

interface Checked {
  readonly result: IntakeResult
  /** First line of the package's manifest. */
  readonly manifest: string
  /** What of the declared instances is in the package. */
  readonly arrived: readonly Arrived[]
}

/** False when the message has ended meanwhile (cancelled, or a mailbox has become too full). */
export async function deliver(
  centre: Centre,
  messageId: string,
  { result, manifest, arrived }: Checked,
): Promise<boolean> {
  const facts = result.package
  if (facts === null) throw new TypeError('a message without a package cannot be delivered')
  const sha256 = Buffer.from(facts.sha256, 'hex')
  const outcome = await centre.db.transaction().execute(async (trx) => {
    const message = await trx
      .selectFrom('message')
      .where('id', '=', messageId)
      .where('status', '=', 'checking')
      .select(['sender_institution_id', 'declared_bytes', 'search_folded', 'urgent'])
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (message === undefined) return undefined
    const senderId = message.sender_institution_id
    const at = centre.clock()
    await storeFileResults(trx, messageId, result.files)
    await storeStudyResults(trx, messageId, result.studyOutcomes)
    const grownBytes = facts.sizeBytes - message.declared_bytes
    if (!(await correctCharges(trx, messageId, facts.sizeBytes, grownBytes))) {
      await settle(centre, trx, {
        messageId,
        status: 'rejected',
        at,
        actor: 'centre',
        problem: 'mailbox-full',
      })
      await centre.audit.record(trx, {
        at,
        actor: null,
        action: 'message.reject',
        messageId,
        details: { problem: 'mailbox-full' },
      })
      return { status: 'rejected' as const, senderId, recipientIds: [], tellOfRequest: () => {} }
    }
    await storeStudies(trx, messageId, result.studies)
    await keepArrived(trx, messageId, arrived)
    await trx
      .updateTable('message')
      .set({
        status: 'delivered',
        size_bytes: facts.sizeBytes,
        instances: facts.instances,
        package_sha256: sha256,
        search_folded: `${message.search_folded}\n${studiesFolded(result.studies)}`,
      })
      .where('id', '=', messageId)
      .execute()
    const recipientIds = await moveDeliveries(trx, messageId, 'delivered', at)
    await keepManifest(trx, { messageId, sha256: facts.sha256 }, manifest)
    await trx.insertInto('package_check').values({ message_id: messageId, checked_at: at }).execute()
    await attest(centre, trx, { messageId, recipientIds, kind: 'delivered', at, sha256 })
    await noteEvents(trx, [
      { messageId, at, actor: 'centre', what: 'accepted' },
      ...recipientIds.map((institutionId) => ({
        messageId,
        at,
        actor: 'centre',
        what: 'delivered' as const,
        institutionId,
      })),
    ])
    await discardUploads(centre, trx, messageId)
    await countDelivered(trx, at, {
      messages: 1,
      sizeBytes: facts.sizeBytes,
      studies: result.studies.length,
    })
    // Before the record, whose chain is locked until the commit: whoever ends the request has it locked first.
    const tellOfRequest = await noteAnswerDelivered(centre, trx, messageId)
    await centre.audit.record(trx, {
      at,
      actor: null,
      action: 'message.deliver',
      messageId,
      details: deliveredFacts(facts, recipientIds),
    })
    await announceArrival(centre, trx, { messageId, senderId, recipientIds, urgent: message.urgent })
    await reachPoint('intake.before-commit')
    return { status: 'delivered' as const, senderId, recipientIds, tellOfRequest }
  })
  await reachPoint('intake.committed')
  if (outcome === undefined) return false
  const { status, senderId, recipientIds, tellOfRequest } = outcome
  centre.events.publish([senderId, ...recipientIds], { type: 'message', id: messageId, status })
  tellOfRequest()
  return status === 'delivered'
}

function deliveredFacts(facts: PackageFacts, recipients: readonly string[]) {
  return { recipients, sizeBytes: facts.sizeBytes, instances: facts.instances, sha256: facts.sha256 }
}

/** From what was declared to what the package takes. False when a mailbox cannot hold the difference. */
async function correctCharges(
  trx: Transaction<Database>,
  messageId: string,
  packageBytes: number,
  grownBytes: number,
): Promise<boolean> {
  const deliveries = await trx
    .selectFrom('delivery')
    .where('message_id', '=', messageId)
    .select('institution_id')
    .execute()
  const owners = await lockMailboxes(
    trx,
    deliveries.map(({ institution_id }) => institution_id),
  )
  const full = await chargeMailboxes(trx, owners, grownBytes)
  if (full.length > 0) {
    // Those that could hold it give the difference back; what was declared is released with the message.
    const charged = owners.filter((owner) => !full.includes(owner))
    if (charged.length > 0) await chargeMailboxes(trx, charged, -grownBytes)
    return false
  }
  await trx
    .updateTable('delivery')
    .set({ held_bytes: packageBytes })
    .where('message_id', '=', messageId)
    .execute()
  return true
}

async function storeStudies(
  trx: Transaction<Database>,
  messageId: string,
  studies: readonly StudySummary[],
): Promise<void> {
  const text = (value: string | null | undefined) => (value == null ? null : storable(value))
  await insertAll(
    studies.map((study, position) => ({
      message_id: messageId,
      position,
      study_instance_uid: storable(study.studyInstanceUid),
      patient_id: storable(study.patient.id ?? ''),
      patient_name: storable(study.patient.name ?? ''),
      patient_folded: patientFolded({
        id: storable(study.patient.id ?? ''),
        name: storable(study.patient.name ?? ''),
      }),
      patient_birth_date: text(study.patient.birthDate),
      patient_sex: text(study.patient.sex),
      date: text(study.date),
      description: text(study.description),
      modalities: study.modalities.map(storable),
    })),
    (rows) => trx.insertInto('study').values(rows).execute(),
  )
  await insertAll(
    studies.flatMap((study, studyPosition) =>
      study.series.map((series, position) => ({
        message_id: messageId,
        study_position: studyPosition,
        position,
        series_instance_uid: storable(series.seriesInstanceUid),
        modality: storable(series.modality ?? ''),
        description: text(series.description),
        instances: series.instances,
      })),
    ),
    (rows) => trx.insertInto('series').values(rows).execute(),
  )
}

async function insertAll<Row>(
  rows: readonly Row[],
  insert: (rows: Row[]) => Promise<unknown>,
): Promise<void> {
  const rowsAtOnce = 1000
  for (let from = 0; from < rows.length; from += rowsAtOnce) await insert(rows.slice(from, from + rowsAtOnce))
}

/** What studies are found by besides their patients, who are searched for apart. */
function studiesFolded(studies: readonly StudySummary[]): string {
  const words = studies.flatMap(({ description, modalities }) => [
    description,
    description == null ? null : likelyOr(description),
    ...modalities,
  ])
  return fold(storable([...new Set(words.filter((word) => word != null))].join('\n')))
}
