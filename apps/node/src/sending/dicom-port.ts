/**
 * The port that the hospital's PACS sends to, and the decision when a study is complete: when it has as many images as the PACS
 * says with them, so long after the last of its associations was released, or after nothing came to it for the quiet time.
 */
import {
  type Acceptor,
  type AcceptorOptions,
  type Admission,
  type AssociationEnd,
  acceptStorage,
  acceptStorageOf,
  type Commitment,
  type ContextPolicy,
  type Proposal,
  STORAGE_COMMITMENT,
  type StorageClasses,
} from '@epacs/dicom/network'
import type { CommitmentOfCall } from '../commitment/commitments.ts'
import type { LiveConfig } from '../config/live-config.ts'
import type { Call } from '../rules/facts.ts'
import { Callers } from './callers.ts'
import { listenAtBoth } from './listening.ts'
import { Receiver, type ReceivingParts } from './receiver.ts'
import { isReportingPacs } from './reporting-pacs.ts'

const LOOK_EVERY_MS = 500
const SYNC_EVERY_MS = 1000
const ASSOCIATION_GRACE_MS = 1000

export interface PortParts extends ReceivingParts {
  readonly config: Pick<LiveConfig, 'now' | 'onChange'>
  /** A study is complete: nothing more comes to its message. */
  readonly onComplete: (outgoingId: string) => void
  /** The PACS reports what came of a request for storage commitment. */
  readonly onCommitted: (result: Commitment) => void
  /** What a caller that may ask for storage commitment gets on its association. */
  readonly committing: (call: Call) => CommitmentOfCall
  /** An association that brought something has ended. */
  readonly onLeft?: (left: LeftAssociation) => void
  /** Milliseconds of a clock that never jumps; `performance.now` unless a test has another. */
  readonly steadyMs?: () => number
  /** Undefined: it is no call of somebody who looks for what the node holds. */
  readonly queried: (proposal: Proposal) => Admission | undefined
}

export interface LeftAssociation {
  /** Ids of what it brought instances to. */
  readonly outgoing: ReadonlySet<string>
  readonly instances: number
  readonly refused: number
  readonly end: AssociationEnd['kind']
  readonly seconds: number
}

/** An association, or what is like one. */
interface Standing {
  readonly receiver: Receiver
  readonly committing: CommitmentOfCall | undefined
  readonly startedMs: number
  readonly answers: { taken: number; refused: number }
}

export class DicomPort {
  readonly #parts: PortParts
  readonly #acceptors: readonly Acceptor[]
  readonly #ports: { readonly plain: number | null; readonly tls: number | null }
  readonly #standing: Map<object, Standing>
  /** When the last association that brought something to it was released. By the steady clock, as all marks here. */
  readonly #released = new Map<string, number>()
  /** When the last image came to it. */
  readonly #brought = new Map<string, number>()
  #isClosed = false
  readonly #waiting = new Set<NodeJS.Timeout>()
  readonly #steadyMs: () => number
  readonly #openedMs: number
  readonly #timer: NodeJS.Timeout
  readonly #syncTimer: NodeJS.Timeout
  /** One after another. */
  #syncing: Promise<void> = Promise.resolve()

  private constructor(
    parts: PortParts,
    { plain, tls }: { readonly plain: Acceptor | undefined; readonly tls: Acceptor | undefined },
    standing: Map<object, Standing>,
  ) {
    this.#steadyMs = parts.steadyMs ?? (() => performance.now())
    this.#openedMs = this.#steadyMs()
    const { onTaken } = parts
    this.#parts = {
      ...parts,
      onTaken: (id) => {
        this.#brought.set(id, this.#steadyMs())
        onTaken(id)
      },
    }
    this.#acceptors = [plain, tls].filter((each) => each !== undefined)
    this.#ports = { plain: plain?.port ?? null, tls: tls?.port ?? null }
    this.#standing = standing
    this.#timer = setInterval(() => this.#closeComplete(), LOOK_EVERY_MS)
    this.#syncTimer = setInterval(() => this.#syncSoon(), SYNC_EVERY_MS)
  }

  /** @throws NodeError: it cannot listen, and where */
  static async open(parts: PortParts): Promise<DicomPort> {
    const { config, participants, log } = parts
    const callersNow = () =>
      new Callers(config.now.dicom.callers, config.now.rules, participants, config.now.requests?.aeTitle)
    let callers = callersNow()
    config.onChange(() => {
      callers = callersNow()
    })
    const standing = new Map<object, Standing>()
    let port: DicomPort | undefined
    const options: Omit<AcceptorOptions, 'port'> = {
      host: config.now.dicom.host,
      // One instance after another: with each success it is in the spool and in the queue.
      maxPerformed: 1,
      limits: { maxPduBytes: config.now.dicom.maxPduBytes },
      async admit(proposal) {
        const { callingAeTitle, calledAeTitle } = proposal.request
        const failed = (error: unknown) => log.error({ err: error }, 'an association failed')
        const queried = parts.queried(proposal)
        if (await isReportingPacs(proposal, config.now)) {
          const committed = async (result: Commitment) => {
            parts.onCommitted(result)
            return { status: 0 }
          }
          return reporting({ services: { failed, committed } }, queried)
        }
        const admitted = queried ?? (await callers.admit(proposal))
        if ('reject' in admitted) {
          const { remoteAddress } = proposal
          log.warn({ callingAeTitle, calledAeTitle, remoteAddress }, 'an association was rejected')
          return admitted
        }
        if ('services' in admitted) return admitted
        const committing = admitted.mayAskToCommit ? parts.committing(admitted.call) : undefined
        const receiver = new Receiver(admitted.call, port?.receiverParts ?? parts, committing?.noteSent)
        const answers = { taken: 0, refused: 0 }
        standing.set(proposal, { receiver, committing, startedMs: performance.now(), answers })
        const classes = config.now.dicom.storage
        return {
          services: {
            async store(request) {
              committing?.touch()
              const outcome = await receiver.store(request)
              answers[outcome.status === 0 ? 'taken' : 'refused']++
              return outcome
            },
            commit: committing?.commit,
            failed,
          },
          contexts: committing === undefined ? storageAlone(classes) : acceptStorageOf(classes),
          userIdentityReply: admitted.isUserChecked ? new Uint8Array(0) : undefined,
        }
      },
      onAssociation(association, proposal) {
        standing.get(proposal)?.committing?.begin(association)
      },
      onEnd(end, proposal) {
        const left = proposal && standing.get(proposal)
        if (proposal === undefined && end.kind === 'lost' && isOfTls(end.error))
          log.warn({ err: end.error }, 'a connection to the DICOM port over TLS did not come about')
        if (proposal === undefined || left === undefined) return
        standing.delete(proposal)
        const { receiver, answers, startedMs } = left
        parts.onLeft?.({
          outgoing: receiver.outgoing,
          instances: answers.taken,
          refused: answers.refused,
          end: end.kind,
          seconds: (performance.now() - startedMs) / 1000,
        })
        port?.left(receiver, end.kind)
      },
    }
    port = new DicomPort(parts, await listenAtBoth(parts, options), standing)
    return port
  }

  get ports(): { readonly plain: number | null; readonly tls: number | null } {
    return this.#ports
  }

  get receiverParts(): ReceivingParts {
    return this.#parts
  }

  get associations(): number {
    return this.#acceptors.reduce((sum, { associations }) => sum + associations, 0)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#timer)
    clearInterval(this.#syncTimer)
    for (const waiting of this.#waiting) clearTimeout(waiting)
    await Promise.all(this.#acceptors.map((each) => each.close(ASSOCIATION_GRACE_MS)))
    await this.#sync().catch((error: unknown) =>
      this.#parts.log.error({ err: error }, 'the spool cannot be synced'),
    )
  }

  /** What comes otherwise than on an association, as if it were one: released when `work` is done. */
  async during<T>(call: Call, work: (receiver: Receiver) => Promise<T>): Promise<T> {
    const receiver = new Receiver(call, this.#parts)
    const answers = { taken: 0, refused: 0 }
    this.#standing.set(receiver, { receiver, committing: undefined, startedMs: performance.now(), answers })
    try {
      const result = await work(receiver)
      // Who posts may delete at once.
      await this.#sync()
      this.left(receiver, 'released')
      return result
    } finally {
      this.#standing.delete(receiver)
    }
  }

  /** What was taken before survives a power cut when it resolves: the files first, then the rows that name them. */
  #sync(): Promise<void> {
    const { spool, queue } = this.#parts
    const synced = this.#syncing.then(async () => {
      await spool.sync()
      queue.images.makeDurable()
    })
    this.#syncing = synced.catch(() => undefined)
    return synced
  }

  #syncSoon(): void {
    this.#sync().catch((error: unknown) =>
      this.#parts.log.error({ err: error }, 'what was received cannot be synced'),
    )
  }

  left(receiver: Receiver, how: string): void {
    this.#syncSoon()
    // After the port is closed the next start completes what is complete.
    if (how !== 'released' || receiver.outgoing.size === 0 || this.#isClosed) return
    for (const id of receiver.outgoing) this.#released.set(id, this.#steadyMs())
    // Not at the next look: somebody waits at the other end.
    const waiting = setTimeout(() => {
      this.#waiting.delete(waiting)
      this.#closeComplete()
    }, this.#parts.config.now.dicom.releaseSeconds * 1000)
    this.#waiting.add(waiting)
  }

  #closeComplete(): void {
    const { queue, config, onComplete, log } = this.#parts
    const { releaseSeconds, quietSeconds } = config.now.dicom
    const now = this.#steadyMs()
    const standing = new Set([...this.#standing.values()].flatMap(({ receiver }) => [...receiver.outgoing]))
    const allArrived = queue.images.allArrived()
    for (const { id } of queue.receiving()) {
      // While the node was down nothing could come.
      const broughtMs = this.#brought.get(id) ?? this.#openedMs
      const releasedMs = this.#released.get(id)
      // A new association may have brought more since.
      const isReleased = releasedMs !== undefined && !standing.has(id)
      const isOver = isReleased && now - Math.max(releasedMs, broughtMs) >= releaseSeconds * 1000
      const isQuiet = now - broughtMs >= quietSeconds * 1000
      // The PACS has said how many there are: whether it keeps its association does not matter.
      const isCounted = allArrived.has(id)
      if (!isOver && !isQuiet && !isCounted) continue
      queue.move(id, 'packing')
      this.#released.delete(id)
      this.#brought.delete(id)
      log.info(
        { outgoing: id, because: isCounted ? 'counted' : isOver ? 'released' : 'quiet' },
        'a study is complete',
      )
      onComplete(id)
    }
  }
}

function isOfTls(error: Error | undefined): boolean {
  return error !== undefined && 'code' in error && /^ERR_(SSL|TLS)_/.test(String(error.code))
}

/** A PACS may call by the same titles to look for what the node holds. */
function reporting(
  report: Exclude<Admission, { reject: unknown }>,
  queried: Admission | undefined,
): Admission {
  if (queried === undefined || 'reject' in queried) return report
  const { contexts = acceptStorage, services } = queried
  return {
    services: { ...services, ...report.services },
    contexts: (context, request) =>
      context.abstractSyntax === STORAGE_COMMITMENT
        ? acceptStorage(context, request)
        : contexts(context, request),
  }
}

/** To who may not ask for commitment the node answers for nothing but each C-STORE. */
function storageAlone(classes: StorageClasses): ContextPolicy {
  const accepted = acceptStorageOf(classes)
  return (context, request) =>
    context.abstractSyntax === STORAGE_COMMITMENT ? 'abstract-syntax' : accepted(context, request)
}
