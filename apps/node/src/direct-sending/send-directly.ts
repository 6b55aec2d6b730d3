/**
 * Files from a terminal to a participant, without a running node: packed here, uploaded, and followed until the
 * recipient has them. Whoever calls is a person or a node. Killed at any moment, the same sending goes on when it is asked for
 * again: what was uploaded stays at the centre for a while, and the message has one key however often it is asked for.
 */
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { CentreConnection, CentreProblem, type TlsTrust } from '../centre/connection.ts'
import { proxyOf } from '../centre/proxy.ts'
import { continueUpload, createUpload } from '../centre/upload.ts'
import type { EndToEndSending } from '../config/end-to-end-schema.ts'
import type { ProxyConfig, RuleConfig } from '../config/schema.ts'
import { wholeFile } from '../growing-file.ts'
import { NodeError } from '../node-error.ts'
import { NoteTooLong, refuseLongNote, refuseSurelyLongNote } from '../rules/note-length.ts'
import { NotAnswerable, requireAnswerable } from './answered-request.ts'
import { digestOfFiles } from './digest-of-files.ts'
import { areSurelyRefused, type ForeseenAtRecipient, foreseen, refusedThere } from './foreseen.ts'
import { requireInTheOpen } from './in-the-open.ts'
import { type MadePackage, madePackage, NothingToSend, type Packing } from './made-package.ts'
import { isRefusedAs, persistently } from './persistently.ts'
import { accountOf, type Recipient, recipientOf } from './recipient.ts'
import { KeptSending, type Packed, sendingId } from './unfinished.ts'

const LOOK_EVERY_MS = 500
/** Uploads that the centre let go, one after the other: then something else is wrong. */
const MOST_UPLOADS = 3
const GONE = 'The centre no longer has what was uploaded: the upload begins anew.'
const ENDS: ReadonlySet<string> = new Set(['delivered', 'rejected', 'cancelled', 'expired', 'deleted'])

export type SendingStep = 'packing' | 'uploading' | 'checking'

export interface DirectSending {
  /** The entrance. */
  readonly centre: string
  readonly trust: TlsTrust
  /** With each request: who calls, where no certificate says it. */
  readonly headers?: Readonly<Record<string, string>>
  readonly proxy: ProxyConfig
  /** Who sends, where the caller knows it; otherwise the centre is asked. */
  readonly account?: string
  /** Of the node that sends: nothing goes in the open to whom it encrypts to. */
  readonly endToEnd?: EndToEndSending
  /** Id, name or AE title of a participant. */
  readonly to: string
  readonly paths: readonly string[]
  /** Where the package is made, in a folder of its own that is removed at the end. */
  readonly workFolder: string
  /** Where it is kept how far sendings are. */
  readonly stateFolder: string
  readonly subject?: string
  /** What the recipient reads beside it, before what rules note. */
  readonly note?: string
  readonly isUrgent?: boolean
  /** Id of the request for images that it answers; more may follow. */
  readonly answers?: string
  /** Urgency, notes and series that are left out; `to` in them says nothing here. */
  readonly rules?: readonly RuleConfig[]
  readonly onStep: (step: SendingStep) => void
  /** A sentence about what was found of an earlier attempt. */
  readonly onNote?: (sentence: string) => void
  /** So much of the files is packed. */
  readonly onPacked?: Packing['onPacked']
  /** Once it is packed, and before anything travels: what the recipient's PACS will not take as it is. */
  readonly onForeseen?: (foreseen: readonly ForeseenAtRecipient[]) => void
  /** Nothing is sent of which the recipient's PACS will refuse something. */
  readonly onlyIfTaken?: boolean
  /** So much of the package is on its way or there. */
  readonly onSent?: (bytes: number, sizeBytes: number) => void
}

export interface DirectlySent {
  readonly message: string
  readonly status: string
  readonly recipient: string
  readonly instances: number
  /** An earlier attempt, which was broken off, had begun it. */
  readonly isResumed: boolean
  /** Everything but what was simply accepted. */
  readonly files: Packed['files']
  /** What the recipient's PACS does not take as it is; empty too when nobody knows. */
  readonly foreseen: readonly ForeseenAtRecipient[]
}

/** @throws NodeError: in words */
export async function sendDirectly(sending: DirectSending): Promise<DirectlySent> {
  const { centre, trust, to } = sending
  const connection = new CentreConnection(centre, trust, {
    proxy: await proxyOf(sending.proxy),
    headers: sending.headers ?? {},
  })
  try {
    const recipient = await persistently(async () => await recipientOf(connection, to), sending.onNote)
    requireInTheOpen(sending.endToEnd ?? 'off', recipient)
    const account =
      sending.account ?? (await persistently(async () => await accountOf(connection, trust), sending.onNote))
    const { kept, isResumed, touched } = await takeUp(sending, recipient, account)
    try {
      const { begunAt, packed } = kept.record
      if (isResumed && packed !== null) {
        sending.onNote?.(`A sending of these files that was broken off, of ${begunAt}, goes on.`)
      }
      const underWay = new Sending(connection, sending, recipient, kept, touched)
      const message = await underWay.message()
      sending.onStep('checking')
      const status = await untilTheEnd(connection, message, sending.onNote)
      const { instances = 0, files = [] } = kept.record.packed ?? {}
      await kept.remove()
      if (status.status === 'delivered' || status.status === 'deleted') {
        return {
          ...{ message, status: status.status, recipient: recipient.name, instances, isResumed, files },
          foreseen: underWay.foreseen,
        }
      }
      throw new Ended(`The centre says of message ${message}: ${status.status} ${status.problem ?? ''}`)
    } catch (error) {
      const isNothing = error instanceof NothingToSend || isDecided(error)
      if (isNothing || kept.record.packed === null) await kept.remove()
      throw inWords(error, kept)
    } finally {
      await kept.letGo()
    }
  } finally {
    connection.close()
  }
}

/** By `onlyIfTaken`. */
class NotTaken extends NodeError {}

/** The message is there, and came to nothing. */
class Ended extends NodeError {}

/** Nothing is sent, and the same command would not go on. */
function isDecided(error: unknown): boolean {
  return error instanceof NotTaken || error instanceof NotAnswerable || error instanceof NoteTooLong
}

function inWords(error: unknown, { id, record }: KeptSending): unknown {
  const isOver = error instanceof Ended || isDecided(error)
  if (!(error instanceof NodeError) || isOver || record.packed === null) return error
  return new NodeError(
    `${error.message}\nThe same command goes on where this one has ended; \`epacs send --forget ${id}\` gives it up.`,
    { cause: error },
  )
}

async function takeUp(sending: DirectSending, recipient: Recipient, account: string) {
  const { centre, paths, subject = 'epacs send', note, isUrgent, answers, rules = [], stateFolder } = sending
  refuseSurelyLongNote(note, rules, recipient.aeTitle ?? sending.to)
  const { files, touched } = await digestOfFiles(paths).catch((error: Error) => {
    throw new NodeError(`The files cannot be read: ${error.message}`, { cause: error })
  })
  const origin = new URL(centre).origin
  const words = { subject, note, isUrgent, answers, rules }
  const id = sendingId({ origin, account, recipient: recipient.id, ...words, files })
  const { name } = recipient
  const begun = {
    centre: origin,
    recipient: { id: recipient.id, name },
    subject,
    paths: paths.map((path) => resolve(path)),
  }
  return { ...(await KeptSending.take(stateFolder, id, begun)), touched }
}

class Sending {
  readonly #connection: CentreConnection
  readonly #sending: DirectSending
  readonly #recipient: Recipient
  readonly #kept: KeptSending
  readonly #touched: string
  foreseen: readonly ForeseenAtRecipient[] = []

  constructor(
    connection: CentreConnection,
    sending: DirectSending,
    recipient: Recipient,
    kept: KeptSending,
    touched: string,
  ) {
    this.#connection = connection
    this.#sending = sending
    this.#recipient = recipient
    this.#kept = kept
    this.#touched = touched
  }

  /** Its id, when the centre has all of it. */
  async message(): Promise<string> {
    const { message, isAskedFor, packed } = this.#kept.record
    if (message !== null) return message
    // The answer was lost, or the process: then the upload may be the message's already.
    if (isAskedFor && packed !== null) {
      const asked = await this.#create(packed)
      if (asked !== 'unknown-upload') return asked
      await this.#anew(GONE)
    }
    const { rules = [], paths, workFolder, onStep, onPacked, to, answers, onNote } = this.#sending
    if (answers !== undefined)
      await persistently(
        async () => await requireAnswerable(this.#connection, answers, this.#recipient),
        onNote,
      )
    const made = await madePackage(this.#kept, {
      paths,
      workFolder,
      rules,
      touched: this.#touched,
      called: this.#recipient.aeTitle ?? to,
      onPacking: () => onStep('packing'),
      ...(onPacked === undefined ? {} : { onPacked }),
    })
    const { note: ofRules } = made.packed.message
    refuseLongNote(this.#sending.note, typeof ofRules === 'string' ? [ofRules] : [])
    await this.#foresee(made.packed)
    if (made.isOther)
      this.#sending.onNote?.('What is sent is not what was uploaded before: the upload begins anew.')
    for (let uploads = 1; uploads <= MOST_UPLOADS; uploads++) {
      onStep('uploading')
      if ((await this.#upload(made)) === 'complete') {
        const created = await this.#create(made.packed)
        if (created !== 'unknown-upload') return created
      }
      await this.#anew(GONE)
    }
    throw new NodeError('The centre lets each upload go: send it again later.')
  }

  /** Whether anybody knows or not, it is sent. @throws NotTaken: unless that is not wanted */
  async #foresee({ kinds }: Packed): Promise<void> {
    const { onForeseen, onlyIfTaken = false } = this.#sending
    this.foreseen = await foreseen(this.#connection, this.#recipient.id, kinds).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      const unknown = `What the PACS of ${this.#recipient.name} takes could not be learnt: ${reason}`
      if (onlyIfTaken) throw new NodeError(`Nothing was sent. ${unknown}`, { cause: error })
      this.#sending.onNote?.(unknown)
      return []
    })
    if (this.foreseen.length > 0) onForeseen?.(this.foreseen)
    const refused = onlyIfTaken ? refusedThere(this.foreseen) : 0
    if (refused > 0)
      throw new NotTaken(
        `Nothing was sent: ${refused} ${refused === 1 ? 'image' : 'images'} ${areSurelyRefused(this.foreseen) ? 'will' : 'may'} be refused by the PACS of ${this.#recipient.name}.`,
      )
  }

  async #anew(why: string): Promise<void> {
    if (this.#kept.record.uploadPath !== null) this.#sending.onNote?.(why)
    await this.#kept.beginAnew()
  }

  async #upload({ path, packed: { sizeBytes } }: MadePackage): Promise<'complete' | 'gone'> {
    const before = this.#kept.record.uploadPath
    const uploadPath =
      before ??
      (await persistently(
        async () => await createUpload(this.#connection, 'package.zip', sizeBytes),
        this.#sending.onNote,
      ))
    if (before === null) await this.#kept.note({ uploadPath })
    const { signal } = new AbortController()
    let isFirst = before !== null
    const uploaded = await persistently(
      async () =>
        await continueUpload(this.#connection, uploadPath, wholeFile(path, sizeBytes), signal, {
          onSent: (bytes) => {
            if (isFirst) this.#sending.onNote?.(`The centre has ${bytes} of ${sizeBytes} bytes.`)
            isFirst = false
            this.#sending.onSent?.(bytes, sizeBytes)
          },
        }),
      this.#sending.onNote,
    )
    return uploaded === 'complete' ? 'complete' : 'gone'
  }

  /** The message's id, the same one however often it is asked for. */
  async #create({ message, declared }: Packed): Promise<string | 'unknown-upload'> {
    await this.#kept.note({ isAskedFor: true })
    const { uploadPath, idempotencyKey } = this.#kept.record
    const { subject = 'epacs send', note, isUrgent = false, answers } = this.#sending
    const notes = [note, message.note].filter((each) => each !== undefined)
    const content = {
      recipients: [this.#recipient.id],
      uploads: [uploadPath?.split('/').at(-1)],
      subject,
      ...(answers === undefined ? {} : { answers }),
      urgent: isUrgent || message.urgent,
      ...(notes.length === 0 ? {} : { note: notes.join('\n') }),
      allOrNothing: true,
    }
    const post = async (json: object) =>
      await this.#connection.call<{ id: string }>({
        method: 'POST',
        path: '/api/messages',
        headers: { 'idempotency-key': idempotencyKey },
        json,
      })
    try {
      const { id } = await persistently(async () => {
        try {
          return await post({ ...content, ...declared })
        } catch (error) {
          // A centre of an earlier version knows of no declarations.
          if (!(error instanceof CentreProblem) || error.status !== 400) throw error
          return await post(content)
        }
      }, this.#sending.onNote)
      await this.#kept.note({ message: id })
      return id
    } catch (error) {
      if (isRefusedAs(error, 'unknown-upload')) return 'unknown-upload'
      throw error
    }
  }
}

async function untilTheEnd(
  connection: CentreConnection,
  id: string,
  onNote: DirectSending['onNote'],
): Promise<{ readonly status: string; readonly problem: string | null }> {
  for (;;) {
    const message = await persistently(
      async () =>
        await connection.call<{ status: string; problem: string | null }>({ path: `/api/messages/${id}` }),
      onNote,
    )
    if (ENDS.has(message.status)) return message
    await delay(LOOK_EVERY_MS)
  }
}
