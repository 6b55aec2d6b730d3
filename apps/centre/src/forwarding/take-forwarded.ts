/**
 * The package of a forwarded message. The whole of the source is the same file under another name: the same bytes, the
 * same digest. Some of its studies are taken in like files that were sent, straight from the source's package.
 */
import { join } from 'node:path'
import {
  type FileOutcome,
  type IntakeOptions,
  type IntakeResult,
  type IntakeSource,
  keptOutcome,
  type StudyOutcome,
  takeIn,
} from '@epacs/intake'
import { type FileToOpen, readIndex, type StudySummary } from '@epacs/package'
import type { Centre } from '../centre.ts'
import type { PackageKey } from '../storage/index.ts'
import type { ForwardedContents } from './contents.ts'

/**
 * The whole of it is not brought here: `putForwarded` stores it. Fails when the source's package is gone, which its record
 * does not allow.
 */
export async function takeForwarded(
  centre: Centre,
  { source, studies }: ForwardedContents,
  options: IntakeOptions,
): Promise<IntakeResult> {
  if (studies !== null) {
    const { workFolder } = options
    const files = { packagePath: join(workFolder, 'source.zip'), indexPath: join(workFolder, 'source-index') }
    if (!(await centre.store.bring(source, files))) throw isGone(source)
    const index = { path: files.indexPath, files: centre.store.files }
    return await takeIn(await instancesOf(files.packagePath, index, new Set(studies)), options)
  }
  const indexFile = await centre.store.indexFile(source)
  if (indexFile === undefined) throw isGone(source)
  const { size_bytes, instances } = await centre.db
    .selectFrom('message')
    .where('id', '=', source.messageId)
    .select(['size_bytes', 'instances'])
    .executeTakeFirstOrThrow()
  return {
    package: { sizeBytes: size_bytes, instances, sha256: source.sha256 },
    studies: await studiesOf(centre, source.messageId),
    ...(await resultsOf(indexFile)),
  }
}

/** What `takeForwarded` took as it is, under its new key. Durable when it resolves. Fails as that does. */
export async function putForwarded(
  centre: Pick<Centre, 'store'>,
  source: PackageKey,
  key: PackageKey,
): Promise<void> {
  if (!(await centre.store.copy(source, key))) throw isGone(source)
}

function isGone({ messageId }: PackageKey): Error {
  return new Error(`the package of message ${messageId}, which is being forwarded, is not there`)
}

async function instancesOf(
  packagePath: string,
  indexFile: FileToOpen,
  studies: ReadonlySet<string>,
): Promise<readonly IntakeSource[]> {
  const sources: IntakeSource[] = []
  for await (const { studyInstanceUid, sourcePath, offset, sizeBytes } of readIndex(indexFile)) {
    if (!studies.has(studyInstanceUid)) continue
    sources.push({ path: sourcePath, filePath: packagePath, startBytes: offset, sizeBytes })
  }
  return sources
}

/** What was said of the images when they were taken in holds for them still; the index says the rest. */
async function resultsOf(indexFile: FileToOpen): Promise<Pick<IntakeResult, 'files' | 'studyOutcomes'>> {
  const files: FileOutcome[] = []
  const studies = new Map<string, StudyOutcome>()
  for await (const { sourcePath, studyInstanceUid, remark } of readIndex(indexFile)) {
    const file = remark && keptOutcome(sourcePath, remark)
    if (file !== undefined) files.push(file)
    const { accepted, warnings } = studies.get(studyInstanceUid) ?? { accepted: 0, warnings: 0 }
    const isOdd = file?.outcome === 'warning'
    studies.set(studyInstanceUid, {
      studyInstanceUid,
      accepted: isOdd ? accepted : accepted + 1,
      warnings: isOdd ? warnings + 1 : warnings,
      leftOut: 0,
      refused: 0,
    })
  }
  return { files, studyOutcomes: [...studies.values()] }
}

async function studiesOf(centre: Centre, messageId: string): Promise<readonly StudySummary[]> {
  const [studies, series] = await Promise.all([
    centre.db
      .selectFrom('study')
      .where('message_id', '=', messageId)
      .selectAll()
      .orderBy('position')
      .execute(),
    centre.db
      .selectFrom('series')
      .where('message_id', '=', messageId)
      .selectAll()
      .orderBy('study_position')
      .orderBy('position')
      .execute(),
  ])
  return studies.map((study) => ({
    studyInstanceUid: study.study_instance_uid,
    patient: {
      id: study.patient_id,
      name: study.patient_name,
      birthDate: study.patient_birth_date,
      sex: study.patient_sex,
    },
    date: study.date,
    description: study.description,
    modalities: study.modalities,
    series: series
      .filter(({ study_position }) => study_position === study.position)
      .map(({ series_instance_uid, modality, description, instances }) => ({
        seriesInstanceUid: series_instance_uid,
        modality,
        description,
        instances,
      })),
  }))
}
