/**
 * A look at files before they are sent: the same rules as the intake's, with the headers alone read. What it says of
 * a file the intake will say too, as far as a header tells; it promises nothing about what it has not read.
 */
import { TAG, textOf } from '@epacs/dicom'
import { ContainerRefusal } from '../container-refusal.ts'
import { takeDicomdir } from '../dicomdir/take-dicomdir.ts'
import { InstanceLedger } from '../instances/instance-ledger.ts'
import { Patients } from '../instances/patients.ts'
import { DEFAULT_LIMITS, type IntakeLimits } from '../limits.ts'
import { fileOutcomes } from '../outcomes/file-outcomes.ts'
import { type FileRecord, type Finding, refused, type Scope } from '../outcomes/file-record.ts'
import { isTakenForDicomdir, judgeLoose, unopenedArchive } from '../outcomes/judge-file.ts'
import { settle } from '../outcomes/settle.ts'
import { summarise } from '../outcomes/summarise.ts'
import { fileKind, HEAD_BYTES, ISO_9660_MARK, standsAt } from '../reading/file-kind.ts'
import type { CentralDirectory } from '../zip/central-entry.ts'
import { displayName } from '../zip/entry-names.ts'
import { type Choice, type Place, sendingChoice } from './choice.ts'
import type { Found } from './found.ts'
import { lookAtArchive } from './look-at-archive.ts'
import { type LookedObject, lookAtObject } from './look-at-object.ts'
import { kindIn, type LookedInstance, overviewOf, SeriesSeen, toldRemarks } from './looked-instances.ts'
import { growing, NotLookedInto, type ReadableBytes } from './readable-bytes.ts'

export interface FileToLookAt {
  /** Names it in a choice. */
  readonly id: number
  /** The sender's name for it, folders included. */
  readonly path: string
  readonly bytes: ReadableBytes
}

/** @throws ContainerRefusal, NotLookedInto */
export type OpenDirectory = (
  archive: ReadableBytes,
  limits: Pick<IntakeLimits, 'maxArchiveEntries'>,
) => Promise<CentralDirectory>

export interface LookOptions {
  readonly openDirectory: OpenDirectory
  readonly limits?: Partial<IntakeLimits>
  /** Called after each file; an archive counts as the files in it. */
  readonly onFile?: () => Promise<void> | undefined
}

/** Whether more is to come decides what can be said of the whole. */
export type Extent = 'so-far' | 'all'

export interface DeclaredStudy {
  readonly study: string
  readonly sopInstanceUids: readonly string[]
}

/** Nobody else waits for this thread. */
const NO_REST = { rest: () => undefined }
/** Nothing is written, so nothing is to be taken out of it. */
const NO_WRITER = { drop() {}, setRemark() {} }

export class Looking {
  readonly #openDirectory: OpenDirectory
  readonly #limits: IntakeLimits
  readonly #onFile: () => Promise<void> | undefined
  readonly #loose: Scope = { prefix: '' }
  readonly #patients = new Patients()
  readonly #seriesSeen = new SeriesSeen()
  readonly #sopInstanceUids = new Set<string>()
  readonly #places = new Map<FileRecord, Place>()
  readonly #instances = new Map<number, LookedInstance>()
  readonly #archives: number[] = []
  readonly #notLookedInto: string[] = []
  #records: FileRecord[] = []
  #filesDone = 0

  constructor({ openDirectory, limits, onFile = () => undefined }: LookOptions) {
    this.#openDirectory = openDirectory
    this.#limits = { ...DEFAULT_LIMITS, ...limits }
    this.#onFile = onFile
  }

  /** Files looked at, those in archives one by one. */
  get filesDone(): number {
    return this.#filesDone
  }

  /** One file after another. Whatever is wrong with it is a finding. */
  async lookAt(file: FileToLookAt): Promise<void> {
    const name = file.path.replaceAll('\\', '/')
    const record = { scope: this.#loose, name }
    const place: Place = { kind: 'file', id: file.id }
    try {
      const kind = fileKind(await file.bytes.read(0, HEAD_BYTES))
      if (kind.kind === 'zip') return await this.#lookIntoArchive(file, name)
      if (kind.kind === 'archive') {
        await this.#note({ ...record, finding: unopenedArchive(kind.format) }, place)
      } else if (isTakenForDicomdir(name, kind)) {
        const finding = await takeDicomdir({ sending: this.#sending }, growing(file.bytes))
        await this.#note({ ...record, finding }, place)
      } else {
        const looked = await lookAtObject(growing(file.bytes), file.bytes.sizeBytes)
        const finding = await judgeLoose<LookedObject>(name, looked, () => isCdImage(file.bytes))
        const { sizeBytes } = file.bytes
        await this.#note({ ...record, finding: this.#taken(finding, sizeBytes) }, place)
      }
    } catch (error) {
      if (!(error instanceof NotLookedInto)) throw error
      this.#notLookedInto.push(displayName(name))
      this.#filesDone += 1
    }
  }

  async #lookIntoArchive(file: FileToLookAt, name: string): Promise<void> {
    const entries: Scope = { prefix: `${name}/` }
    this.#archives.push(file.id)
    const archive: FileRecord = { scope: this.#loose, name, finding: { kind: 'archive', entries } }
    this.#places.set(archive, { kind: 'archive', id: file.id })
    const before = this.#records.push(archive)
    try {
      const directory = await this.#openDirectory(file.bytes, this.#limits)
      const found = lookAtArchive(file.bytes, directory, this.#sending)
      for await (const { entry, start, finding } of found) {
        const place: Place = { kind: 'entry', id: file.id, entry, start }
        const record = { scope: entries, name: entry.name, finding: this.#taken(finding, entry.sizeBytes) }
        await this.#note(record, place)
      }
    } catch (error) {
      this.#takeBack(this.#records.splice(before))
      if (error instanceof NotLookedInto) {
        this.#records.pop()
        throw error
      }
      if (!(error instanceof ContainerRefusal)) throw error
      archive.finding = refused(error.code, error.message)
    }
  }

  get #sending() {
    return { limits: this.#limits, pace: NO_REST }
  }

  #taken(finding: Finding | LookedObject, sizeBytes: number): Finding {
    if (finding.kind !== 'object') return finding
    const { header } = finding
    const { sopInstanceUid, studyInstanceUid } = header
    const { ordinal: patient } = this.#patients.identify(header.dataSet, studyInstanceUid)
    const number = this.#instances.size
    const series = this.#seriesSeen.note(header, patient)
    this.#instances.set(number, {
      series,
      kind: kindIn(series, header),
      sizeBytes,
      instanceNumber: Number.parseInt(textOf(header.dataSet, TAG.InstanceNumber) ?? '', 10) || 0,
      isRepeated: this.#sopInstanceUids.has(sopInstanceUid),
      remarks: toldRemarks(header),
    })
    this.#sopInstanceUids.add(sopInstanceUid)
    const instance = {
      number,
      sopInstanceUid,
      studyInstanceUid,
      dataSetOffset: 0,
      dataSetBytes: 0,
      patient,
    }
    return { kind: 'taken', instance, remark: undefined }
  }

  async #note(record: FileRecord, place: Place): Promise<void> {
    this.#records.push(record)
    this.#places.set(record, place)
    this.#filesDone += 1
    await this.#onFile()
  }

  #takeBack(records: readonly FileRecord[]): void {
    for (const record of records) this.#places.delete(record)
  }

  /** What has been found; the look can go on afterwards. */
  async found(extent: Extent): Promise<Found> {
    const records = this.#records.map((record) => ({ ...record }))
    const missing = extent === 'all' ? await settle(settlingOf(records)) : new Map()
    const rows = await fileOutcomes(records, missing, 'sent', NO_REST)
    const undelivered = rows.filter(({ outcome }) => outcome === 'left-out' || outcome === 'refused')
    return {
      ...overviewOf(this.#takenInstances()),
      files: await summarise(undelivered, NO_REST),
      notLookedInto: this.#notLookedInto,
    }
  }

  *#takenInstances(): Generator<LookedInstance> {
    for (const { finding } of this.#records) {
      const instance = finding.kind === 'taken' ? this.#instances.get(finding.instance.number) : undefined
      if (instance !== undefined) yield instance
    }
  }

  /** Where the middle image of a series lies, by Instance Number; of equal ones in the order of the files. */
  middleOf(seriesKey: string): Place | undefined {
    const images = this.#records.flatMap((record) => {
      const { finding } = record
      const instance = finding.kind === 'taken' ? this.#instances.get(finding.instance.number) : undefined
      const place = instance?.series.key === seriesKey ? this.#places.get(record) : undefined
      return instance === undefined || place === undefined ? [] : [{ place, number: instance.instanceNumber }]
    })
    images.sort((one, other) => one.number - other.number)
    return images[Math.floor((images.length - 1) / 2)]?.place
  }

  /** What is to arrive when some series are not sent: SOP Instance UIDs by study, each once. */
  declaration(leftOut: ReadonlySet<string>): readonly DeclaredStudy[] {
    const studies = new Map<string, Set<string>>()
    for (const { finding } of this.#records) {
      if (finding.kind !== 'taken') continue
      const { number, studyInstanceUid, sopInstanceUid } = finding.instance
      if (leftOut.has(this.#instances.get(number)?.series.key ?? '')) continue
      const instances = studies.get(studyInstanceUid) ?? new Set()
      studies.set(studyInstanceUid, instances.add(sopInstanceUid))
    }
    return [...studies].map(([study, instances]) => ({ study, sopInstanceUids: [...instances] }))
  }

  /** What is to be sent when some series are not. */
  choice(leftOut: ReadonlySet<string>): Choice {
    const choice = sendingChoice(
      this.#records.map((record) => {
        const { finding, scope } = record
        const number = finding.kind === 'taken' ? finding.instance.number : undefined
        const series = number === undefined ? undefined : this.#instances.get(number)?.series.key
        return { scope, series, place: this.#places.get(record) }
      }),
      leftOut,
    )
    return { ...choice, archives: this.#archives }
  }
}

function settlingOf(records: FileRecord[]) {
  const instances = new InstanceLedger()
  for (const record of records) {
    const { finding } = record
    // Whether a repeated one is the same cannot be told from headers: nothing is said of it here.
    if (finding.kind === 'taken' && instances.first(finding.instance.sopInstanceUid) === undefined) {
      instances.add(record)
    }
  }
  return { records, instances, pace: NO_REST, writer: NO_WRITER }
}

async function isCdImage(bytes: ReadableBytes): Promise<boolean> {
  const { at, text } = ISO_9660_MARK
  return standsAt(await bytes.read(at, text.length), 0, text)
}
