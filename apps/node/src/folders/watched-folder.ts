/**
 * A folder that people and programs put CDs and exports into. What lies in it unchanged for the quiet time is taken: it
 * goes to `sending/`, where it stays until it is with the centre; then to `sent/`, or to `refused/`, with a text beside it.
 * Each step is a rename within the folder, and is found again after any end of the process.
 */
import { createHash } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import type { Logger } from 'pino'
import type { FolderConfig } from '../config/schema.ts'
import { ifPresent, syncFolder, writeDurably } from '../durable-file.ts'
import type { Outgoing, OutgoingQueue } from '../state/outgoing.ts'
import type { Participants } from '../state/participants.ts'
import { filesBelow } from './files-below.ts'
import { wordsFor } from './words.ts'

const TAKEN = 'sending'
const ENDS = { delivered: 'sent', failed: 'refused', cancelled: 'refused' } as const
const OURS: ReadonlySet<string> = new Set([TAKEN, ...Object.values(ENDS)])
const MOST_LOOK_EVERY_MS = 5000

export interface FolderParts {
  readonly folder: FolderConfig
  readonly participants: Participants
  readonly queue: OutgoingQueue
  readonly log: Logger
  /** Something was taken. */
  readonly onTaken: () => void
}

export class WatchedFolder {
  readonly #parts: FolderParts
  /** How each item was when it was last seen, and since when it is so. */
  #seen = new Map<string, { readonly print: string; readonly sinceMs: number }>()
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined
  #isStopped = false
  #trouble: string | undefined

  constructor(parts: FolderParts) {
    this.#parts = parts
  }

  start(): void {
    const everyMs = Math.min(MOST_LOOK_EVERY_MS, (this.#parts.folder.quietSeconds * 1000) / 4)
    const again = () => {
      if (this.#isStopped) return
      this.#timer = setTimeout(() => {
        this.#looking = this.#look().finally(again)
      }, everyMs)
    }
    again()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#timer)
    await this.#looking
  }

  async #look(): Promise<void> {
    const { log } = this.#parts
    try {
      await this.#settle()
      await this.#adopt()
      await this.#takeQuiet()
      this.#trouble = undefined
    } catch (error) {
      // A share that is away for a while: what it holds is taken when it is back.
      const trouble = error instanceof Error && 'code' in error ? String(error.code) : String(error)
      if (trouble !== this.#trouble) log.error({ code: trouble }, 'a watched folder cannot be used')
      this.#trouble = trouble
    }
  }

  /** What has come to an end goes where it belongs; also what was refused and, tried again, went through. */
  async #settle(): Promise<void> {
    const { queue, folder, log } = this.#parts
    for (const from of [TAKEN, 'refused']) {
      for (const outgoing of queue.fromFolder(join(folder.path, from))) {
        const { state, source } = outgoing
        if (source === null || (state !== 'delivered' && state !== 'failed' && state !== 'cancelled'))
          continue
        if (ENDS[state] === from) continue
        const target = await this.#putAway(outgoing, source, join(folder.path, ENDS[state]))
        queue.setSource(outgoing.id, target)
        log.info({ outgoing: outgoing.id, to: ENDS[state] }, 'an item of a watched folder is done with')
      }
    }
  }

  async #putAway(outgoing: Outgoing, source: string, place: string): Promise<string> {
    await mkdir(place, { recursive: true })
    const isThere = (await ifPresent(stat(source))) !== undefined
    const sameName = join(place, basename(source))
    // Moved by a node that ended before it wrote so down.
    if (!isThere && (await ifPresent(stat(`${sameName}.txt`))) !== undefined) return sameName
    const target = await freeName(place, basename(source))
    // The words first: nothing lies there without a reason.
    await writeDurably(`${target}.txt`, wordsFor(outgoing, new Date()))
    if (isThere) await moved(source, target)
    await rm(`${source}.txt`, { force: true })
    return target
  }

  /** Taken by a node that ended before it wrote so down. */
  async #adopt(): Promise<void> {
    const { folder, queue } = this.#parts
    const taken = join(folder.path, TAKEN)
    const names = (await ifPresent(readdir(taken))) ?? []
    const known = new Set(queue.fromFolder(taken).map(({ source }) => source))
    for (const name of names) {
      const path = join(taken, name)
      if (!known.has(path)) this.#note(path)
    }
  }

  async #takeQuiet(): Promise<void> {
    const { folder, participants } = this.#parts
    const seen = new Map<string, { readonly print: string; readonly sinceMs: number }>()
    const now = performance.now()
    for (const entry of await readdir(folder.path, { withFileTypes: true })) {
      const { name } = entry
      if (OURS.has(name) || name.startsWith('.') || !(entry.isFile() || entry.isDirectory())) continue
      const path = join(folder.path, name)
      const print = await ifPresent(printOf(path))
      // An empty folder is the beginning of something.
      if (print === undefined || print === '') continue
      const before = this.#seen.get(name)
      const sinceMs = before?.print === print ? before.sinceMs : now
      seen.set(name, { print, sinceMs })
      if (now - sinceMs < folder.quietSeconds * 1000) continue
      // Not known yet, or not any more: it stays where it is.
      if (participants.find(folder.to) === undefined) throw new Error(`${folder.to} is no participant`)
      await this.#take(path)
      seen.delete(name)
    }
    this.#seen = seen
  }

  async #take(path: string): Promise<void> {
    const place = join(dirname(path), TAKEN)
    await mkdir(place, { recursive: true })
    const target = await freeName(place, basename(path))
    await moved(path, target)
    this.#note(target)
  }

  #note(source: string): void {
    const { folder, participants, queue, onTaken, log } = this.#parts
    const recipient = participants.find(folder.to)
    if (recipient === undefined) return
    const destination = {
      called: folder.to,
      calling: 'folder',
      recipientId: recipient.id,
      recipientName: recipient.name,
    }
    // Its name may be a patient's: the log has its id.
    log.info({ outgoing: queue.addFromFolder(destination, source) }, 'taken from a watched folder')
    onTaken()
  }
}

/** Changes when anything below changes: names, sizes, times. Empty: there is no file. */
async function printOf(path: string): Promise<string> {
  const lines: string[] = []
  for await (const { path: name, sizeBytes, changedMs } of filesBelow(path)) {
    lines.push(
      createHash('sha256')
        .update(JSON.stringify([name, sizeBytes, changedMs]))
        .digest('base64'),
    )
  }
  if (lines.length === 0) return ''
  return createHash('sha256').update(lines.sort().join()).digest('hex')
}

async function moved(from: string, to: string): Promise<void> {
  await rename(from, to)
  await syncFolder(dirname(to))
  await syncFolder(dirname(from))
}

/** As it is called, or with a number when something is called so already. */
async function freeName(place: string, name: string): Promise<string> {
  const extension = extname(name)
  const stem = name.slice(0, name.length - extension.length)
  for (let number = 1; ; number++) {
    const path = join(place, number === 1 ? name : `${stem} (${number})${extension}`)
    if ((await ifPresent(stat(path))) === undefined) return path
  }
}
