/**
 * Which instances the node answers for: those that lie in its spool, synced, in a message that is on its way, and those of
 * messages that were delivered, for which the centre answers.
 */
import { stat } from 'node:fs/promises'
import {
  type Commitment,
  type CommitmentRequest,
  FAILURE_REASON,
  type FailedReference,
  type InstanceReference,
} from '@epacs/dicom/network'
import { ifPresent } from '../durable-file.ts'
import type { Spool } from '../sending/spool.ts'
import type { CommitmentRecords, Parties, SentInstance } from './commitment-records.ts'

/** At once: others are served in between. */
const CHUNK = 200
/** Of messages from which the images will go their way by themselves. */
const ON_THE_WAY: ReadonlySet<SentInstance['state']> = new Set(['receiving', 'packing', 'uploading', 'sent'])

export interface DecidingParts {
  readonly records: Pick<CommitmentRecords, 'sent'>
  readonly spool: Pick<Spool, 'at' | 'sync'>
}

/** What it says holds when it resolves: each file that it answers for is on stable storage, and so will be what is written next. */
export async function decideCommitment(
  { records, spool }: DecidingParts,
  parties: Parties,
  { transactionUid, instances }: CommitmentRequest,
): Promise<Commitment> {
  const done: InstanceReference[] = []
  const failed: FailedReference[] = []
  for (let index = 0; index < instances.length; index += CHUNK) {
    const asked = instances.slice(index, index + CHUNK)
    const uids = asked.map(({ sopInstanceUid }) => sopInstanceUid)
    const before = records.sent(parties, uids)
    // In this order: what came since is not synced, and not answered for.
    await spool.sync()
    const safe = await safeOf(spool, before)
    // Its message may have been delivered meanwhile, and the file let go.
    const known = Map.groupBy(records.sent(parties, uids), ({ sopInstanceUid }) => sopInstanceUid)
    for (const { sopClassUid, sopInstanceUid } of asked) {
      const isSafe = (each: SentInstance) =>
        each.state === 'delivered' || (safe.has(fileOf(each)) && ON_THE_WAY.has(each.state))
      const reason = reasonAgainst(sopClassUid, known.get(sopInstanceUid) ?? [], isSafe)
      if (reason === undefined) done.push({ sopClassUid, sopInstanceUid })
      else failed.push({ sopClassUid, sopInstanceUid, reason })
    }
  }
  return { transactionUid, done, failed }
}

/** Undefined: nothing is against it. */
function reasonAgainst(
  sopClassUid: string,
  all: readonly SentInstance[],
  isSafe: (each: SentInstance) => boolean,
): number | undefined {
  const { noSuchInstance, classInstanceConflict, processingFailure } = FAILURE_REASON
  // What was sent last counts, at each recipient: the one before may have had other content.
  const newest = [...new Map(all.map((each) => [each.recipientId, each] as const)).values()]
  if (newest.every(({ state }) => state === 'cancelled')) return noSuchInstance
  if (newest.some((each) => each.sopClassUid !== sopClassUid)) return classInstanceConflict
  return newest.every(isSafe) ? undefined : processingFailure
}

/** Names of the files that are there with the length that they came with. */
async function safeOf(spool: Pick<Spool, 'at'>, sent: readonly SentInstance[]): Promise<ReadonlySet<string>> {
  const safe = new Set<string>()
  for (const each of sent) {
    if (each.file === null) continue
    const found = await ifPresent(stat(spool.at(each.file)))
    if (found?.size === each.sizeBytes) safe.add(each.file)
  }
  return safe
}

function fileOf({ file }: SentInstance): string {
  return file ?? ''
}
