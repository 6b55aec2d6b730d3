/**
 * The configuration that holds now. Read again when it is asked for: what is wrong in the file is told and changes nothing;
 * what needs a restart stays as it is until then, and is named.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import { NodeError } from '../node-error.ts'
import { readNodeConfig } from './read-config.ts'
import type { NodeConfig } from './schema.ts'

export interface Reloaded {
  /** Options that hold from now on. */
  readonly changed: readonly string[]
  /** Options that are other in the file, and hold from the next start on. */
  readonly afterRestart: readonly string[]
  /** Why each of these waits for it, by name. */
  readonly reasons: Readonly<Record<string, string>>
}

/** Looks whether what is in the file can be taken; what it resolves to then takes it, and fails no more. */
export type Preparing = (next: NodeConfig) => Promise<() => Promise<void>>

type Top = keyof NodeConfig
type Dicom = keyof NodeConfig['dicom']

/** What the node has opened, or is connected by. */
const NEEDS_RESTART: ReadonlyMap<Top, string> = new Map([
  ['dataFolder', 'what waits lies in the one that the node was started with'],
  ['caFile', 'connections to the centre stand with it'],
  ['page', 'the page is open at its address, where reloading is asked for'],
  ['encryption', 'what lies in the data folder was opened with its keys'],
  ['silentSeconds', 'connections to the centre stand with it'],
])
const ASSOCIATIONS = 'associations stand at the port'
const DICOM_NEEDS_RESTART: ReadonlyMap<Dicom, string> = new Map([
  ['host', ASSOCIATIONS],
  ['port', ASSOCIATIONS],
  ['tlsPort', ASSOCIATIONS],
  ['maxPduBytes', 'associations stand that were told it'],
])

export class LiveConfig {
  readonly #path: string
  readonly #log: Logger
  readonly #listeners: (() => void)[] = []
  readonly #preparing: Preparing[] = []
  #reloading: Promise<unknown> = Promise.resolve()
  #now: NodeConfig
  #loadedMs = Date.now()
  #fault: string | null = null

  /** @param started what was read from `path` */
  constructor(path: string, started: NodeConfig, log: Logger) {
    this.#path = path
    this.#now = started
    this.#log = log
  }

  get now(): NodeConfig {
    return this.#now
  }

  /** When it was last read and taken. */
  get loadedMs(): number {
    return this.#loadedMs
  }

  /** Why the file was not taken when it was last read; null: it was. */
  get fault(): string | null {
    return this.#fault
  }

  /** Asked in the order in which they come, before anything is taken. */
  onPrepare(prepare: Preparing): void {
    this.#preparing.push(prepare)
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener)
  }

  /** One after the other. */
  async reload(): Promise<Reloaded | { readonly fault: string }> {
    const reloading = this.#reloading.then(() => this.#reload())
    this.#reloading = reloading.catch(() => undefined)
    return await reloading
  }

  async #reload(): Promise<Reloaded | { readonly fault: string }> {
    const before = this.#now
    let parts: Read
    try {
      parts = await this.#read(before)
    } catch (error) {
      if (!(error instanceof NodeError)) throw error
      this.#fault = error.message
      this.#log.error({ fault: this.#fault }, 'the configuration was not taken: the one before it holds')
      return { fault: this.#fault }
    }
    const { top, dicom, next, takings } = parts
    const inDicom = (names: readonly string[]) => names.map((name) => `dicom.${name}`)
    const changed = [...inDicom(dicom.changed), ...top.changed.filter((name) => name !== 'dicom')]
    const afterRestart = [...inDicom(dicom.afterRestart), ...top.afterRestart]
    this.#now = next
    for (const take of takings) await take()
    this.#loadedMs = Date.now()
    this.#fault = null
    this.#log.level = this.#now.logging.level
    for (const listener of this.#listeners) listener()
    this.#log.info({ changed, afterRestart }, 'the configuration was read again')
    const reasons = {
      ...reasonsOf(dicom.afterRestart, DICOM_NEEDS_RESTART, 'dicom.'),
      ...reasonsOf(top.afterRestart, NEEDS_RESTART, ''),
    }
    return { changed, afterRestart, reasons }
  }

  /** @throws NodeError: what is in the file cannot be taken */
  async #read(before: NodeConfig): Promise<Read> {
    const read = await readNodeConfig(this.#path)
    const top = merged(before, read, NEEDS_RESTART)
    const dicom = merged(before.dicom, read.dicom, DICOM_NEEDS_RESTART)
    const next: NodeConfig = { ...top.now, dicom: dicom.now }
    const takings: (() => Promise<void>)[] = []
    for (const prepare of this.#preparing) takings.push(await prepare(next))
    return { top, dicom, next, takings }
  }
}

interface Merged<Options> {
  readonly now: Options
  readonly changed: readonly (keyof Options & string)[]
  readonly afterRestart: readonly (keyof Options & string)[]
}

interface Read {
  readonly top: Merged<NodeConfig>
  readonly dicom: Merged<NodeConfig['dicom']>
  readonly next: NodeConfig
  readonly takings: readonly (() => Promise<void>)[]
}

function merged<Options extends object>(
  before: Options,
  read: Options,
  needsRestart: ReadonlyMap<keyof Options, string>,
): Merged<Options> {
  const names = (Object.keys(read) as (keyof Options & string)[]).filter(
    (name) => !isDeepStrictEqual(before[name], read[name]),
  )
  const afterRestart = names.filter((name) => needsRestart.has(name))
  const kept = Object.fromEntries(afterRestart.map((name) => [name, before[name]]))
  return { now: { ...read, ...kept }, changed: names.filter((name) => !needsRestart.has(name)), afterRestart }
}

function reasonsOf<Name extends string>(
  names: readonly Name[],
  reasons: ReadonlyMap<Name, string>,
  prefix: string,
): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`${prefix}${name}`, reasons.get(name) ?? '']))
}
