/** From the spool to a package. Sent in the same order the same images make the same package, byte for byte. */
import { link, mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type IntakeSource, takeIn } from '@epacs/intake'
import { type Files, plainFiles, type StudySummary, type TellFinalBytes } from '@epacs/package'
import { syncFile, syncFolder } from '../durable-file.ts'

/** Where a message's package is made, and where the one stays of which something was sent, when it is made anew. */
export class PackageFolder {
  readonly path: string
  /** By which what lies in it is opened. */
  readonly files: Files

  constructor(path: string, files = plainFiles) {
    this.path = path
    this.files = files
  }

  get package(): string {
    return join(this.path, 'package.zip')
  }

  get sentBefore(): string {
    return join(this.path, 'sent-before.zip')
  }

  /** Resolves when a package can be made in it. */
  async prepare(): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 })
    await syncFolder(dirname(this.path))
    await rm(this.package, { force: true })
  }

  /** The package survives a power cut when it resolves. */
  async sync(): Promise<void> {
    await syncFile(this.package)
  }

  /** The package that is there now is the one that is sent. */
  async keepSent(): Promise<void> {
    await rm(this.sentBefore, { force: true })
    await link(this.package, this.sentBefore)
  }
}

/** @returns the package's length in bytes, or why there is none. Fails as `takeIn` does. */
export async function packInstances(
  sources: readonly IntakeSource[] | AsyncIterable<IntakeSource>,
  folder: PackageFolder,
  options: {
    readonly signal: AbortSignal
    readonly tellFinalBytes?: TellFinalBytes
    readonly isSynced?: boolean
  },
): Promise<
  { readonly sizeBytes: number; readonly studies: readonly StudySummary[] } | { readonly trouble: string }
> {
  const {
    package: made,
    files: outcomes,
    studies,
  } = await takeIn(sources, {
    packagePath: folder.package,
    indexPath: join(folder.path, 'index'),
    workFolder: folder.path,
    files: folder.files,
    ...options,
  })
  const refused = outcomes.filter(({ outcome }) => outcome === 'refused')
  const [first] = refused
  if (made !== null && first === undefined) return { sizeBytes: made.sizeBytes, studies }
  // Each was read whole when it came: what is refused here was changed on the disk, or is a fault of the node's.
  return {
    trouble: `${refused.length} images cannot be packed (${first?.code ?? 'no reason'}): ${first?.detail ?? ''}`,
  }
}
