/** Which instances the centre answers for: those that are delivered, and those that it has received and made durable. */
import {
  type Commitment,
  type CommitmentRequest,
  FAILURE_REASON,
  type FailedReference,
  type InstanceReference,
} from '@epacs/dicom/network'
import type { EarlierDeliveries, Parties } from '../receiving/earlier-deliveries.ts'
import type { Receptions } from '../receiving/receptions.ts'

/** What is known of instances, and how they are made durable. */
export interface Kept extends Pick<Receptions, 'held' | 'sync'> {
  readonly earlier: Pick<EarlierDeliveries, 'classesOf'>
}

/** What it says holds when it resolves: everything that it answers for is on stable storage. */
export async function decideCommitment(
  receptions: Kept,
  parties: Parties,
  { transactionUid, instances }: CommitmentRequest,
): Promise<Commitment> {
  const classes = new Map<string, string>()
  const spools = new Set<string>()
  const held = receptions.held(parties)
  for (const { sopInstanceUid } of instances) {
    for (const reception of held) {
      const instance = reception.instances.get(sopInstanceUid)
      if (instance === undefined) continue
      classes.set(sopInstanceUid, instance.sopClassUid)
      spools.add(instance.path)
    }
  }
  await receptions.sync(spools)
  const others = instances.map(({ sopInstanceUid }) => sopInstanceUid).filter((uid) => !classes.has(uid))
  for (const [uid, sopClassUid] of await receptions.earlier.classesOf(parties, new Set(others))) {
    classes.set(uid, sopClassUid)
  }
  const done: InstanceReference[] = []
  const failed: FailedReference[] = []
  for (const { sopClassUid, sopInstanceUid } of instances) {
    const known = classes.get(sopInstanceUid)
    if (known === sopClassUid) done.push({ sopClassUid, sopInstanceUid })
    else {
      const { noSuchInstance, classInstanceConflict } = FAILURE_REASON
      const reason = known === undefined ? noSuchInstance : classInstanceConflict
      failed.push({ sopClassUid, sopInstanceUid, reason })
    }
  }
  return { transactionUid, done, failed }
}
