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
}

type Top = Exclude<keyof NodeConfig, 'dicom'>
type Dicom = keyof NodeConfig['dicom']

/** What the node has opened, or is connected by. */
const NEEDS_RESTART: ReadonlySet<Top> = new Set([
  'dataFolder',
  'caFile',
  'folders',
  'page',
  'proxy',
  'silentSeconds',
  'stow',
])
const DICOM_NEEDS_RESTART: ReadonlySet<Dicom> = new Set(['host', 'port', 'tlsPort', 'maxPduBytes'])

export class LiveConfig {
  readonly #path: string
  readonly #log: Logger
  readonly #listeners: (() => void)[] = []
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

  onChange(listener: () => void): void {
    this.#listeners.push(listener)
  }

  async reload(): Promise<Reloaded | { readonly fault: string }> {
    let read: NodeConfig
    try {
      read = await readNodeConfig(this.#path)
    } catch (error) {
      if (!(error instanceof NodeError)) throw error
      this.#fault = error.message
      this.#log.error({ fault: this.#fault }, 'the configuration was not taken: the one before it holds')
      return { fault: this.#fault }
    }
    const before = this.#now
    const top = merged(before, read, NEEDS_RESTART)
    const dicom = merged(before.dicom, read.dicom, DICOM_NEEDS_RESTART)
    const inDicom = (names: readonly string[]) => names.map((name) => `dicom.${name}`)
    const changed = [...inDicom(dicom.changed), ...top.changed.filter((name) => name !== 'dicom')]
    const afterRestart = [...inDicom(dicom.afterRestart), ...top.afterRestart]
    this.#now = { ...top.now, dicom: dicom.now }
    this.#loadedMs = Date.now()
    this.#fault = null
    this.#log.level = this.#now.logging.level
    for (const listener of this.#listeners) listener()
    this.#log.info({ changed, afterRestart }, 'the configuration was read again')
    return { changed, afterRestart }
  }
}

function merged<Options extends object>(
  before: Options,
  read: Options,
  needsRestart: ReadonlySet<keyof Options>,
): { readonly now: Options; readonly changed: readonly string[]; readonly afterRestart: readonly string[] } {
  const names = (Object.keys(read) as (keyof Options & string)[]).filter(
    (name) => !isDeepStrictEqual(before[name], read[name]),
  )
  const afterRestart = names.filter((name) => needsRestart.has(name))
  const kept = Object.fromEntries(afterRestart.map((name) => [name, before[name]]))
  return { now: { ...read, ...kept }, changed: names.filter((name) => !needsRestart.has(name)), afterRestart }
}
