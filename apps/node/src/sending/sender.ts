/**
 * From complete studies to delivered messages, as far as cut-through has left something to do. Each step leaves a mark before the next one begins, so that a node that
 * was killed goes on: a package is made anew from the spool, an upload is continued, and a message is made once, since
 * the centre knows its request by the Idempotency-Key.
 */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { InstanceHeader } from '@epacs/dicom'
import { LONGEST_NOTE } from '@epacs/exchange'
import { CountedKinds } from '@epacs/intake'
import type { StudySummary } from '@epacs/package'
import type { Logger } from 'pino'
import { CentreProblem, pauseAfter } from '../centre/connection.ts'
import type { RuleConfig } from '../config/schema.ts'
import { wholeBytes } from '../encryption/stored-file.ts'
import { EndToEndRefusal, type Sealing } from '../end-to-end/sealing.ts'
import { filesOfPeople } from '../folders/files-of-people.ts'
import { packFiles } from '../folders/pack-files.ts'
import { remarksOn } from '../folders/words.ts'
import { wholeFile } from '../growing-file.ts'
import type { Holding } from '../holding/holding.ts'
import type { Foreseeing } from '../passport/foreseeing.ts'
import { FileRules, leftOutInWords } from '../rules/rules-for-files.ts'
import type { Answers } from '../state/answers.ts'
import type { LeftOut } from '../state/left-out.ts'
import type { Outgoing, OutgoingQueue } from '../state/outgoing.ts'
import { declared } from './declared.ts'
import { bringPackage, giveUpload, type PackageUploadParts } from './package-upload.ts'
import { PackageFolder, packInstances } from './packing.ts'
import type { Spool } from './spool.ts'

/** The centre tells by itself when it has checked a message; this is for when that gets lost. */
const ASK_AGAIN_MS = 20_000
/** The request was refused, withdrawn, or is none of the recipient's. */
const NO_ANSWER: ReadonlySet<string> = new Set(['request-ended', 'unknown-request'])
const REQUEST_ENDED =
  'Žádost o tyto snímky mezitím skončila. The request for these images has ended meanwhile.'
const MAYBE_THERE = '. Some of them may be at the recipient’s PACS already, where they came early.'
const ENDS: ReadonlySet<string> = new Set(['rejected', 'cancelled', 'expired'])

export interface SenderParts extends PackageUploadParts {
  readonly queue: OutgoingQueue
  readonly spool: Spool
  /** Of packages under way. */
  readonly folder: string
  readonly log: Logger
  /** That hold now, for what comes from folders. */
  readonly rules: () => readonly RuleConfig[]
  readonly leftOut: Pick<LeftOut, 'add'>
  /** Which request for images a message answers. */
  readonly answers?: Pick<Answers, 'requestOf' | 'unlink'> | undefined
  /** Of what was delivered, for workstations; undefined: nothing is held. */
  readonly holding?: Pick<Holding, 'take'> | undefined
  readonly foreseeing?: Pick<Foreseeing, 'packed' | 'complete' | 'forget'> | undefined
  /** Undefined: nothing goes end to end. */
  readonly sealing?: Pick<Sealing, 'seal' | 'envelopeOf' | 'mustApply'> | undefined
}

interface CentreMessage {
  readonly id: string
  readonly status: string
  readonly problem: string | null
  readonly deliveries: readonly { readonly status: string }[]
}

export class Sender {
  readonly #parts: SenderParts

  constructor(parts: SenderParts) {
    this.#parts = parts
  }

  /** One step. What fails is tried again later; what `signal` cuts goes on from there. */
  async advance(outgoing: Outgoing, signal: AbortSignal): Promise<void> {
    const { queue, log } = this.#parts
    try {
      if (outgoing.state === 'packing') await this.#pack(outgoing, signal)
      else if (outgoing.state === 'uploading') await this.#upload(outgoing, signal)
      else if (outgoing.state === 'cancelling') await this.#cancel(outgoing, signal)
      else await this.#follow(outgoing, signal)
    } catch (error) {
      if (signal.aborted) return
      const trouble = error instanceof Error ? error.message : String(error)
      if (isForGood(error)) {
        log.error({ err: error, outgoing: outgoing.id }, 'a message cannot be sent')
        queue.redirection.forget(outgoing.id)
        queue.move(outgoing.id, 'failed', { trouble })
      } else {
        log.warn({ err: error, outgoing: outgoing.id }, 'sending is tried again later')
        queue.postpone(outgoing.id, trouble, pauseAfter(error))
      }
    }
  }

  async #pack(outgoing: Outgoing, signal: AbortSignal): Promise<void> {
    const { queue, spool } = this.#parts
    const { id, source } = outgoing
    const folder = this.#folderOf(id)
    await folder.prepare()
    if (source !== null) return await this.#packFolder(outgoing, source, signal)
    const sources = queue.images.instances(id).map(({ file, sizeBytes }, index) => ({
      path: `IM${String(index + 1).padStart(6, '0')}`,
      filePath: spool.at(file),
      sizeBytes,
    }))
    const packed = await packInstances(sources, folder, { signal })
    if ('trouble' in packed) queue.move(id, 'failed', packed)
    else await this.#packed(outgoing, packed, signal)
  }

  /** Of what people put together the rest is sent when some of it cannot be; what, and why, is said beside it. */
  async #packFolder({ id, called, calling }: Outgoing, source: string, signal: AbortSignal): Promise<void> {
    const { queue, leftOut } = this.#parts
    const folder = this.#folderOf(id)
    const places = {
      packagePath: folder.package,
      workFolder: folder.path,
      files: filesOfPeople(folder.files, folder.path),
    }
    const rules = new FileRules(this.#parts.rules(), called)
    const kinds = new CountedKinds()
    const leaveOut = (header: InstanceHeader) => {
      const left = rules.leaveOut(header)
      if (left === undefined) {
        kinds.add(header)
        return undefined
      }
      leftOut.add({ ...left, called, calling })
      return leftOutInWords(left)
    }
    const packed = await packFiles([source], { ...places, signal, leaveOut }).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error)) throw error
      // Its words name the file, and files may be named after patients.
      if (error.code !== 'ENOENT') throw new Error(`The files cannot be packed: ${error.code}`)
      return undefined
    })
    if (packed === undefined)
      return queue.move(id, 'failed', { trouble: 'Its files are gone from sending/.' })
    const { package: made, files, studies } = packed
    queue.noteFiles(id, made?.instances ?? 0, remarksOn(files), rules.routing)
    void this.#parts.foreseeing?.packed(id, kinds)
    if (made === null) queue.move(id, 'failed', { trouble: 'No image in it can be sent.' })
    else await this.#packed(queue.find(id), { sizeBytes: made.sizeBytes, studies }, signal)
  }

  /** Encrypted, if it goes end to end; from then on it travels as it is. */
  async #packed(
    outgoing: Outgoing | undefined,
    { sizeBytes, studies }: { readonly sizeBytes: number; readonly studies: readonly StudySummary[] },
    signal: AbortSignal,
  ): Promise<void> {
    if (outgoing === undefined) return
    const { id } = outgoing
    const sealed = await this.#parts.sealing?.seal(outgoing, this.#folderOf(id), studies, signal)
    this.#parts.queue.move(id, 'uploading', { packageBytes: sealed ?? sizeBytes })
  }

  async #upload(outgoing: Outgoing, signal: AbortSignal): Promise<void> {
    const { queue, log } = this.#parts
    const { id } = outgoing
    const sizeBytes = outgoing.packageBytes ?? 0
    const folder = this.#folderOf(id)
    if (await this.#isStoppedInTheOpen(outgoing, signal)) return
    // After a power cut it may be gone, or shorter than it was.
    if ((await wholeBytes(folder.files, folder.package)) !== sizeBytes) return queue.move(id, 'packing')
    const file = wholeFile(folder.package, sizeBytes, folder.files)
    // Gone: it expired while the centre or the node was away for long, or its message was made, the answer lost, and is
    // checked already. The centre knows which.
    if ((await bringPackage(id, file, folder, this.#parts, signal)) === 'unusable') return
    const brought = queue.find(id)
    if (brought?.uploadPath == null || (await this.#isStoppedInTheOpen(brought, signal))) return
    const message = await this.#createMessage(outgoing, brought.uploadPath, signal)
    if (message === undefined) return queue.setUpload(id, null)
    queue.move(id, 'sent', { messageId: message.id })
    log.info({ outgoing: id, message: message.id, sizeBytes }, 'sent to the centre')
  }

  /**
   * The setting may have changed since it was packed, or while it travelled: what the centre has of it in the open is given up
   * and it begins anew, encrypted. Not when its message is made already, the answer lost: that cannot be taken back.
   */
  async #isStoppedInTheOpen(outgoing: Outgoing, signal: AbortSignal): Promise<boolean> {
    const { queue, log, connection, sealing } = this.#parts
    const { id, uploadPath } = outgoing
    if (sealing?.mustApply(outgoing) !== true) return false
    if ((await sealing.envelopeOf(this.#folderOf(id))) !== undefined) return false
    if (uploadPath !== null && !(await giveUpload(connection, uploadPath, signal))) return false
    queue.setUpload(id, null)
    queue.move(id, 'packing')
    log.warn({ outgoing: id, wasUnderWay: uploadPath !== null }, 'it may not go in the open any more')
    return true
  }

  /** Undefined: the upload is gone, and no message was made of it. */
  async #createMessage(
    outgoing: Outgoing,
    uploadPath: string,
    signal: AbortSignal,
    { isPlain = false } = {},
  ): Promise<CentreMessage | undefined> {
    const { id, requestKey, recipientId, calling, called, urgent, note } = outgoing
    const { queue, log } = this.#parts
    const supplementTo = queue.supplements.of(id)
    const endToEnd = await this.#parts.sealing?.envelopeOf(this.#folderOf(id))
    // Of later images it is the whole study that was announced.
    const isBare = isPlain || supplementTo !== undefined || endToEnd !== undefined
    const announced = isBare ? undefined : queue.images.announced(id)
    const answers = isPlain ? undefined : this.#parts.answers?.requestOf(id)
    if (supplementTo === 'later') throw new Error('Waits for images of its study that came before')
    try {
      return await this.#parts.connection.call<CentreMessage>({
        ...{ method: 'POST', path: '/api/messages', signal },
        headers: { 'idempotency-key': requestKey },
        json: {
          recipients: [recipientId],
          uploads: [uploadPath.split('/').at(-1)],
          subject: `${calling} → ${called}`,
          ...(urgent === 1 ? { urgent: true } : {}),
          // Of what goes end to end the note is inside.
          ...(note === '' || endToEnd !== undefined ? {} : { note }),
          ...(endToEnd === undefined ? {} : { endToEnd }),
          ...(supplementTo === undefined ? {} : { supplementTo }),
          ...declared(announced === undefined ? [] : [announced]),
          ...(answers === undefined ? {} : { answers }),
          // The PACS was told success for each image: none may be left out without a word.
          allOrNothing: true,
        },
      })
    } catch (error) {
      if (error instanceof CentreProblem && error.code === 'unknown-upload') return undefined
      // The answer was lost, and what would be asked for has changed since: with the setting for its recipient, or a note.
      if (error instanceof CentreProblem && error.made !== undefined) {
        log.warn({ outgoing: id, message: error.made }, 'its message was made before, as it was to go then')
        // Packed anew since, it would weigh on the institution until it expires; that of the message is not given.
        await giveUpload(this.#parts.connection, uploadPath, signal)
        return await this.#parts.connection.call<CentreMessage>({
          path: `/api/messages/${error.made}`,
          signal,
        })
      }
      // A centre of an earlier version refuses what it does not know, and would for ever.
      const isMore = announced !== undefined || answers !== undefined
      if (isMore && error instanceof CentreProblem && error.status === 400) {
        return await this.#createMessage(outgoing, uploadPath, signal, { isPlain: true })
      }
      // What was asked for was sent, as the PACS was told: it goes as what it is, images for that recipient.
      if (answers !== undefined && error instanceof CentreProblem && NO_ANSWER.has(error.code)) {
        log.warn({ err: error, outgoing: id, request: answers }, 'the request that it answers has ended')
        if (note.length + REQUEST_ENDED.length < LONGEST_NOTE) queue.addNote(id, REQUEST_ENDED)
        this.#parts.answers?.unlink(id, answers)
        const noted = queue.find(id)
        return noted && (await this.#createMessage(noted, uploadPath, signal))
      }
      // The first one came to nothing, or the centre knows of no supplements: it stands by itself.
      const isNone =
        error instanceof CentreProblem && (error.code === 'unknown-supplemented' || error.status === 400)
      if (supplementTo !== undefined && isNone) {
        queue.supplements.set(id, undefined)
        return await this.#createMessage(outgoing, uploadPath, signal, { isPlain })
      }
      throw error
    }
  }

  /** Until the centre has it wholly: only then is it let go here. */
  async #follow({ id, messageId, farStatus }: Outgoing, signal: AbortSignal): Promise<void> {
    const { queue, connection, log } = this.#parts
    const message = await connection.call<CentreMessage>({ path: `/api/messages/${messageId}`, signal })
    const [{ status = message.status } = {}] = message.deliveries
    // What it told by itself meanwhile is newer than this answer, or comes before something that is.
    const wasTold = queue.find(id)?.farStatus !== farStatus
    if (!wasTold) queue.setFarStatus(id, status)
    if (ENDS.has(message.status)) {
      log.error(
        { outgoing: id, status: message.status, problem: message.problem },
        'a message came to nothing',
      )
      const trouble = `The centre says: ${message.status}${message.problem === null ? '' : `, ${message.problem}`}`
      return queue.move(id, 'failed', { trouble })
    }
    if (message.status !== 'delivered' && message.status !== 'deleted') {
      return queue.lookAgain(id, wasTold ? 0 : Date.now() + ASK_AGAIN_MS)
    }
    await this.#hold(id)
    queue.move(id, 'delivered')
    await this.#letGo(id)
    log.info({ outgoing: id }, 'delivered')
  }

  /** Unless a message was made of it after all, the answer lost: then it goes its way. */
  async #cancel(outgoing: Outgoing, signal: AbortSignal): Promise<void> {
    const { queue, connection, log } = this.#parts
    const { id, uploadPath, messageId, redirectTo } = outgoing
    if (uploadPath !== null && messageId === null && !(await giveUpload(connection, uploadPath, signal))) {
      const message = await this.#createMessage(outgoing, uploadPath, signal)
      if (message !== undefined) {
        log.warn({ outgoing: id, message: message.id }, 'it was too late to cancel')
        queue.redirection.forget(id)
        const trouble = redirectTo === null ? 'It was too late to cancel.' : 'It was too late to redirect.'
        return queue.move(id, 'sent', { messageId: message.id, trouble })
      }
    }
    if (redirectTo !== null) {
      queue.redirection.carryOut(id)
      // One from a folder is packed anew, and looked at then.
      if (outgoing.source === null) void this.#parts.foreseeing?.complete(id)
      return log.warn({ outgoing: id, called: redirectTo, wasEarly: outgoing.early === 1 }, 'redirected')
    }
    const left = `${outgoing.source === null ? '; its images were removed here' : ''}${outgoing.early === 1 ? MAYBE_THERE : '.'}`
    queue.move(id, 'cancelled', { trouble: `Cancelled at the page of the node${left}` })
    await this.#letGo(id)
    log.warn({ outgoing: id }, 'cancelled')
  }

  async #hold(id: string): Promise<void> {
    const { holding, queue, spool } = this.#parts
    const places = queue.images.instances(id).map(({ file, sizeBytes, dataSetSha256 }) => ({
      path: spool.at(file),
      offsetBytes: 0,
      sizeBytes,
      hashed: 'data-set' as const,
      sha256: dataSetSha256,
    }))
    if (places.length > 0) await holding?.take(id, 'sent', places)
  }

  async #letGo(id: string): Promise<void> {
    const { queue, spool, foreseeing } = this.#parts
    foreseeing?.forget(id)
    await rm(this.#folderOf(id).path, { recursive: true, force: true })
    for (const { file } of queue.images.instances(id)) await spool.remove(file)
    queue.images.forgetInstances(id)
  }

  #folderOf(id: string): PackageFolder {
    return new PackageFolder(join(this.#parts.folder, id), this.#parts.spool.files)
  }
}

/** Refusals that no waiting changes: the recipient is no participant any more, the package is too large, it may not go in the open. */
function isForGood(error: unknown): boolean {
  if (error instanceof EndToEndRefusal) return true
  return error instanceof CentreProblem && (error.status === 413 || error.status === 422)
}
