/** One message with everything: files and history. Reading it as a recipient marks the delivery as opened. */
import { type FileToOpen, readIndex } from '@epacs/package'
import type { Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import { asOfOneMoment, type Database } from '../database/index.ts'
import { declarationOf, type ShownDeclaration } from '../declared/index.ts'
import type { Member, Reader } from '../identity/index.ts'
import { type AnsweredRequest, answeredBy } from '../requests/index.ts'
import { ifPresent } from '../storage/index.ts'
import { messageNotFound, requireAccess } from './access.ts'
import { attestOpened } from './attest-opened.ts'
import { removeMark } from './marks.ts'
import { noteEvent } from './record.ts'
import { type Correspondence, correspondenceOf } from './replies.ts'
import { type MessageSummary, type Party, summarise } from './summaries.ts'
import { type Supplements, supplementsOf } from './supplements.ts'

export interface FileResult {
  readonly path: string
  readonly outcome: 'accepted' | 'warning' | 'left-out' | 'refused'
  readonly code: string | null
  readonly detail: string | null
}

/** How many files of a study had which outcome; files whose study could not be read are counted nowhere. */
export interface StudyResult {
  readonly studyInstanceUid: string
  readonly accepted: number
  readonly warnings: number
  readonly leftOut: number
  readonly refused: number
}

export interface HistoryEntry {
  readonly at: string
  readonly actor: string
  readonly what: string
  /** Whose delivery it concerns; null: the whole message. */
  readonly institution: Party | null
}

/** What the PACS behind a recipient's node made of the images. */
export interface AtPacs {
  readonly institution: Party
  readonly stored: number
  readonly refused: readonly {
    readonly sopInstanceUid: string
    /** PS3.7 annex C; null: it was never asked, since it takes no such class or encoding. */
    readonly status: number | null
    readonly comment: string
  }[]
  /** Where it has several PACS, how much each has; otherwise empty. */
  readonly atEach: readonly {
    readonly name: string
    readonly waiting: number
    readonly stored: number
    readonly refused: number
  }[]
  /** Of the stored ones: decompressed, since the PACS does not take them as they are. */
  readonly decompressed: number
  /** A person there is to say under which patient it is stored. */
  readonly waitsForDecision: boolean
}

/** The message whose images a forwarded one holds. */
export interface Origin {
  readonly id: string
  readonly sender: Party
  readonly createdAt: string
}

export interface MessageDetail extends MessageSummary, Correspondence, Supplements {
  /** What the sender said that it would hold; null: nothing. */
  readonly declared: ShownDeclaration | null
  /** The request for images that it answers, for the parties of that. */
  readonly answers: AnsweredRequest | null
  readonly forwardedFrom: Origin | null
  /** What there is to say about comes first, then the files taken without a remark, while the data is there. */
  readonly files: readonly FileResult[]
  readonly studyResults: readonly StudyResult[]
  /** Of the package as a file, in hexadecimal; null: there is none. */
  readonly packageSha256: string | null
  readonly events: readonly HistoryEntry[]
  readonly atPacs: readonly AtPacs[]
}

export async function readMessage(centre: Centre, reader: Member, messageId: string): Promise<MessageDetail> {
  const access = await requireAccess(centre.db, messageId, reader.institution.id)
  await centre.audit.record(centre.db, {
    at: centre.clock(),
    actor: reader,
    action: 'message.read',
    messageId,
  })
  // After it is recorded: what cannot be recorded does not happen.
  if (access.asRecipient) await markOpened(centre, reader, messageId)
  return await fullMessage(centre, messageId, reader.institution.id)
}

/** The caller has checked that `readerId` may read it. */
export async function fullMessage(
  centre: Centre,
  messageId: string,
  readerId: string,
): Promise<MessageDetail> {
  const {
    declared,
    summary,
    noteworthy,
    studyResults,
    packageSha256,
    events,
    pacs,
    forwardedFrom,
    answers,
    related,
  } = await asOfOneMoment(centre.db, async (trx) => {
    const [found] = await summarise(trx, [messageId], readerId)
    if (found === undefined) throw messageNotFound()
    return {
      summary: found,
      noteworthy: await noteworthyFiles(trx, messageId),
      studyResults: await resultsOfStudies(trx, messageId),
      packageSha256: await packageOf(trx, messageId),
      events: await history(trx, messageId),
      pacs: await whatNodesTold(trx, messageId),
      forwardedFrom: await originOf(trx, messageId),
      declared: await declarationOf(trx, messageId),
      answers: await answeredBy(trx, messageId, readerId),
      related: {
        ...(await correspondenceOf(trx, messageId, readerId)),
        ...(await supplementsOf(trx, messageId, readerId)),
      },
    }
  })
  const accepted = await filesWithoutRemark(centre, messageId, packageSha256)
  const readsAll = summary.sender.id === readerId
  return {
    ...summary,
    ...related,
    answers,
    declared,
    forwardedFrom,
    files: [...noteworthy, ...accepted],
    studyResults,
    packageSha256: packageSha256 ?? null,
    events: events.filter(
      ({ institution }) => readsAll || institution === null || institution.id === readerId,
    ),
    atPacs: pacs.filter(({ institution }) => readsAll || institution.id === readerId),
  }
}

export async function markOpened(centre: Centre, reader: Reader, messageId: string): Promise<void> {
  const at = centre.clock()
  const institutionId = reader.institution.id
  const outcome = await centre.db.transaction().execute(async (trx) => {
    const opened = await trx
      .updateTable('delivery')
      .set({ status: 'opened', at })
      .where('message_id', '=', messageId)
      .where('institution_id', '=', institutionId)
      .where('status', '=', 'delivered')
      .returning('message_id')
      .executeTakeFirst()
    if (opened === undefined) {
      const status = await removeMark(trx, messageId, institutionId)
      return status && { status, parties: [institutionId] }
    }
    await noteEvent(trx, {
      messageId,
      at,
      actor: reader.personName,
      what: 'opened',
      institutionId,
    })
    const senderId = await attestOpened(centre, trx, { messageId, institutionId, at })
    return { status: 'opened', parties: [senderId, institutionId] }
  })
  if (outcome === undefined) return
  centre.events.publish(outcome.parties, { type: 'message', id: messageId, status: outcome.status })
}

async function noteworthyFiles(
  trx: Transaction<Database>,
  messageId: string,
): Promise<readonly FileResult[]> {
  return await trx
    .selectFrom('message_file')
    .where('message_id', '=', messageId)
    .select(['path', 'outcome', 'code', 'detail'])
    .orderBy('position')
    .execute()
}

async function resultsOfStudies(
  trx: Transaction<Database>,
  messageId: string,
): Promise<readonly StudyResult[]> {
  return await trx
    .selectFrom('study_result')
    .where('message_id', '=', messageId)
    .select([
      'study_instance_uid as studyInstanceUid',
      'accepted',
      'warnings',
      'left_out as leftOut',
      'refused',
    ])
    .orderBy('position')
    .execute()
}

async function packageOf(trx: Transaction<Database>, messageId: string): Promise<string | undefined> {
  const message = await trx
    .selectFrom('message')
    .where('id', '=', messageId)
    .select('package_sha256')
    .executeTakeFirst()
  return message?.package_sha256?.toString('hex')
}

/** They stand in the package's index only: the database grows with messages, not with images. */
async function filesWithoutRemark(
  centre: Centre,
  messageId: string,
  sha256: string | undefined,
): Promise<readonly FileResult[]> {
  if (sha256 === undefined) return []
  const indexFile = await centre.store.indexFile({ messageId, sha256 })
  if (indexFile === undefined) return []
  // The last recipient may delete the data between looking and reading.
  return (await ifPresent(acceptedFiles(indexFile))) ?? []
}

async function acceptedFiles(indexFile: FileToOpen): Promise<readonly FileResult[]> {
  const files: FileResult[] = []
  for await (const { sourcePath, remark } of readIndex(indexFile)) {
    if (remark === undefined) files.push({ path: sourcePath, outcome: 'accepted', code: null, detail: null })
  }
  return files
}

async function whatNodesTold(trx: Transaction<Database>, messageId: string): Promise<readonly AtPacs[]> {
  const rows = await trx
    .selectFrom('node_delivery')
    .innerJoin('institution', 'institution.id', 'node_delivery.institution_id')
    .where('message_id', '=', messageId)
    .select(['institution.id', 'institution.name', 'stored', 'refused', 'at_each', 'decompressed'])
    .select('waits_for_decision')
    .orderBy('institution.id')
    .execute()
  return rows.map(({ id, name, stored, refused, at_each, decompressed, waits_for_decision }) => ({
    institution: { id, name },
    stored,
    refused: Object.entries(
      refused as Readonly<Record<string, Omit<AtPacs['refused'][number], 'sopInstanceUid'>>>,
    ).map(([sopInstanceUid, told]) => ({ sopInstanceUid, ...told })),
    atEach: Array.isArray(at_each) ? at_each : [],
    decompressed,
    waitsForDecision: waits_for_decision,
  }))
}

async function originOf(trx: Transaction<Database>, messageId: string): Promise<Origin | null> {
  const row = await trx
    .selectFrom('forwarded')
    .innerJoin('message', 'message.id', 'forwarded.source_id')
    .innerJoin('institution', 'institution.id', 'message.sender_institution_id')
    .where('forwarded.message_id', '=', messageId)
    .select(['message.id', 'message.created_at', 'institution.id as sender_id', 'institution.name'])
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    id: row.id,
    sender: { id: row.sender_id, name: row.name },
    createdAt: row.created_at.toISOString(),
  }
}

async function history(trx: Transaction<Database>, messageId: string): Promise<readonly HistoryEntry[]> {
  const rows = await trx
    .selectFrom('message_event')
    .leftJoin('institution', 'institution.id', 'message_event.institution_id')
    .where('message_id', '=', messageId)
    .select([
      'message_event.at',
      'message_event.actor',
      'message_event.what',
      'institution.id',
      'institution.name',
    ])
    .orderBy('message_event.position')
    .execute()
  return rows.map(({ at, actor, what, id, name }) => ({
    at: at.toISOString(),
    actor,
    what,
    institution: id === null || name === null ? null : { id, name },
  }))
}
