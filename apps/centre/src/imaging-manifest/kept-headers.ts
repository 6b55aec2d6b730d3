/** What was read of series' headers: a download in parts asks for the same again with each part. It is patient data. */
import type { Tag } from '@epacs/dicom'

/** What manifests take from files. */
export type HeaderTexts = ReadonlyMap<Tag, string>

interface KeptPackage {
  /** By place in the package. */
  readonly headers: Map<number, HeaderTexts>
  bytes: number
  readonly unused: NodeJS.Timeout
}

/** Of an entry and its short texts besides their characters, about. */
const BYTES_BESIDE_TEXTS = 1000
const UNUSED_MS = 10 * 60_000

/** The package that was not asked for longest goes first; another process than the one that deletes it forgets it with time. */
export class KeptHeaders {
  readonly #mostBytes: number
  /** By SHA-256. */
  readonly #packages = new Map<string, KeptPackage>()
  #bytes = 0

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  find(sha256: string, offset: number): HeaderTexts | undefined {
    const found = this.#packages.get(sha256)
    if (found === undefined) return undefined
    this.#packages.delete(sha256)
    this.#packages.set(sha256, found)
    found.unused.refresh()
    return found.headers.get(offset)
  }

  keep(sha256: string, offset: number, header: HeaderTexts): void {
    const kept = this.#packages.get(sha256) ?? this.#begin(sha256)
    if (kept.headers.has(offset)) return
    const bytes = [...header.values()].reduce((sum, text) => sum + 2 * text.length, BYTES_BESIDE_TEXTS)
    kept.headers.set(offset, header)
    kept.bytes += bytes
    this.#bytes += bytes
    for (const oldest of this.#packages.keys()) {
      if (this.#bytes <= this.#mostBytes) return
      this.forget(oldest)
    }
  }

  forget(sha256: string): void {
    const kept = this.#packages.get(sha256)
    if (kept === undefined) return
    clearTimeout(kept.unused)
    this.#packages.delete(sha256)
    this.#bytes -= kept.bytes
  }

  #begin(sha256: string): KeptPackage {
    const unused = setTimeout(() => this.forget(sha256), UNUSED_MS).unref()
    const kept = { headers: new Map<number, HeaderTexts>(), bytes: 0, unused }
    this.#packages.set(sha256, kept)
    return kept
  }
}
