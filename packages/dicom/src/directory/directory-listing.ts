/** What a DICOMDIR says: the files that it refers to, and what is odd about it. */

const DIRECTORY_ODDITIES = [
  /** Implicit VR, or big endian, where PS3.10 §8.6 asks for Explicit VR Little Endian. */
  'implicit-vr',
  'big-endian',
  'no-preamble',
  /** Ends within a record; the records before it count. */
  'truncated',
  /** Its structure contradicts itself; the records before that count. */
  'damaged',
  'no-records',
  'no-patient-records',
  /** No record says which one comes next. */
  'no-offsets',
  /** An offset leads to no record. */
  'wrong-offset',
  /** Following the offsets leads to a record twice. */
  'cycle',
  /** Following the offsets leads past records that refer to files; they are listed all the same. */
  'unreachable-record',
  /** A file ID that PS3.10 §8.2 does not allow: lower case, a long name, an extension. */
  'irregular-file-id',
  /** Two records refer to one file; it is listed once. */
  'listed-twice',
] as const
export type DirectoryOddityCode = (typeof DIRECTORY_ODDITIES)[number]

export interface DirectoryOddity {
  readonly code: DirectoryOddityCode
  /** How many records it concerns; 1 where it concerns the whole. */
  readonly count: number
}

export interface ReferencedFile {
  /** Components of the file ID, from the folder of the DICOMDIR down. */
  readonly fileId: readonly string[]
  /** Directory Record Type (0004,1430) as it stands there. */
  readonly recordType: string
  /** What the record says that the file holds; undefined when it does not say. */
  readonly sopInstanceUid: string | undefined
}

export interface DirectoryListing {
  /** In the order of the records, those not in use left out. */
  readonly files: readonly ReferencedFile[]
  /** Each code once. */
  readonly oddities: readonly DirectoryOddity[]
}

/** A record as it was read; offsets count from the first byte of the file. */
export interface ReadRecord {
  readonly offset: number
  readonly next: number
  readonly lower: number
  readonly isInUse: boolean
  readonly type: string
  /** Undefined: the record refers to no file. */
  readonly fileId: string | undefined
  readonly sopInstanceUid: string | undefined
}

/** Counts what is odd, each code by the records it concerns. */
export class Oddities {
  readonly #counts = new Map<DirectoryOddityCode, number>()

  note(code: DirectoryOddityCode): void {
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1)
  }

  get all(): readonly DirectoryOddity[] {
    return [...this.#counts].map(([code, count]) => ({ code, count }))
  }
}

/** @param firstRoot Offset of the First Directory Record of the Root Directory Entity (0004,1200) */
export function listDirectory(
  records: readonly ReadRecord[],
  firstRoot: number,
  oddities: Oddities,
): DirectoryListing {
  if (records.length === 0) oddities.note('no-records')
  noteTree(records, firstRoot, oddities)
  const files = new Map<string, ReferencedFile>()
  for (const { isInUse, fileId, type, sopInstanceUid } of records) {
    if (!isInUse || fileId === undefined) continue
    const components = componentsOf(fileId)
    if (!isRegular(components)) oddities.note('irregular-file-id')
    if (components.length === 0 || components.some((each) => each === '.' || each === '..')) continue
    const key = components.join('/')
    if (files.has(key)) oddities.note('listed-twice')
    else files.set(key, { fileId: components, recordType: type, sopInstanceUid })
  }
  return { files: [...files.values()], oddities: oddities.all }
}

/** PS3.10 §8.5 knows the backslash only, some writers use a slash. */
function componentsOf(fileId: string): readonly string[] {
  return fileId
    .split(/[\\/]/)
    .map((component) => component.replaceAll('\0', ' ').trim())
    .filter((component) => component !== '')
}

const MAX_COMPONENTS = 8

function isRegular(components: readonly string[]): boolean {
  const isOfAllowedLength = components.length > 0 && components.length <= MAX_COMPONENTS
  return isOfAllowedLength && components.every((component) => /^[A-Z0-9_]{1,8}$/.test(component))
}

/** Follows the offsets as a reader would, and notes where they mislead it. */
function noteTree(records: readonly ReadRecord[], firstRoot: number, oddities: Oddities): void {
  const leaves = records.filter(({ isInUse, fileId }) => isInUse && fileId !== undefined)
  if (leaves.length > 0 && !records.some(({ type }) => type === 'PATIENT'))
    oddities.note('no-patient-records')
  if (firstRoot === 0 && records.every(({ next, lower }) => next === 0 && lower === 0)) {
    if (records.length > 0) oddities.note('no-offsets')
    return
  }
  const byOffset = new Map(records.map((record) => [record.offset, record]))
  const reached = new Set<ReadRecord>()
  const pending = [firstRoot]
  for (let offset = pending.pop(); offset !== undefined; offset = pending.pop()) {
    if (offset === 0) continue
    const record = byOffset.get(offset)
    if (record === undefined) {
      oddities.note('wrong-offset')
    } else if (reached.has(record)) {
      oddities.note('cycle')
    } else {
      reached.add(record)
      pending.push(record.next, record.lower)
    }
  }
  for (const leaf of leaves) if (!reached.has(leaf)) oddities.note('unreachable-record')
}
