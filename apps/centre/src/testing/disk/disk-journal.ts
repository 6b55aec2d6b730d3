/**
 * What a process did to the files of one folder, in order, as far as a power cut asks for it: names that came and went, and
 * which bytes and names a sync had made durable. Lines of JSON, appended at once: they are there when the process is killed.
 */
import { appendFileSync, copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'

/** `name`, `from`, `to`: relative to the folder; '' is the folder itself. */
export type DiskEvent =
  /** Was there before, and is durable. `copy`: of its bytes; null: it is a folder. */
  | { readonly what: 'existing'; readonly name: string; readonly copy: string | null }
  | { readonly what: 'file' | 'folder' | 'removed'; readonly name: string }
  | { readonly what: 'renamed' | 'linked'; readonly from: string; readonly to: string }
  /** A handle that is synced later, whatever the file is called by then. */
  | { readonly what: 'opened'; readonly name: string; readonly handle: string }
  /** A sync began; `copy`: of the file's bytes at that moment. It counts with `synced`. */
  | { readonly what: 'file-sync'; readonly handle: string; readonly copy: string; readonly sync: string }
  | { readonly what: 'folder-sync'; readonly name: string; readonly sync: string }
  | { readonly what: 'synced'; readonly sync: string }

const EVENTS = 'events'

export class DiskJournal {
  readonly #folder: string
  readonly #own = `${process.pid}-${threadId}`
  #count = 0

  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
  }

  add(event: DiskEvent): void {
    appendFileSync(join(this.#folder, EVENTS), `${JSON.stringify(event)}\n`)
  }

  /** Like no other in the folder, of whichever process and thread. */
  newId(): string {
    return `${this.#own}-${++this.#count}`
  }

  /** @returns the copy's name */
  copy(path: string): string {
    const name = `copy-${this.newId()}`
    copyFileSync(path, this.pathOf(name))
    return name
  }

  pathOf(copy: string): string {
    return join(this.#folder, copy)
  }

  /** The last line may be cut short: its writer was killed. */
  *events(): Generator<DiskEvent> {
    const lines = readFileSync(join(this.#folder, EVENTS), 'utf8').split('\n')
    for (const line of lines.slice(0, -1)) yield JSON.parse(line) as DiskEvent
  }
}
