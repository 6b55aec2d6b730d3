/** The instances of a message by their UIDs, from the index beside its package. Kept for those who read on. */
import { type IndexEntry, readIndex } from '@epacs/package'
import type { Centre } from '../centre.ts'
import { dataDeleted } from '../delivery/index.ts'
import type { PackageKey } from '../storage/index.ts'

/** Of all kept indexes together; one entry takes some 600 bytes. */
const MOST_KEPT_ENTRIES = 200_000

export interface InstanceScope {
  readonly study?: string | undefined
  readonly series?: string | undefined
  readonly instance?: string | undefined
}

export class MessageIndex {
  /** In the order of the package. */
  readonly entries: readonly IndexEntry[]
  readonly #byInstance: ReadonlyMap<string, IndexEntry>

  constructor(entries: readonly IndexEntry[]) {
    this.entries = entries
    this.#byInstance = new Map(entries.map((entry) => [entry.sopInstanceUid, entry]))
  }

  within({ study, series, instance }: InstanceScope): readonly IndexEntry[] {
    const isWithin = (entry: IndexEntry) =>
      (study === undefined || entry.studyInstanceUid === study) &&
      (series === undefined || entry.seriesInstanceUid === series)
    if (instance === undefined) return this.entries.filter(isWithin)
    const entry = this.#byInstance.get(instance)
    return entry !== undefined && isWithin(entry) ? [entry] : []
  }
}

/** Least recently used first. */
const kept = new Map<string, Promise<MessageIndex>>()
let keptEntries = 0

/** Throws the problem 410 when the package is gone. */
export async function messageIndex(centre: Centre, key: PackageKey): Promise<MessageIndex> {
  const name = `${key.messageId} ${key.sha256}`
  const known = kept.get(name)
  const index = known ?? load(centre, key)
  kept.delete(name)
  kept.set(name, index)
  if (known !== undefined) return await known
  try {
    const { entries } = await index
    keptEntries += entries.length
    await forgetSurplus(name)
  } catch (error) {
    kept.delete(name)
    throw error
  }
  return await index
}

async function load(centre: Centre, key: PackageKey): Promise<MessageIndex> {
  const file = await centre.store.indexFile(key)
  if (file === undefined) throw dataDeleted()
  const entries: IndexEntry[] = []
  for await (const entry of readIndex(file)) entries.push(entry)
  return new MessageIndex(entries)
}

async function forgetSurplus(except: string): Promise<void> {
  for (const [name, index] of kept) {
    if (keptEntries <= MOST_KEPT_ENTRIES) return
    if (name === except) continue
    kept.delete(name)
    keptEntries -= (await index).entries.length
  }
}
