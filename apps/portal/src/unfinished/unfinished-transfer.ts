/**
 * What is kept in the browser of a transfer that is under way, so that it can go on after its tab was closed: where its
 * uploads are, and which files they are made of, by name, size and time. Nothing of what the files say.
 */
import type { Choice } from '@epacs/intake/looking'
import type { ChosenFile } from '../sending/chosen-item.ts'

export interface FileMark {
  /** With the folders it was chosen in. */
  readonly path: string
  readonly sizeBytes: number
  /** Milliseconds since 1970. */
  readonly lastModified: number
}

/** What was chosen, and what of it goes: from the same files the same uploads are planned. */
export interface ChosenMarks {
  /** In the order in which they were chosen. */
  readonly files: readonly FileMark[]
  /** By their places among the files. */
  readonly choice: Choice
  readonly report: FileMark | null
}

export interface UnfinishedTransfer {
  /** Of the message. */
  readonly id: string
  /** Who sends, and for which institution. */
  readonly personId: string
  readonly institutionId: string
  /** RFC 3339. */
  readonly begunAt: string
  /** Names. */
  readonly recipients: readonly string[]
  /** Addresses of the uploads, the report's last. */
  readonly urls: readonly string[]
  readonly totalBytes: number
  readonly chosen: ChosenMarks
}

export const markOf = ({ path, sizeBytes, lastModified }: ChosenFile): FileMark => ({
  path,
  sizeBytes,
  lastModified,
})

export const markOfReport = ({ name, size, lastModified }: File): FileMark => ({
  path: name,
  sizeBytes: size,
  lastModified,
})

/** The chosen files in the order of the first time; undefined: they are not the same ones, no more and no fewer. */
export function sameFiles(
  marks: readonly FileMark[],
  chosen: readonly ChosenFile[],
): readonly ChosenFile[] | undefined {
  if (chosen.length !== marks.length) return undefined
  const byMark = new Map(chosen.map((file) => [keyOf(file), file]))
  const ordered: ChosenFile[] = []
  for (const mark of marks) {
    const file = byMark.get(keyOf(mark))
    if (file === undefined) return undefined
    byMark.delete(keyOf(mark))
    ordered.push(file)
  }
  return ordered
}

export function isSameReport(mark: FileMark | null, file: File | undefined): boolean {
  if (mark === null || file === undefined) return mark === null && file === undefined
  return keyOf(mark) === keyOf(markOfReport(file))
}

const keyOf = ({ path, sizeBytes, lastModified }: FileMark): string => `${sizeBytes} ${lastModified} ${path}`

const MOST_NAMES = 3

/** What somebody would recognise the choice by: folders and loose files, the first few. */
export function namesOf(files: readonly FileMark[]): {
  readonly names: readonly string[]
  readonly more: number
} {
  const names = [...new Set(files.map(({ path }) => path.split('/', 1)[0] ?? path))]
  return { names: names.slice(0, MOST_NAMES), more: Math.max(0, names.length - MOST_NAMES) }
}
