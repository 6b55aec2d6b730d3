/**
 * Sendings that are under way or were broken off: one file each in the command's state folder, for its owner's eyes alone, named
 * after a digest of what is sent to whom by whom.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { v7 as newId } from 'uuid'
import { z } from 'zod'
import { ifPresent, writeDurably } from '../durable-file.ts'
import { NodeError } from '../node-error.ts'
import { takeForOneself } from '../one-at-a-time.ts'

/** What nobody has gone on with for so long is removed, its package too. */
export const forgottenAfterDays = 30
const DAY_MS = 86_400_000
const ID = /^[0-9a-f]{16}$/

const packedSchema = z.object({
  sha256: z.string(),
  sizeBytes: z.number(),
  instances: z.number(),
  /** Everything but what was simply accepted, as `FileOutcome`. */
  files: z.array(
    z.object({
      path: z.string(),
      outcome: z.string(),
      code: z.string().nullable(),
      detail: z.string().nullable(),
    }),
  ),
  /** What the message says besides its recipient and upload. */
  message: z.record(z.string(), z.unknown()),
  declared: z.record(z.string(), z.unknown()),
})
export type Packed = z.output<typeof packedSchema>

const recordSchema = z.object({
  begunAt: z.iso.datetime(),
  centre: z.string(),
  recipient: z.object({ id: z.string(), name: z.string() }),
  subject: z.string(),
  paths: z.array(z.string()),
  /** Holds the package while it is made and sent. */
  packageFolder: z.string().nullable(),
  packed: packedSchema.nullable(),
  uploadPath: z.string().nullable(),
  /** The message is asked for under it, however often. */
  idempotencyKey: z.string(),
  /** The message was asked for: it may be there although no answer came. */
  isAskedFor: z.boolean(),
  message: z.string().nullable(),
})
type SendingRecord = z.output<typeof recordSchema>

export interface Unfinished extends SendingRecord {
  readonly id: string
  /** By another process, now. */
  readonly isUnderWay: boolean
}

/** What is the same for the same sending, and for no other one. */
export function sendingId(facts: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16)
}

export class KeptSending {
  readonly id: string
  readonly #path: string
  readonly #letGo: () => Promise<void>
  #record: SendingRecord

  private constructor(id: string, path: string, letGo: () => Promise<void>, record: SendingRecord) {
    this.id = id
    this.#path = path
    this.#letGo = letGo
    this.#record = record
  }

  /** The one that was broken off, or a new one. @throws NodeError: another process is at it */
  static async take(
    folder: string,
    id: string,
    begun: Pick<SendingRecord, 'centre' | 'recipient' | 'subject' | 'paths'>,
  ): Promise<{ readonly kept: KeptSending; readonly isResumed: boolean }> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const path = join(folder, `${id}.json`)
    const letGo = await takeForOneself(path)
    if (letGo === undefined) {
      throw new NodeError(`Another process is sending these files to ${begun.recipient.name} already.`)
    }
    try {
      const earlier = await readRecord(path)
      const record = earlier ?? {
        ...begun,
        begunAt: new Date().toISOString(),
        packageFolder: null,
        packed: null,
        uploadPath: null,
        idempotencyKey: newId(),
        isAskedFor: false,
        message: null,
      }
      const kept = new KeptSending(id, path, letGo, record)
      if (earlier === undefined) await kept.note({})
      return { kept, isResumed: earlier !== undefined }
    } catch (error) {
      await letGo()
      throw error
    }
  }

  get record(): SendingRecord {
    return this.#record
  }

  /** On the disk when it resolves. */
  async note(changes: Partial<SendingRecord>): Promise<void> {
    this.#record = { ...this.#record, ...changes }
    await writeDurably(this.#path, JSON.stringify(this.#record))
  }

  /** What the centre had of it is gone: all begins anew, under another key. */
  async beginAnew(): Promise<void> {
    await this.note({ uploadPath: null, isAskedFor: false, idempotencyKey: newId() })
  }

  /** It has come to its end, or cannot. */
  async remove(): Promise<void> {
    await removeKept(this.#path, this.#record)
  }

  async letGo(): Promise<void> {
    await this.#letGo()
  }
}

/** The newest last. Those that are too old are removed. */
export async function unfinishedSendings(folder: string): Promise<readonly Unfinished[]> {
  const found: Unfinished[] = []
  for (const name of (await ifPresent(readdir(folder))) ?? []) {
    const id = name.replace(/\.json$/, '')
    if (!ID.test(id) || id === name) continue
    const path = join(folder, name)
    const letGo = await takeForOneself(path)
    try {
      const record = await readRecord(path)
      if (record === undefined) continue
      const isOld = Date.now() - Date.parse(record.begunAt) > forgottenAfterDays * DAY_MS
      if (isOld && letGo !== undefined) await removeKept(path, record)
      else found.push({ ...record, id, isUnderWay: letGo === undefined })
    } finally {
      await letGo?.()
    }
  }
  return found.sort((one, other) => one.begunAt.localeCompare(other.begunAt))
}

/** @returns what was kept of it. @throws NodeError: there is none, or a process is at it */
export async function forgetSending(folder: string, id: string): Promise<SendingRecord> {
  const path = join(folder, `${id}.json`)
  const record = ID.test(id) ? await readRecord(path) : undefined
  if (record === undefined) {
    throw new NodeError(`No unfinished sending is called ${id}: epacs send --list-unfinished tells them.`)
  }
  const letGo = await takeForOneself(path)
  if (letGo === undefined) throw new NodeError(`Another process is at ${id} now: end that one first.`)
  try {
    await removeKept(path, record)
  } finally {
    await letGo()
  }
  return record
}

async function removeKept(path: string, { packageFolder }: SendingRecord): Promise<void> {
  if (packageFolder !== null) await rm(packageFolder, { recursive: true, force: true })
  await rm(path, { force: true })
}

/** Undefined: there is none, or one of another version, which nobody can go on with. */
async function readRecord(path: string): Promise<SendingRecord | undefined> {
  const text = await ifPresent(readFile(path, 'utf8'))
  if (text === undefined) return undefined
  const read = recordSchema.safeParse(JSON.parse(text))
  return read.success ? read.data : undefined
}
