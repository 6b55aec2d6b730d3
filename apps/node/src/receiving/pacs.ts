/** A PACS as the node calls it: images by C-STORE, one association for as many kinds of them as fit into it. */
import { setTimeout as delay } from 'node:timers/promises'
import {
  type Association,
  type Commitment,
  echo,
  isDone,
  NotPossibleError,
  type Outcome,
  requestAssociation,
  requestCommitment,
  STATUS,
  STORAGE_COMMITMENT,
  type StoredObject,
  store,
  VERIFICATION,
} from '@epacs/dicom/network'
import type { DicomPacsConfig } from '../config/schema.ts'
import { optionOf, requestorTls } from '../config/tls-files.ts'
import { allowedDecompression, EXPLICIT_LITTLE } from '../decompression/transfer-syntaxes.ts'

/** PS3.8 §9.3.2: as many as an association may have. */
const MOST_CONTEXTS = 128
const PLAIN = ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2']

export interface Kind {
  readonly sopClassUid: string
  readonly transferSyntaxUid: string
}

/** How an instance's answer is to be understood. */
export type Answer =
  | { readonly result: 'stored'; readonly status: number; readonly comment: string }
  /** It may take it later: it is full, or failed. */
  | { readonly result: 'later'; readonly status: number; readonly comment: string }
  | { readonly result: 'refused'; readonly status: number | null; readonly comment: string }

/** A way to a PACS that stands: what is stored goes to it one after the other. */
export interface PacsConnection {
  takes(kind: Kind): boolean
  /** @throws AssociationError, PacsAway */
  store(object: StoredObject): Promise<Answer>
  release(): Promise<void>
  abort(): void
}

export class PacsAssociation implements PacsConnection {
  readonly #association: Association

  private constructor(association: Association) {
    this.#association = association
  }

  /** @param kinds a group of `inGroups`; `signal` aborts it, also while the PACS lets it wait. @throws AssociationError */
  static async open(
    pacs: DicomPacsConfig,
    kinds: readonly Kind[],
    signal: AbortSignal,
  ): Promise<PacsAssociation> {
    return new PacsAssociation(
      await requestAssociation({
        ...(await addressOf(pacs)),
        signal,
        // One transfer syntax each: the PACS is to say of each whether it takes it.
        contexts: different([...kinds, ...fallbacks(kinds, pacs)]).map(
          ({ sopClassUid, transferSyntaxUid }) => ({
            abstractSyntax: sopClassUid,
            transferSyntaxes: [transferSyntaxUid],
          }),
        ),
      }),
    )
  }

  takes({ sopClassUid, transferSyntaxUid }: Kind): boolean {
    return this.#association.context(sopClassUid, transferSyntaxUid) !== undefined
  }

  /** A data set in memory is nobody else's: it is let go when it was sent. @throws AssociationError */
  async store(object: StoredObject): Promise<Answer> {
    try {
      const outcome = await store(this.#association, object)
      // The system has taken all of it when an answer is told.
      letGo(object.dataSet)
      return answerOf(outcome)
    } catch (error) {
      if (!(error instanceof NotPossibleError)) throw error
      const { sopClassUid, transferSyntaxUid } = object
      const comment = `The PACS takes no ${sopClassUid} in transfer syntax ${transferSyntaxUid}`
      return { result: 'refused', status: null, comment }
    }
  }

  async release(): Promise<void> {
    await this.#association.release()
  }

  abort(): void {
    this.#association.abort()
  }
}

/** Left to the collector, the images of a study would make it look through the whole heap over and over. */
function letGo(dataSet: StoredObject['dataSet']): void {
  if (dataSet instanceof Uint8Array && dataSet.buffer instanceof ArrayBuffer) dataSet.buffer.transfer(0)
}

/** Kinds in groups that fit into an association each, with what they may be decompressed to. */
export function inGroups(kinds: readonly Kind[]): readonly (readonly Kind[])[] {
  const all = different(kinds)
  const most = MOST_CONTEXTS / 2
  return Array.from({ length: Math.ceil(all.length / most) }, (_, index) =>
    all.slice(index * most, (index + 1) * most),
  )
}

function different(kinds: readonly Kind[]): readonly Kind[] {
  return [...new Map(kinds.map((kind) => [keyOf(kind), kind])).values()]
}

/** What is asked for besides, in case the PACS does not take them as they are. */
function fallbacks(kinds: readonly Kind[], { decompress }: DicomPacsConfig): readonly Kind[] {
  return kinds
    .filter(({ transferSyntaxUid }) => allowedDecompression(transferSyntaxUid, decompress) !== undefined)
    .map(({ sopClassUid }) => ({ sopClassUid, transferSyntaxUid: EXPLICIT_LITTLE }))
}

export function keyOf({ sopClassUid, transferSyntaxUid }: Kind): string {
  return `${sopClassUid} ${transferSyntaxUid}`
}

/** PS3.4 table B.2-1 and PS3.7 annex C. */
export function answerOf({ status, errorComment = '' }: Outcome): Answer {
  const told = { status, comment: errorComment }
  if (isDone(status)) return { result: 'stored', ...told }
  const isFull = status >> 8 === STATUS.outOfResources >> 8
  return { result: isFull || status === STATUS.processingFailure ? 'later' : 'refused', ...told }
}

export async function addressOf({ name, host, port, aeTitle, callingAeTitle, tls }: DicomPacsConfig) {
  return {
    ...{ host, port, callingAeTitle },
    calledAeTitle: aeTitle,
    tls: tls === null ? undefined : await requestorTls(tls, optionOf('tls', name)),
  }
}

/** @throws AssociationError, NotPossibleError: it does not answer, and why */
export async function echoPacs(pacs: DicomPacsConfig, signal?: AbortSignal): Promise<Outcome> {
  const association = await requestAssociation({
    ...(await addressOf(pacs)),
    signal,
    contexts: [{ abstractSyntax: VERIFICATION, transferSyntaxes: PLAIN }],
  })
  const outcome = await echo(association)
  await association.release()
  return outcome
}

/** Which of them it would take; nothing is stored. @param kinds at most 128. @throws AssociationError */
export async function acceptedKinds(
  pacs: DicomPacsConfig,
  kinds: readonly Kind[],
  signal?: AbortSignal,
): Promise<readonly Kind[]> {
  const association = await requestAssociation({
    ...(await addressOf(pacs)),
    signal,
    contexts: kinds.map(({ sopClassUid, transferSyntaxUid }) => ({
      abstractSyntax: sopClassUid,
      transferSyntaxes: [transferSyntaxUid],
    })),
  })
  const accepted = kinds.filter(
    ({ sopClassUid, transferSyntaxUid }) => association.context(sopClassUid, transferSyntaxUid) !== undefined,
  )
  await association.release()
  return accepted
}

/** Most PACS report within a moment; on this association, or on one of their own. */
const STAYS_MS = 10_000

export interface Asking {
  readonly request: Parameters<typeof requestCommitment>[1]
  readonly onCommitted: (result: Commitment) => void
  /** The report came otherwise, or nobody waits for it any more: the association need not stay for it. */
  readonly enough: AbortSignal
  /** Aborts it at once. */
  readonly signal: AbortSignal
}

/**
 * Asks for commitment (PS3.4 §J.3.2). Resolves with the PACS's answer; the association stays behind, for a report on it
 * (§J.3.3) or until `enough`, at most ten seconds.
 *
 * @throws AssociationError, NotPossibleError
 */
export async function askForCommitment(
  pacs: DicomPacsConfig,
  { request, onCommitted, enough, signal }: Asking,
): Promise<Outcome> {
  const heard = new AbortController()
  const association = await requestAssociation({
    ...(await addressOf(pacs)),
    signal,
    contexts: [{ abstractSyntax: STORAGE_COMMITMENT, transferSyntaxes: PLAIN }],
    services: {
      committed: async (result) => {
        onCommitted(result)
        // Answered first.
        if (result.transactionUid === request.transactionUid) setImmediate(() => heard.abort())
        return { status: STATUS.success }
      },
    },
  })
  let outcome: Outcome
  try {
    outcome = await requestCommitment(association, request)
  } catch (error) {
    association.abort()
    throw error
  }
  const stayed = { signal: AbortSignal.any([heard.signal, enough]) }
  const stays = isDone(outcome.status) ? delay(STAYS_MS, undefined, stayed) : Promise.resolve()
  void Promise.race([stays.catch(() => undefined), association.ended]).then(async () => {
    heard.abort()
    if (association.end === undefined) await association.release()
  })
  return outcome
}
