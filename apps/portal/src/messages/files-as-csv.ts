/**
 * The per-file results as a table for whoever has to look into them: the IT of the institution, the maker of the CD.
 * As Excel opens it here and elsewhere: UTF-8 with its mark, fields parted by semicolons (RFC 4180 but for that).
 */
import { stringify } from 'csv-stringify/browser/esm/sync'
import type { FileResult } from '../api/types.ts'
import { outcomeOrder, shownOutcome, shownPath } from './file-groups.ts'

/** One row's words, in the reader's language. */
export interface FileInWords {
  readonly outcome: string
  readonly reason: string
  readonly advice: string
}

export interface CsvHeadings extends FileInWords {
  readonly file: string
  readonly code: string
}

/** Those first that need attention; a name that a spreadsheet would take for a formula is disarmed. */
export function filesAsCsv(
  files: readonly FileResult[],
  headings: CsvHeadings,
  inWords: (file: FileResult) => FileInWords,
): string {
  const byOutcome = [...files].sort(
    (one, other) => outcomeOrder.indexOf(shownOutcome(one)) - outcomeOrder.indexOf(shownOutcome(other)),
  )
  const rows = byOutcome.map((file) => {
    const { outcome, reason, advice } = inWords(file)
    return {
      file: shownPath(file.path),
      outcome: loose(outcome),
      reason: loose(reason),
      advice: loose(advice),
      code: file.code ?? '',
    }
  })
  const columns = (['file', 'outcome', 'reason', 'advice', 'code'] as const).map((key) => ({
    key,
    header: loose(headings[key]),
  }))
  return stringify(rows, {
    header: true,
    columns,
    delimiter: ';',
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
    // By itself it quotes the end of a line, but not the half of one that a name may hold.
    quoted_match: /[\r\n]/,
  })
}

/** Who searches a table types a plain space where the page binds a preposition to its word. */
function loose(words: string): string {
  return words.replaceAll('\u00a0', ' ')
}
