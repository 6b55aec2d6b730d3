/**
 * The per-file results as the page shows them: what needs attention first, each kind under its own heading, and
 * within it files with the same reason together, so that the reason is read once and not a thousand times.
 */
import type { FileOutcome, FileResult } from '../api/types.ts'
import { selectionName } from '../sending/upload-plan.ts'

export const outcomeOrder: readonly FileOutcome[] = ['refused', 'warning', 'left-out', 'accepted']

export interface ReasonGroup {
  readonly code: string | null
  readonly files: readonly FileResult[]
}

export interface FileGroup {
  readonly outcome: FileOutcome
  readonly count: number
  readonly reasons: readonly ReasonGroup[]
}

export function countOutcomes(files: readonly FileResult[]): Readonly<Record<FileOutcome, number>> {
  const counts = { accepted: 0, warning: 0, 'left-out': 0, refused: 0 }
  for (const file of files) counts[shownOutcome(file)] += 1
  return counts
}

export function groupFiles(
  files: readonly FileResult[],
  filter: { readonly outcome: FileOutcome | undefined; readonly text: string },
): readonly FileGroup[] {
  const wanted = filter.text.trim().toLocaleLowerCase()
  const found = files.filter(({ path }) => shownPath(path).toLocaleLowerCase().includes(wanted))
  return outcomeOrder
    .filter((outcome) => filter.outcome === undefined || filter.outcome === outcome)
    .map((outcome) => {
      const ofOutcome = found.filter((file) => shownOutcome(file) === outcome)
      return { outcome, count: ofOutcome.length, reasons: byReason(ofOutcome) }
    })
    .filter(({ count }) => count > 0)
}

/** All or nothing: what was in order and yet went nowhere was, to the sender, left out. */
export function shownOutcome({ outcome, code }: FileResult): FileOutcome {
  return code === 'not-sent' ? 'left-out' : outcome
}

/** In the order in which the reasons first come; files without one last. */
function byReason(files: readonly FileResult[]): readonly ReasonGroup[] {
  const groups = new Map<string | null, FileResult[]>()
  for (const file of files) {
    const group = groups.get(file.code)
    if (group) group.push(file)
    else groups.set(file.code, [file])
  }
  return [...groups]
    .map(([code, inside]) => ({ code, files: inside }))
    .sort((one, other) => Number(one.code === null) - Number(other.code === null))
}

/** Loose files travelled in a ZIP of our making, which the sender has never seen. */
export function shownPath(path: string): string {
  const prefix = `${selectionName}/`
  return path.startsWith(prefix) ? path.slice(prefix.length) : path
}
