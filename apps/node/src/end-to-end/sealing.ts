/** A packed message, encrypted to the recipient's nodes before anything of it travels; and what the centre is told of it then. */
import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EndToEndError, type ListedInstance, sealContent, signContents } from '@epacs/end-to-end'
import { readIndex, type StudySummary } from '@epacs/package'
import type { Logger } from 'pino'
import type { EndToEndSending } from '../config/end-to-end-schema.ts'
import { ifPresent, syncFolder, writeDurably } from '../durable-file.ts'
import { letGo, readStored, wholeBytes } from '../encryption/stored-file.ts'
import type { PackageFolder } from '../sending/packing.ts'
import type { Outgoing } from '../state/outgoing.ts'
import type { Participants } from '../state/participants.ts'
import type { KeysAtCentre } from './keys-at-centre.ts'
import type { KnownIdentities } from './known-identities.ts'
import { type OwnKeys, ownKeys } from './own-keys.ts'

/** What stands in a message to the centre. */
export interface SealedEnvelope {
  readonly instances: number
  /** Ids of the keys that open it. */
  readonly keys: readonly string[]
}

/** The message cannot go end to end, and may not go otherwise: its administrator is to decide. */
export class EndToEndRefusal extends Error {
  override readonly name = 'EndToEndRefusal'
}

type Addressed = Pick<Outgoing, 'id' | 'recipientId' | 'recipientName' | 'note'>

export interface SealingParts {
  readonly dataFolder: string
  readonly institutionId: string
  /** That holds now. */
  readonly sending: () => EndToEndSending
  readonly participants: Pick<Participants, 'find'>
  readonly keys: KeysAtCentre
  readonly known: KnownIdentities
  readonly nowMs: () => number
  readonly log: Pick<Logger, 'info' | 'warn'>
}

export class Sealing {
  readonly #parts: SealingParts
  #isAskedOnce = false

  constructor(parts: SealingParts) {
    this.#parts = parts
  }

  /** Everybody's keys were asked for since the node started. */
  noteAsked(): void {
    this.#isAskedOnce = true
  }

  /** Whether it may go end to end: then it does not travel while its images arrive. */
  mayApply({ recipientId }: Pick<Outgoing, 'recipientId'>): boolean {
    const wish = this.#wishFor(recipientId)
    if (wish === 'may') return !this.#isAskedOnce || this.#parts.known.isKnown(recipientId)
    return wish === 'must'
  }

  /** Whether it may go in no other way, as the setting is now. */
  mustApply({ recipientId }: Pick<Outgoing, 'recipientId'>): boolean {
    return this.#wishFor(recipientId) === 'must'
  }

  /**
   * Replaces the package in the folder, durably, if it is to go end to end.
   *
   * @returns how long it is now, in bytes; undefined: it goes as it was packed. @throws EndToEndRefusal; fails as the centre does
   */
  async seal(
    message: Addressed,
    folder: PackageFolder,
    studies: readonly StudySummary[],
    signal: AbortSignal,
  ): Promise<number | undefined> {
    await rm(envelopePath(folder), { force: true })
    const recipients = await this.#recipients(message, signal)
    if (recipients === undefined) return undefined
    const { dataFolder, keys, institutionId, nowMs, log } = this.#parts
    const own: OwnKeys = await ownKeys(dataFolder)
    const packageBytes = await wholeBytes(folder.files, folder.package)
    if (packageBytes === undefined) throw new Error('the package that is to be encrypted is not there')
    const claims = {
      sender: institutionId,
      recipients: [message.recipientId],
      keyStatement: await keys.statement(own),
      note: message.note,
      package: { sizeBytes: packageBytes },
      iat: Math.floor(nowMs() / 1000),
    }
    let instances = 0
    async function* listed() {
      for await (const instance of instancesIn(folder, studies)) {
        instances++
        yield instance
      }
    }
    const before = await signContents(own.identity, claims, listed()).catch((cause: unknown) => {
      if (!(cause instanceof EndToEndError)) throw cause
      const why = `The message cannot go end to end: ${cause.message}. Send its studies one by one.`
      throw new EndToEndRefusal(why, { cause })
    })
    async function* content() {
      yield before
      for await (const chunk of readStored(folder.files, folder.package)) {
        signal.throwIfAborted()
        yield chunk
      }
    }
    const path = join(folder.path, 'sealing')
    const encryption = recipients.map((each) => each.encryption)
    const output = await folder.files.open(path, 'w+', 0o600)
    let sizeBytes: number
    try {
      sizeBytes = await sealContent(output, encryption, content(), before.length + packageBytes)
      await output.complete?.()
      await output.sync()
    } catch (error) {
      await letGo(output)
      throw error
    }
    await output.close()
    const envelope: SealedEnvelope = { instances, keys: recipients.map((each) => each.encryption.kid) }
    await writeDurably(envelopePath(folder), JSON.stringify(envelope))
    await rename(path, folder.package)
    await syncFolder(folder.path)
    log.info({ outgoing: message.id, recipient: message.recipientName }, 'encrypted end to end')
    return sizeBytes
  }

  /** Undefined: it is not encrypted end to end. */
  async envelopeOf(folder: PackageFolder): Promise<SealedEnvelope | undefined> {
    const text = await ifPresent(readFile(envelopePath(folder), 'utf8'))
    return text === undefined ? undefined : (JSON.parse(text) as SealedEnvelope)
  }

  #wishFor(recipientId: string): 'must' | 'may' | 'not' {
    const sending = this.#parts.sending()
    if (sending === 'off') return 'not'
    if (sending === 'always') return 'must'
    if (sending === 'whenPossible') return 'may'
    const { participants, known } = this.#parts
    const wanted = sending.map((called) => participants.find(called)?.id)
    if (wanted.includes(recipientId)) return 'must'
    // A title that names nobody any more may have been the recipient's: the directory renames. Whose key is known gets nothing in
    // the open for that.
    return wanted.includes(undefined) && known.isKnown(recipientId) ? 'may' : 'not'
  }

  /** Undefined: it need not, and cannot. */
  async #recipients({ recipientId, recipientName }: Addressed, signal: AbortSignal) {
    const wish = this.#wishFor(recipientId)
    if (wish === 'not') return undefined
    const { keys, known } = this.#parts
    const found = (await keys.ask(recipientId, signal)).find(
      ({ institution }) => institution.id === recipientId,
    )
    const wasKnown = known.isKnown(recipientId)
    if (found === undefined) {
      if (wish === 'may' && !wasKnown) return undefined
      const why = wasKnown ? 'has no end-to-end key any more' : 'has no node with an end-to-end key'
      throw new EndToEndRefusal(
        `${recipientName} ${why}: nothing was sent. Ask them, or change sending.endToEnd and send it again.`,
      )
    }
    known.learn(found.institution, found.said)
    const usable = known.usable(found.said)
    if (usable.length > 0) return usable
    throw new EndToEndRefusal(
      `The end-to-end key of ${recipientName} is not the one that was known: nothing was sent. Compare the fingerprint with them, accept it (epacs node end-to-end), and send it again.`,
    )
  }
}

async function* instancesIn(
  folder: PackageFolder,
  studies: readonly StudySummary[],
): AsyncGenerator<ListedInstance> {
  const modalities = new Map(
    studies.flatMap(({ series }) =>
      series.map((each) => [each.seriesInstanceUid, each.modality ?? ''] as const),
    ),
  )
  for await (const entry of readIndex({ path: join(folder.path, 'index'), files: folder.files })) {
    const { sopInstanceUid, sopClassUid, transferSyntaxUid, offset, sizeBytes, sha256, seriesInstanceUid } =
      entry
    const modality = modalities.get(seriesInstanceUid) ?? ''
    yield { sopInstanceUid, sopClassUid, transferSyntaxUid, modality, offset, sizeBytes, sha256 }
  }
}

function envelopePath(folder: PackageFolder): string {
  return join(folder.path, 'end-to-end.json')
}
