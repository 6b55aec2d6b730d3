/**
 * Files from a terminal to a participant, without a running node: packed here, uploaded, and followed until the
 * recipient has them. Whoever calls has a certificate of a person or of a node.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { InstanceHeader } from '@epacs/dicom'
import type { FileOutcome } from '@epacs/intake'
import { v7 as newId } from 'uuid'
import { CentreConnection, CentreProblem, type TlsTrust } from './centre/connection.ts'
import { proxyOf } from './centre/proxy.ts'
import { continueUpload, createUpload } from './centre/upload.ts'
import type { ProxyConfig, RuleConfig } from './config/schema.ts'
import { packFiles } from './folders/pack-files.ts'
import { wholeFile } from './growing-file.ts'
import { NodeError } from './node-error.ts'
import { FileRules, leftOutInWords } from './rules/rules-for-files.ts'
import { declared } from './sending/declared.ts'

/** Broken connections in a row, with growing pauses between them: about five minutes. */
const MOST_FAILURES = 10
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 60_000
const LOOK_EVERY_MS = 500
const ENDS: ReadonlySet<string> = new Set(['delivered', 'rejected', 'cancelled', 'expired', 'deleted'])

export interface DirectSending {
  /** The certificate entrance. */
  readonly centre: string
  readonly trust: TlsTrust
  readonly proxy: ProxyConfig
  /** Id, name or AE title of a participant. */
  readonly to: string
  readonly paths: readonly string[]
  /** Where the package is made, in a folder of its own that is removed at the end. */
  readonly workFolder: string
  readonly subject?: string
  /** Id of the request for images that it answers; more may follow. */
  readonly answers?: string
  /** Urgency, notes and series that are left out; `to` in them says nothing here. */
  readonly rules?: readonly RuleConfig[]
  readonly onStep: (step: 'packing' | 'uploading' | 'checking') => void
  /** So much of the package is on its way or there. */
  readonly onSent?: (bytes: number, sizeBytes: number) => void
}

export interface DirectlySent {
  readonly message: string
  readonly status: string
  readonly recipient: string
  readonly instances: number
  /** Everything but what was simply accepted. */
  readonly files: readonly FileOutcome[]
}

interface Recipient {
  readonly id: string
  readonly name: string
  readonly aeTitle?: string
}

/** @throws NodeError: in words */
export async function sendDirectly(sending: DirectSending): Promise<DirectlySent> {
  const { centre, trust, to, paths, onStep } = sending
  const connection = new CentreConnection(centre, trust, { proxy: await proxyOf(sending.proxy) })
  const folder = await mkdtemp(join(sending.workFolder, 'epacs-send-'))
  try {
    const recipient = await persistently(async () => await recipientOf(connection, to))
    onStep('packing')
    const packagePath = join(folder, 'package.zip')
    const rules = new FileRules(sending.rules ?? [], recipient.aeTitle ?? to)
    const leaveOut = (header: InstanceHeader) => {
      const left = rules.leaveOut(header)
      return left && leftOutInWords(left)
    }
    const packed = await packFiles(paths, { packagePath, workFolder: folder, leaveOut }).catch(
      (error: unknown) => {
        if (!(error instanceof Error && 'code' in error)) throw error
        throw new NodeError(`The files cannot be packed: ${error.message}`, { cause: error })
      },
    )
    const files = packed.files.filter(({ outcome }) => outcome !== 'accepted')
    const made = packed.package
    if (made === null) {
      const reasons = files.map(({ path, detail }) => `\n${path}: ${detail ?? ''}`).join('')
      throw new NodeError(`Nothing can be sent.${reasons}`)
    }
    onStep('uploading')
    const upload = wholeFile(packagePath, made.sizeBytes)
    const { signal } = new AbortController()
    const uploadPath = await persistently(
      async () => await createUpload(connection, 'package.zip', made.sizeBytes),
    )
    const uploaded = await persistently(
      async () =>
        await continueUpload(connection, uploadPath, upload, signal, {
          onSent: (bytes) => sending.onSent?.(bytes, made.sizeBytes),
        }),
    )
    if (uploaded === 'gone') throw new NodeError('The centre has let the upload go: send it again.')
    onStep('checking')
    const key = newId()
    const { isUrgent, notes } = rules.routing
    const subject = sending.subject ?? 'epacs send'
    const message = {
      recipients: [recipient.id],
      uploads: [uploadPath.split('/').at(-1)],
      subject,
      urgent: isUrgent,
      ...(sending.answers === undefined ? {} : { answers: sending.answers }),
      ...(notes.length === 0 ? {} : { note: notes.join('\n') }),
      allOrNothing: true,
    }
    const declaration = declared(
      packed.studies.map(({ studyInstanceUid, series }) => ({
        study: studyInstanceUid,
        instances: series.reduce((sum, { instances }) => sum + instances, 0),
      })),
    )
    const create = async (json: object) =>
      await connection.call<{ id: string }>({
        method: 'POST',
        path: '/api/messages',
        headers: { 'idempotency-key': key },
        json,
      })
    const { id } = await persistently(async () => {
      try {
        return await create({ ...message, ...declaration })
      } catch (error) {
        // A centre of an earlier version knows of no declarations.
        if (!(error instanceof CentreProblem) || error.status !== 400) throw error
        return await create(message)
      }
    })
    for (;;) {
      const { status, problem } = await persistently(
        async () =>
          await connection.call<{ status: string; problem: string | null }>({ path: `/api/messages/${id}` }),
      )
      if (status === 'delivered' || status === 'deleted') {
        return { message: id, status, recipient: recipient.name, instances: made.instances, files }
      }
      if (ENDS.has(status))
        throw new NodeError(`The centre says of message ${id}: ${status} ${problem ?? ''}`)
      await delay(LOOK_EVERY_MS)
    }
  } finally {
    connection.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Through broken connections, for a while. @throws NodeError */
async function persistently<T>(step: () => Promise<T>): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await step()
    } catch (error) {
      const isFinal = error instanceof CentreProblem && !(error.status >= 500 || error.status === 429)
      if (error instanceof NodeError) throw error
      if (isFinal || failures >= MOST_FAILURES) {
        const reason = error instanceof Error ? error.message : String(error)
        throw new NodeError(isFinal ? reason : `The centre was not reached: ${reason}`, { cause: error })
      }
      await delay(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures))
    }
  }
}

/** @throws NodeError: none, or several */
async function recipientOf(connection: CentreConnection, to: string): Promise<Recipient> {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(to)) {
    return await connection.call<Recipient>({ path: `/api/institutions/${to}` })
  }
  const found = await lookUp(connection, to)
  const [only, ...others] = found
  if (only === undefined) throw new NodeError(`There is no participant ${to}.`)
  if (others.length > 0) {
    throw new NodeError(`Several are called so: ${found.map(({ name, id }) => `${name} (${id})`).join(', ')}`)
  }
  return only
}

async function lookUp(connection: CentreConnection, to: string): Promise<readonly Recipient[]> {
  const wanted = to.toLowerCase()
  const isMeant = ({ name, aeTitle = '' }: Recipient) =>
    name.toLowerCase() === wanted || aeTitle.toLowerCase() === wanted
  try {
    const path = '/api/nodes/own/participants'
    return (await connection.call<{ items: readonly Recipient[] }>({ path })).items.filter(isMeant)
  } catch (error) {
    // A person's certificate: the directory is asked.
    if (!(error instanceof CentreProblem) || error.code !== 'not-a-node') throw error
  }
  const path = `/api/institutions?pageSize=100&q=${encodeURIComponent(to)}`
  const { items } = await connection.call<{ items: readonly Recipient[] }>({ path })
  const details = await Promise.all(
    items.map(async ({ id }) => await connection.call<Recipient>({ path: `/api/institutions/${id}` })),
  )
  return details.filter(isMeant)
}
