/**
 * What is kept in the browser of a transfer that is under way, so that it can go on after its tab was closed: where its
 * uploads are, and which files they are made of, by name, size, time and digest. Nothing of what the files say.
 */
import type { Choice } from '@epacs/intake/looking'
import type { Question } from '../looking/answers.ts'
import type { ChosenFile } from '../sending/chosen-item.ts'
import { edgeDigests } from './edges.ts'

/** What a file is like as long as nobody has read it. */
interface FileLooks {
  /** With the folders it was chosen in. */
  readonly path: string
  readonly sizeBytes: number
  /** Milliseconds since 1970. */
  readonly lastModified: number
}

export interface FileMark extends FileLooks {
  /** Of its first and last bytes (edges.ts). */
  readonly digest: string
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
  /** What the sender had to confirm, and has to again before it goes on; null: nothing. */
  readonly confirmed: Question | null
  readonly chosen: ChosenMarks
}

/** Throws when a file cannot be read, or the signal has come. */
export async function marksOf(
  files: readonly ChosenFile[],
  signal?: AbortSignal,
): Promise<readonly FileMark[]> {
  const digests = await edgeDigests(
    files.map(({ file }) => file),
    signal,
  )
  return files.map(({ path, sizeBytes, lastModified }, place) => ({
    path,
    sizeBytes,
    lastModified,
    digest: digests[place] ?? '',
  }))
}

/** A report as a chosen file. */
export const reportChosen = (file: File): ChosenFile => ({
  path: file.name,
  file,
  sizeBytes: file.size,
  lastModified: file.lastModified,
})

/**
 * The chosen files in the order of the first time, as far as can be told without reading them; undefined: they are
 * not the same ones, no more and no fewer.
 */
export function alikeFiles(
  marks: readonly FileMark[],
  chosen: readonly ChosenFile[],
): readonly ChosenFile[] | undefined {
  if (chosen.length !== marks.length) return undefined
  const byLooks = new Map(chosen.map((file) => [looksOf(file), file]))
  const ordered: ChosenFile[] = []
  for (const mark of marks) {
    const file = byLooks.get(looksOf(mark))
    if (file === undefined) return undefined
    byLooks.delete(looksOf(mark))
    ordered.push(file)
  }
  return ordered
}

export function isAlikeReport(mark: FileMark | null, file: File | undefined): boolean {
  if (mark === null || file === undefined) return mark === null && file === undefined
  return looksOf(mark) === looksOf(reportChosen(file))
}

/** By their bytes. @param files alike, in the order of the marks */
export async function areSameFiles(
  marks: readonly FileMark[],
  files: readonly ChosenFile[],
): Promise<boolean> {
  const found = await marksOf(files)
  return found.length === marks.length && found.every(({ digest }, place) => digest === marks[place]?.digest)
}

const looksOf = ({ path, sizeBytes, lastModified }: FileLooks): string =>
  `${sizeBytes} ${lastModified} ${path}`

const MOST_NAMES = 3

/** What somebody would recognise the choice by: folders and loose files, the first few. */
export function namesOf(files: readonly FileMark[]): {
  readonly names: readonly string[]
  readonly more: number
} {
  const names = [...new Set(files.map(({ path }) => path.split('/', 1)[0] ?? path))]
  return { names: names.slice(0, MOST_NAMES), more: Math.max(0, names.length - MOST_NAMES) }
}
