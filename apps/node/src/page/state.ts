/** How the node is doing, for its page, for `epacs node status` and for other programs. No patient data. */
import { limitAt } from '../centre/pace.ts'
import type { ClockDifference } from '../clock-difference.ts'
import type { LiveConfig } from '../config/live-config.ts'
import type { EndToEnd } from '../end-to-end/end-to-end.ts'
import type { NodeIdentity } from '../enrolment/identity-file.ts'
import { certificateEnd } from '../enrolment/renewal.ts'
import type { ListState, PatientList } from '../identity/patient-list.ts'
import type { NotedForesight } from '../passport/foreseeing.ts'
import type { Passports } from '../passport/passports.ts'
import { summaryOf } from '../passport/summary.ts'
import type { CentreState } from '../polling.ts'
import type { DicomPort } from '../sending/dicom-port.ts'
import type { Room } from '../sending/room.ts'
import type { Spool } from '../sending/spool.ts'
import type { EarlyImages } from '../state/early-images.ts'
import type { IncomingQueue } from '../state/incoming.ts'
import type { LeftOut } from '../state/left-out.ts'
import type { OutgoingQueue } from '../state/outgoing.ts'
import type { Participants } from '../state/participants.ts'
import type { Patients } from '../state/patients.ts'
import type { Transfers } from '../transfers.ts'
import { NODE_VERSION } from '../version.ts'
import { commandsForIncoming, commandsForOutgoing } from './commands.ts'

const MOST_SHOWN = 200

export interface PageParts {
  readonly config: LiveConfig
  readonly identity: () => NodeIdentity
  readonly queue: { readonly outgoing: OutgoingQueue; readonly incoming: IncomingQueue }
  readonly passports: Pick<Passports, 'now'>
  readonly transfers: Pick<Transfers, 'bytesOf'>
  readonly leftOut: LeftOut
  readonly participants: Participants
  readonly port: Pick<DicomPort, 'ports' | 'associations'>
  readonly spool: Spool
  readonly room: Pick<Room, 'look'>
  readonly clock: Pick<ClockDifference, 'aheadMs' | 'isWrong'>
  readonly state: () => CentreState
  /** Names of those that did not answer when they were called last. */
  readonly pacsAway: () => ReadonlySet<string>
  readonly patients: Patients
  readonly list: Pick<PatientList, 'state'>
  readonly endToEnd: Pick<EndToEnd, 'state'> & {
    readonly opening: Pick<EndToEnd['opening'], 'of' | 'noteOf'>
  }
  readonly earlyImages: Pick<EarlyImages, 'strays'>
}

export type NodeState = Awaited<ReturnType<typeof nodeState>>

export async function nodeState(parts: PageParts) {
  const { config, identity, queue, transfers, leftOut, participants, port, patients, list } = parts
  const { spool, room, clock, state } = parts
  const lack = await room.look()
  const { id, institution, certificateEntrance } = identity()
  const { isReached, lastContactMs, trouble } = state()
  const { aliases, diskReserveBytes } = config.now.dicom
  const aliasesOf = (aeTitle: string) =>
    Object.entries(aliases).flatMap(([alias, title]) => (title === aeTitle ? [alias] : []))
  return {
    version: NODE_VERSION,
    node: { id, institution, certificateEndsAt: certificateEnd(identity()).toISOString() },
    centre: { address: certificateEntrance, isReached, lastContactAt: timeOf(lastContactMs), trouble },
    /** By the centre's answers, above zero: the one here is ahead; null: it has not told yet. */
    clock: {
      aheadSeconds: clock.aheadMs === null ? null : Math.round(clock.aheadMs / 1000),
      isWrong: clock.isWrong,
    },
    dicom: { port: port.ports.plain, tlsPort: port.ports.tls, associations: port.associations },
    pacs: config.now.pacs.map((pacs) => ({
      name: pacs.name,
      isAway: parts.pacsAway().has(pacs.name),
      ...(pacs.by === 'stow'
        ? { stow: pacs.url }
        : { host: pacs.host, port: pacs.port, aeTitle: pacs.aeTitle }),
    })),
    /** What is published of each PACS; empty: `passport: false`. */
    passport: config.now.passport ? parts.passports.now().pacs.map(summaryOf) : [],
    limits: {
      uploadMbitPerSecond: limitAt(config.now.bandwidth, 'upload', new Date()) ?? null,
      downloadMbitPerSecond: limitAt(config.now.bandwidth, 'download', new Date()) ?? null,
    },
    config: { loadedAt: timeOf(config.loadedMs), fault: config.fault },
    disk: { freeBytes: await spool.freeBytes(), reserveBytes: diskReserveBytes },
    /** Why images are refused with A700; null: they are taken. */
    refusing: lack,
    waiting: {
      outgoing: queue.outgoing.waiting(),
      /** Of images, for several recipients once for each. */
      bytes: queue.outgoing.images.queuedBytes(),
      mostBytes: config.now.dicom.maxQueuedBytes,
      /** Nothing more is tried for these. */
      failed: queue.outgoing.failed(),
      incoming: queue.incoming.waiting(),
      decisions: patients.waiting(),
    },
    /** Fingerprints alone. */
    endToEnd: await parts.endToEnd.state(),
    patients: config.now.identity === null ? null : listState(list.state),
    outgoing: queue.outgoing.recent(MOST_SHOWN).map((each) => ({
      id: each.id,
      recipient: each.recipientName,
      called: each.called,
      calling: each.calling,
      state: each.state,
      farStatus: each.farStatus,
      instances: each.instances,
      /** On their way to the centre or there; null: it does not travel now. */
      sentBytes: transfers.bytesOf(each.id),
      /** Null: not all of it has come. */
      packageBytes: each.packageBytes,
      message: each.messageId,
      supplementTo: each.supplementTo,
      /** AE title of whom it will be for. */
      redirectTo: each.redirectTo,
      redirected: each.redirected === '' ? [] : each.redirected.split('\n'),
      urgent: each.urgent === 1,
      rules: each.rules === '' ? [] : each.rules.split('\n'),
      /** Of its recipient's PACS. */
      foreseen: each.foreseen === '' ? [] : (JSON.parse(each.foreseen) as readonly NotedForesight[]),
      trouble: each.trouble,
      attempts: each.attempts,
      held: each.held === 1,
      commands: commandsForOutgoing(each),
      createdAt: timeOf(each.createdMs),
      changedAt: timeOf(each.changedMs),
      nextAt: each.nextMs === 0 ? null : timeOf(each.nextMs),
    })),
    incoming: queue.incoming.recent(MOST_SHOWN).map((each) => ({
      message: each.messageId,
      supplementTo: each.supplementTo,
      sender: each.senderName,
      isEndToEnd: parts.endToEnd.opening.of(each.messageId) !== undefined,
      /** What the sender's rules say, of one that came end to end: others' notes are in the portal. */
      note: parts.endToEnd.opening.noteOf(each.messageId),
      state: each.state,
      instances: each.instances,
      refused: each.refused,
      sizeBytes: each.sizeBytes,
      /** Null: it is not fetched now. */
      fetchedBytes: transfers.bytesOf(each.messageId),
      stored: each.stored,
      /** Of each PACS that gets it. */
      atPacs: queue.incoming.isOpen(each.messageId)
        ? queue.incoming.pacs.counted(each.messageId)
        : queue.incoming.pacs.told(each.messageId),
      patients: patients
        .decided(each.messageId)
        .map(({ number, instances, rule, question, kind, ...made }) => ({
          ...{ number, instances, rule, question, kind },
          by: made.decidedBy,
          at: timeOf(made.decidedMs),
        })),
      decompressed: each.decompressed,
      trouble: each.trouble,
      attempts: each.attempts,
      held: each.held === 1,
      commands: commandsForIncoming(each),
      createdAt: timeOf(each.createdMs),
      changedAt: timeOf(each.changedMs),
      nextAt: each.nextMs === 0 ? null : timeOf(each.nextMs),
    })),
    /** Of which images are at a PACS, and no message has them. */
    early: parts.earlyImages.strays(MOST_SHOWN).map(({ uploadId, senderName, images, beganMs }) => ({
      ...{ upload: uploadId, sender: senderName, images },
      at: timeOf(beganMs),
    })),
    leftOut: leftOut.recent(MOST_SHOWN).map(({ atMs, ...each }) => ({ ...each, at: timeOf(atMs) })),
    participants: participants
      .all()
      .map(({ name, aeTitle }) => ({ name, aeTitle, aliases: aliasesOf(aeTitle) })),
  }
}

function listState({ loadedMs, ...told }: ListState) {
  return { ...told, loadedAt: timeOf(loadedMs) }
}

function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
