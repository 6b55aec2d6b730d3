/**
 * From received files to a package: one file after another, each byte once, and at the end what can only be said of
 * the whole.
 */
import { takeDocuments } from './documents/take-document.ts'
import { TooManyInstances } from './instances/too-many-instances.ts'
import type { FileOutcome, IntakeOptions, IntakeResult, IntakeSource } from './intake-result.ts'
import { fileOutcomes } from './outcomes/file-outcomes.ts'
import type { FileRecord } from './outcomes/file-record.ts'
import { settle } from './outcomes/settle.ts'
import { studyOutcomes } from './outcomes/study-outcomes.ts'
import { summarise } from './outcomes/summarise.ts'
import { openedSources } from './reading/opened-sources.ts'
import { openSending, type Sending } from './sending.ts'
import { takeSource } from './take-source.ts'
import { displayName } from './zip/entry-names.ts'

/**
 * Sources may come one after another: each is packed as soon as it is there.
 *
 * Nothing that is wrong with a file makes it fail; it fails as reading and writing files do, and with the signal's
 * reason. Without a package in the result, and after a failure, nothing is left at the package's path.
 */
export async function takeIn(
  sources: readonly IntakeSource[] | AsyncIterable<IntakeSource>,
  options: IntakeOptions,
): Promise<IntakeResult> {
  const seen: IntakeSource[] = []
  const sending = await openSending(sources, options)
  let isFinished = false
  try {
    for await (const opened of openedSources(sources, sending.files)) {
      seen.push(opened.source)
      await takeSource(sending, opened)
    }
    const { isDeliverable, ...told } = await conclude(sending, options)
    if (!isDeliverable) return { package: null, studies: [], ...told }
    const { facts, studies } = await sending.writer.finish()
    isFinished = true
    return { package: facts, studies, ...told }
  } catch (error) {
    if (!(error instanceof TooManyInstances)) throw error
    const sent = [...(Symbol.iterator in sources ? sources : seen), ...(options.documents ?? [])]
    return { package: null, studies: [], files: sent.map((each) => tooMany(each, error)), studyOutcomes: [] }
  } finally {
    if (!isFinished) await sending.writer.discard()
  }
}

interface Conclusion extends Pick<IntakeResult, 'files' | 'studyOutcomes'> {
  readonly isDeliverable: boolean
}

async function conclude(
  sending: Sending,
  { allOrNothing, documents = [] }: IntakeOptions,
): Promise<Conclusion> {
  const missing = await settle(sending)
  await takeDocuments(sending, documents)
  const { records, pace } = sending
  const isSunk = allOrNothing === true && hasRefusal([...records, ...[...missing.values()].flat()])
  const delivery = isSunk ? 'not-sent' : 'sent'
  const rows = await fileOutcomes(records, missing, delivery, pace)
  const hasInstances = records.some(({ finding }) => finding.kind === 'taken')
  return {
    files: await summarise(rows, pace),
    studyOutcomes: await studyOutcomes(records, delivery, pace),
    isDeliverable: hasInstances && !isSunk,
  }
}

function hasRefusal(records: readonly FileRecord[]): boolean {
  return records.some(({ finding }) => finding.kind === 'refused' || finding.kind === 'rival')
}

function tooMany({ path }: Pick<IntakeSource, 'path'>, { message }: TooManyInstances): FileOutcome {
  return { path: displayName(path), outcome: 'refused', code: 'too-many-instances', detail: message }
}
