/**
 * Sendings that are under way or were broken off: one file each in the command's state folder, for its owner's eyes alone, named
 * after a digest of what is sent to whom by whom.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { v7 as newId } from 'uuid'
import { z } from 'zod'
import { ifPresent, writeDurably } from '../durable-file.ts'
import { NodeError } from '../node-error.ts'
import { takeForOneself } from '../one-at-a-time.ts'

/** What nobody has gone on with for so long is removed, its package too. */
export const forgottenAfterDays = 30
const DAY_MS = 86_400_000
/** Whoever lists what is there has each file for a moment. */
const TRY_FOR_MS = 1000
const TRY_EVERY_MS = 50
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
  /** What kinds of images it holds, as `CountedKind`; none in a record of an earlier version. */
  kinds: z
    .array(
      z.object({
        study: z.string(),
        sopClassUid: z.string(),
        transferSyntaxUid: z.string(),
        modality: z.string(),
        characterSets: z.array(z.string()),
        instances: z.number(),
      }),
    )
    .default([]),
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
  /** When what is packed was last touched, as `FilesDigests`. */
  touched: z.string().default(''),
  uploadPath: z.string().nullable(),
  /** The message is asked for under it, however often. */
  idempotencyKey: z.string(),
  /** The message was asked for: it may be there although no answer came. */
  isAskedFor: z.boolean(),
  message: z.string().nullable(),
})
type SendingRecord = z.output<typeof recordSchema>

export interface Unfinished {
  readonly id: string
  /** Null: the file is broken, or of another version; it can be forgotten. */
  readonly record: SendingRecord | null
  /** When somebody was last at it. */
  readonly changedAt: string
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

  /** The one that was broken off, or a new one. @throws NodeError: another process is at it, or its file cannot be read */
  static async take(
    folder: string,
    id: string,
    begun: Pick<SendingRecord, 'centre' | 'recipient' | 'subject' | 'paths'>,
  ): Promise<{ readonly kept: KeptSending; readonly isResumed: boolean }> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const path = join(folder, `${id}.json`)
    const letGo = await takeSoon(path)
    if (letGo === undefined) {
      throw new NodeError(`Another process is sending these files to ${begun.recipient.name} already.`)
    }
    try {
      const earlier = await readRecord(path)
      if (earlier === null) {
        throw new NodeError(
          `${path}: broken, or of another version, so that what it tells of cannot be gone on with. \`epacs send --forget ${id}\` gives it up; then the same command begins anew.`,
        )
      }
      const record = earlier ?? {
        ...begun,
        begunAt: new Date().toISOString(),
        packageFolder: null,
        packed: null,
        touched: '',
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
  async beginAnew(changes: Partial<SendingRecord> = {}): Promise<void> {
    await this.note({ ...changes, uploadPath: null, isAskedFor: false, idempotencyKey: newId() })
  }

  /** It has come to its end, or cannot. */
  async remove(): Promise<void> {
    await removeKept(this.#path, this.#record)
  }

  async letGo(): Promise<void> {
    await this.#letGo()
  }
}

/** Those whose time is over, with their packages. What is not old is left alone. */
export async function removeOldSendings(folder: string): Promise<void> {
  for (const { path } of await filesIn(folder)) {
    if (!(await isOld(path))) continue
    const letGo = await takeForOneself(path)
    if (letGo === undefined) continue
    try {
      if (await isOld(path)) await removeKept(path, (await readRecord(path)) ?? null)
    } finally {
      await letGo()
    }
  }
}

/** The newest last. Those that are too old are removed. */
export async function unfinishedSendings(folder: string): Promise<readonly Unfinished[]> {
  await removeOldSendings(folder)
  const found: Unfinished[] = []
  for (const { id, path } of await filesIn(folder)) {
    const [record, stats] = [await readRecord(path), await ifPresent(stat(path))]
    if (record === undefined || stats === undefined) continue
    const letGo = await takeForOneself(path)
    await letGo?.()
    found.push({ id, record, changedAt: stats.mtime.toISOString(), isUnderWay: letGo === undefined })
  }
  const begun = ({ record, changedAt }: Unfinished) => record?.begunAt ?? changedAt
  return found.sort((one, other) => begun(one).localeCompare(begun(other)))
}

/** @returns what was kept of it; null: that could not be read. @throws NodeError: there is none, or a process is at it */
export async function forgetSending(folder: string, id: string): Promise<SendingRecord | null> {
  const path = join(folder, `${id}.json`)
  const none = `No unfinished sending is called ${id}: epacs send --list-unfinished tells them.`
  if (!ID.test(id) || (await ifPresent(stat(path))) === undefined) throw new NodeError(none)
  const letGo = await takeSoon(path)
  if (letGo === undefined) throw new NodeError(`Another process is at ${id} now: end that one first.`)
  try {
    const record = await readRecord(path)
    if (record === undefined) throw new NodeError(none)
    await removeKept(path, record)
    return record
  } finally {
    await letGo()
  }
}

async function filesIn(folder: string): Promise<{ readonly id: string; readonly path: string }[]> {
  return ((await ifPresent(readdir(folder))) ?? [])
    .filter((name) => name.endsWith('.json') && ID.test(name.slice(0, -'.json'.length)))
    .map((name) => ({ id: name.slice(0, -'.json'.length), path: join(folder, name) }))
}

async function isOld(path: string): Promise<boolean> {
  const stats = await ifPresent(stat(path))
  return stats !== undefined && Date.now() - stats.mtimeMs > forgottenAfterDays * DAY_MS
}

async function takeSoon(path: string): ReturnType<typeof takeForOneself> {
  for (const endMs = performance.now() + TRY_FOR_MS; ; await delay(TRY_EVERY_MS)) {
    const letGo = await takeForOneself(path)
    if (letGo !== undefined || performance.now() > endMs) return letGo
  }
}

async function removeKept(path: string, record: SendingRecord | null): Promise<void> {
  const folder = record?.packageFolder ?? null
  if (folder !== null) await rm(folder, { recursive: true, force: true })
  await rm(path, { force: true })
}

/** Undefined: there is none. Null: it is broken, or of another version, and nobody can go on with it. */
async function readRecord(path: string): Promise<SendingRecord | null | undefined> {
  const text = await ifPresent(readFile(path, 'utf8'))
  if (text === undefined) return undefined
  const read = recordSchema.safeParse(parsed(text))
  return read.success ? read.data : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
