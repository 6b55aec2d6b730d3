/** The per-file results as the page shows them: what needs attention first, each kind under its own heading. */
import type { FileOutcome, FileResult } from '../api/types.ts'
import { selectionName } from '../sending/upload-plan.ts'

export const outcomeOrder: readonly FileOutcome[] = ['refused', 'warning', 'left-out', 'accepted']

export interface FileGroup {
  readonly outcome: FileOutcome
  readonly files: readonly FileResult[]
}

export function countOutcomes(files: readonly FileResult[]): Readonly<Record<FileOutcome, number>> {
  const counts = { accepted: 0, warning: 0, 'left-out': 0, refused: 0 }
  for (const { outcome } of files) counts[outcome] += 1
  return counts
}

export function groupFiles(
  files: readonly FileResult[],
  filter: { readonly outcome: FileOutcome | undefined; readonly text: string },
): readonly FileGroup[] {
  const wanted = filter.text.trim().toLocaleLowerCase()
  return outcomeOrder
    .filter((outcome) => filter.outcome === undefined || filter.outcome === outcome)
    .map((outcome) => ({
      outcome,
      files: files.filter(
        (file) => file.outcome === outcome && shownPath(file.path).toLocaleLowerCase().includes(wanted),
      ),
    }))
    .filter((group) => group.files.length > 0)
}

/** Loose files travelled in a ZIP of our making, which the sender has never seen. */
export function shownPath(path: string): string {
  for (const separator of ['/', '!/', ': ']) {
    const prefix = `${selectionName}${separator}`
    if (path.startsWith(prefix)) return path.slice(prefix.length)
  }
  return path
}
