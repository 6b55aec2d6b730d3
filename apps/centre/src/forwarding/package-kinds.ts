/** What kinds of images a package holds, kept for whoever asks next: each recipient of one forwarding does. */
import { imageKind } from '@epacs/intake/looking'
import type { CountedKind } from '@epacs/intake/passport'
import { type FileToOpen, type IndexEntry, readIndex } from '@epacs/package'
import type { Centre } from '../centre.ts'
import { dataDeleted } from '../delivery/index.ts'
import { headOf } from '../imaging-manifest/index.ts'
import type { OpenPackage, PackageKey } from '../storage/index.ts'

/** Of one package; in a store far away each takes a request of its own. */
const MOST_HEADS = 500
const HEADS_AT_ONCE = 8
/** Of all packages together that are kept; one kind takes some hundred bytes. */
const MOST_KEPT_KINDS = 20_000

export interface KindsOfPackage {
  readonly kinds: readonly CountedKind[]
  /** `first-of-study`: more differ than are read, and modality and character set are those of each study's first image. */
  readonly read: 'each-kind' | 'first-of-study'
}

interface Reading {
  readonly result: Promise<KindsOfPackage>
  readonly stop: AbortController
  waiting: number
  /** How many it is counted for, once it is kept. */
  kept: number | undefined
}

/** By digest of the package, least recently used first. */
const readings = new Map<string, Reading>()
let keptKinds = 0

/**
 * A failure is everybody's who waits for it, and is not kept.
 *
 * @param gone whoever asks has gone away: the reading stops when nobody else waits for it
 * @param most heads that are read of it
 * @throws 410 when the data was deleted
 */
export async function kindsInPackage(
  store: Centre['store'],
  key: PackageKey,
  gone: AbortSignal,
  most = MOST_HEADS,
): Promise<KindsOfPackage> {
  gone.throwIfAborted()
  // Of this message: another one's data with the same digest may be deleted while it is read.
  const name = `${key.messageId} ${key.sha256}`
  const reading = readings.get(name) ?? begun(name, (signal) => kindsIn(store, key, signal, most))
  // The most recently used from now on.
  readings.delete(name)
  readings.set(name, reading)
  reading.waiting++
  const { promise: left, reject } = Promise.withResolvers<never>()
  const onGone = () => reject(gone.reason)
  gone.addEventListener('abort', onGone, { once: true })
  try {
    return await Promise.race([reading.result, left])
  } finally {
    gone.removeEventListener('abort', onGone)
    reading.waiting--
    if (reading.waiting === 0 && reading.kept === undefined) {
      forget(name, reading)
      reading.stop.abort()
    }
  }
}

function begun(name: string, read: (signal: AbortSignal) => Promise<KindsOfPackage>): Reading {
  const stop = new AbortController()
  const reading: Reading = {
    stop,
    waiting: 0,
    kept: undefined,
    result: read(stop.signal).then(
      (found) => {
        keep(name, reading, Math.max(1, found.kinds.length))
        return found
      },
      (error: unknown) => {
        forget(name, reading)
        throw error
      },
    ),
  }
  // Whoever waits is told; when all have gone it is nobody's.
  reading.result.catch(() => undefined)
  return reading
}

function keep(name: string, reading: Reading, kinds: number): void {
  // All have gone meanwhile.
  if (readings.get(name) !== reading) return
  reading.kept = kinds
  keptKinds += kinds
  for (const [other, each] of readings) {
    if (keptKinds <= MOST_KEPT_KINDS) return
    if (each.kept !== undefined) forget(other, each)
  }
}

function forget(name: string, reading: Reading): void {
  if (readings.get(name) !== reading) return
  readings.delete(name)
  keptKinds -= reading.kept ?? 0
}

type First = Pick<
  IndexEntry,
  'offset' | 'sizeBytes' | 'studyInstanceUid' | 'seriesInstanceUid' | 'sopClassUid' | 'transferSyntaxUid'
>

interface Group {
  readonly first: First
  instances: number
}

/** What is alike in one series is told by its first instance: modality and character set stand in its header alone. */
async function kindsIn(
  store: Centre['store'],
  key: PackageKey,
  signal: AbortSignal,
  most: number,
): Promise<KindsOfPackage> {
  const open = await store.open(key)
  if (open === undefined) throw dataDeleted()
  try {
    const indexFile = await store.indexFile(key)
    if (indexFile === undefined) throw dataDeleted()
    const groups = await groupsIn(indexFile, signal)
    if (groups.length <= most) {
      const heads = await headsOf(open, groups, signal)
      return { read: 'each-kind', kinds: groups.map((group, index) => kindOf(group, heads[index])) }
    }
    const merged = byStudy(groups)
    const firsts = new Map<string, Group>()
    for (const group of merged) {
      const { studyInstanceUid } = group.first
      if (firsts.size < most && !firsts.has(studyInstanceUid)) firsts.set(studyInstanceUid, group)
    }
    const heads = await headsOf(open, [...firsts.values()], signal)
    const headOfStudy = new Map([...firsts.keys()].map((study, index) => [study, heads[index]]))
    const kinds = merged.map((group) => kindOf(group, headOfStudy.get(group.first.studyInstanceUid)))
    return { read: 'first-of-study', kinds }
  } finally {
    await open.close()
  }
}

async function groupsIn(indexFile: FileToOpen, signal: AbortSignal): Promise<readonly Group[]> {
  const alike = new Map<string, Group>()
  for await (const entry of readIndex(indexFile)) {
    signal.throwIfAborted()
    const { offset, sizeBytes, studyInstanceUid, seriesInstanceUid, sopClassUid, transferSyntaxUid } = entry
    const first = { offset, sizeBytes, studyInstanceUid, seriesInstanceUid, sopClassUid, transferSyntaxUid }
    count(alike, [studyInstanceUid, seriesInstanceUid, sopClassUid, transferSyntaxUid], first, 1)
  }
  return [...alike.values()]
}

function byStudy(groups: readonly Group[]): readonly Group[] {
  const alike = new Map<string, Group>()
  for (const { first, instances } of groups) {
    count(alike, [first.studyInstanceUid, first.sopClassUid, first.transferSyntaxUid], first, instances)
  }
  return [...alike.values()]
}

function count(groups: Map<string, Group>, place: readonly string[], first: First, instances: number): void {
  const name = place.join(' ')
  const group = groups.get(name) ?? { first, instances: 0 }
  group.instances += instances
  groups.set(name, group)
}

type Head = Awaited<ReturnType<typeof headOf>>

async function headsOf(
  open: Pick<OpenPackage, 'read'>,
  groups: readonly Group[],
  signal: AbortSignal,
): Promise<readonly Head[]> {
  const heads: Head[] = []
  for (let from = 0; from < groups.length; from += HEADS_AT_ONCE) {
    signal.throwIfAborted()
    const some = groups.slice(from, from + HEADS_AT_ONCE)
    heads.push(...(await Promise.all(some.map(({ first }) => headOf(open, first)))))
  }
  return heads
}

/** Without its head it is of no known modality, and its texts are taken for readable. */
function kindOf({ first, instances }: Group, head: Head | undefined): CountedKind {
  const dataSet: Head = head ?? new Map()
  return { ...imageKind({ ...first, dataSet }), study: first.studyInstanceUid, instances }
}
