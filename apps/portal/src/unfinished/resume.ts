/** From the same files, the same uploads: an unfinished transfer as one that can be started. */
import type { ChosenFile } from '../sending/chosen-item.ts'
import type { BegunSending } from '../sending/transfer.ts'
import { planUploads } from '../sending/upload-plan.ts'
import {
  alikeFiles,
  areSameFiles,
  isAlikeReport,
  reportChosen,
  type UnfinishedTransfer,
} from './unfinished-transfer.ts'

/** The transfer as it goes on with what is chosen now; undefined: other files are. Throws when one cannot be read. */
export async function begunWith(
  transfer: UnfinishedTransfer,
  chosen: readonly ChosenFile[],
  report: File | undefined,
): Promise<BegunSending | undefined> {
  const marks = transfer.chosen
  const files = alikeFiles(marks.files, chosen)
  if (files === undefined || !isAlikeReport(marks.report, report)) return undefined
  const begun = begunSending(transfer, files, report)
  if (begun === undefined) return undefined
  const isSame =
    marks.report === null || report === undefined
      ? await areSameFiles(marks.files, files)
      : await areSameFiles([...marks.files, marks.report], [...files, reportChosen(report)])
  return isSame ? begun : undefined
}

/**
 * @param files in the order of the first time
 * @returns undefined: they do not make the same uploads after all
 */
export function begunSending(
  { id, urls, totalBytes, chosen }: UnfinishedTransfer,
  files: readonly ChosenFile[],
  report: File | undefined,
): BegunSending | undefined {
  const { archives, ...leftOut } = chosen.choice
  const zips = new Set(files.filter((_, place) => archives.includes(place)))
  const planned = planUploads(files, zips, leftOut)
  const uploads =
    report === undefined ? planned : [...planned, { name: report.name, sizeBytes: report.size, file: report }]
  const bytes = uploads.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return uploads.length === urls.length && bytes === totalBytes ? { messageId: id, urls, uploads } : undefined
}
