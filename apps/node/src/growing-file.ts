/** A file that goes on to somebody else while it is written: how much of it can be read already, and when that changes. */
import { type Files, type OpenedFile, plainFiles } from '@epacs/package'

export interface ReadableSoFar {
  readonly path: string
  /** By which it is opened. */
  readonly files: Files
  /** So many of its first bytes will not change any more. */
  readonly finalBytes: number
  /** It will have no more of them. */
  readonly isWhole: boolean
  /** What was final was changed after all. */
  readonly isSpoilt: boolean
  /** Resolves when one of these changes. */
  readonly changed: Promise<void>
}

export function wholeFile(path: string, sizeBytes: number, files = plainFiles): ReadableSoFar {
  const never = new Promise<void>(() => {})
  return { path, files, finalBytes: sizeBytes, isWhole: true, isSpoilt: false, changed: never }
}

/** For reading what is final of it. Fails as opening files does. */
export async function openSoFar({ path, files, isWhole }: ReadableSoFar): Promise<OpenedFile> {
  return await (isWhole ? files.open(path, 'r') : files.openGrowing(path))
}

/** Resolves with the change, or when the signal aborts. */
export async function orAborted(change: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise: aborted, resolve } = Promise.withResolvers<void>()
  const end = () => resolve()
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  await Promise.race([change, aborted])
  signal.removeEventListener('abort', end)
}

export class GrowingFile implements ReadableSoFar {
  readonly path: string
  readonly files: Files
  #finalBytes = 0
  #isWhole = false
  #isSpoilt = false
  #change = Promise.withResolvers<void>()

  constructor(path: string, files = plainFiles) {
    this.path = path
    this.files = files
  }

  get finalBytes(): number {
    return this.#finalBytes
  }

  get isWhole(): boolean {
    return this.#isWhole
  }

  get isSpoilt(): boolean {
    return this.#isSpoilt
  }

  /** Fewer than before: what was told does not hold any more. */
  tell(bytes: number, isWhole: boolean): void {
    this.#isSpoilt ||= bytes < this.#finalBytes
    this.#finalBytes = bytes
    this.#isWhole = isWhole
    const { resolve } = this.#change
    this.#change = Promise.withResolvers<void>()
    resolve()
  }

  get changed(): Promise<void> {
    return this.#change.promise
  }
}
