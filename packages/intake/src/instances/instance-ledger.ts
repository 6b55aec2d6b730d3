/**
 * Which SOP Instance UIDs a sending holds, in which file each was seen first, and in which others again. An archive
 * that turns out to be damaged takes back all that it brought.
 */
import type { FileRecord } from '../outcomes/file-record.ts'

interface SeenAgain {
  /** With the same content. */
  copies: FileRecord[]
  /** With other content. */
  rivals: FileRecord[]
}

export class InstanceLedger {
  readonly #first = new Map<string, FileRecord>()
  readonly #again = new Map<string, SeenAgain>()

  /** Distinct SOP Instance UIDs. */
  get size(): number {
    return this.#first.size
  }

  first(sopInstanceUid: string): FileRecord | undefined {
    return this.#first.get(sopInstanceUid)
  }

  isContested(sopInstanceUid: string): boolean {
    return (this.#again.get(sopInstanceUid)?.rivals.length ?? 0) > 0
  }

  /** A file of which is known what becomes of it. */
  add(record: FileRecord): void {
    const { finding } = record
    if (finding.kind === 'taken') this.#first.set(finding.instance.sopInstanceUid, record)
    else if (finding.kind === 'copy') this.#seenAgain(finding.sopInstanceUid).copies.push(record)
    else if (finding.kind === 'rival') this.#seenAgain(finding.sopInstanceUid).rivals.push(record)
  }

  /** Forgets files of an archive, all of them: what was seen again of its instances was seen in it, too. */
  forget(records: readonly FileRecord[]): void {
    const forgotten = new Set(records)
    for (const { finding } of records) {
      if (finding.kind === 'taken') {
        this.#first.delete(finding.instance.sopInstanceUid)
      } else if (finding.kind === 'copy' || finding.kind === 'rival') {
        const again = this.#seenAgain(finding.sopInstanceUid)
        again.copies = again.copies.filter((record) => !forgotten.has(record))
        again.rivals = again.rivals.filter((record) => !forgotten.has(record))
      }
    }
  }

  /** Of each UID that stands for different contents: the first file, and the others that bear it. */
  *contested(): Generator<{ readonly first: FileRecord; readonly others: readonly FileRecord[] }> {
    for (const [sopInstanceUid, { copies, rivals }] of this.#again) {
      const first = this.#first.get(sopInstanceUid)
      if (first !== undefined && rivals.length > 0) yield { first, others: [...rivals, ...copies] }
    }
  }

  #seenAgain(sopInstanceUid: string): SeenAgain {
    const known = this.#again.get(sopInstanceUid)
    if (known !== undefined) return known
    const fresh = { copies: [], rivals: [] }
    this.#again.set(sopInstanceUid, fresh)
    return fresh
  }
}
