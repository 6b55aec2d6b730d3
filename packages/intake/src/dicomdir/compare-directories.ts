/**
 * The DICOMDIRs of a sending against its files. Images are taken from the files themselves; a DICOMDIR only tells
 * whether some are missing, or should not be there.
 */
import { withRemark } from '../instances/with-remark.ts'
import {
  type DirectoryFinding,
  type FileRecord,
  type Finding,
  type Remark,
  refused,
  type Scope,
} from '../outcomes/file-record.ts'
import { merged } from '../outcomes/remarks.ts'
import type { Settling } from '../outcomes/settling.ts'
import { foldedFileName, folderOf, plainFileName } from '../reading/file-names.ts'

const UNLISTED: Remark = { code: 'not-in-dicomdir', detail: 'The DICOMDIR does not list it.' }

/** For each DICOMDIR the files that it lists and that are missing, in its order. */
export type MissingFiles = ReadonlyMap<FileRecord, readonly FileRecord[]>

export async function compareDirectories(sending: Settling): Promise<MissingFiles> {
  const missing = new Map<FileRecord, readonly FileRecord[]>()
  const all = sending.records.filter(isDirectory)
  for (const scope of new Set(all.map((directory) => directory.scope))) {
    const directories = all.filter((directory) => directory.scope === scope)
    const names = await namesIn(sending, scope)
    const found = new Set<FileRecord>()
    const folders: string[] = []
    for (const directory of directories) {
      // A DICOMDIR speaks for its folder; one that lists nothing speaks for nothing.
      if (directory.finding.listed.length > 0) folders.push(foldedFileName(folderOf(directory.name)))
      missing.set(directory, await compare(sending, directory, names, found))
    }
    await tellUnlisted(sending, scope, folders, found)
  }
  return missing
}

type DirectoryRecord = FileRecord & { finding: DirectoryFinding }

function isDirectory(record: FileRecord): record is DirectoryRecord {
  return record.finding.kind === 'directory'
}

async function namesIn(sending: Settling, scope: Scope): Promise<ReadonlyMap<string, FileRecord>> {
  const names = new Map<string, FileRecord>()
  for (const record of sending.records) {
    if (record.scope === scope && record.finding.kind !== 'directory') {
      const name = foldedFileName(record.name)
      // Of two files of one name, the one that was taken is the one that is listed.
      if (names.get(name)?.finding.kind !== 'taken') names.set(name, record)
    }
    await sending.pace.rest()
  }
  return names
}

async function compare(
  sending: Settling,
  directory: DirectoryRecord,
  names: ReadonlyMap<string, FileRecord>,
  found: Set<FileRecord>,
): Promise<readonly FileRecord[]> {
  const { listed } = directory.finding
  const folder = folderOf(directory.name)
  const missing: FileRecord[] = []
  let underOtherNames = 0
  for (const { fileId, sopInstanceUid } of listed) {
    const name = `${folder}${fileId.join('/')}`
    const file =
      names.get(foldedFileName(name)) ??
      (sopInstanceUid === undefined ? undefined : sending.instances.first(sopInstanceUid))
    if (file === undefined) {
      const finding = refused('dicomdir-file-missing', 'The DICOMDIR lists it and it was not sent.')
      missing.push({ scope: directory.scope, name, finding })
    } else {
      found.add(file)
      tellListed(file)
      if (plainFileName(file.name) !== plainFileName(name)) underOtherNames++
    }
    await sending.pace.rest()
  }
  if (underOtherNames > 0) tellNamesDiffer(directory, underOtherNames)
  if (listed.length === 0 || missing.length < listed.length) return missing
  replaceFinding(directory, refused('directory-only', `It lists ${inWords(listed.length)}; none was sent.`))
  return []
}

/** File IDs are matched as mildly as drives and burning programs treat them; viewers are stricter (PS3.10 §8.5). */
function tellNamesDiffer(directory: DirectoryRecord, files: number): void {
  const detail = `It lists ${inWords(files)} under other names than here: another letter case, or renamed.`
  const remark = merged(directory.finding.remark, { code: 'dicomdir-names-differ', detail })
  directory.finding = { ...directory.finding, remark }
}

/** Not a mere assignment: the record is no longer that of a directory. */
function replaceFinding(record: FileRecord, finding: Finding): void {
  record.finding = finding
}

/** What a DICOMDIR lists is meant as an image, whatever it looks like. */
function tellListed(file: FileRecord): void {
  if (file.finding.kind !== 'left-out') return
  const { code, detail } = file.finding.refusal
  file.finding = refused(code, `${detail} The DICOMDIR lists it.`)
}

async function tellUnlisted(
  sending: Settling,
  scope: Scope,
  folders: readonly string[],
  found: ReadonlySet<FileRecord>,
): Promise<void> {
  for (const record of sending.records) {
    const { finding } = record
    if (finding.kind === 'taken' && record.scope === scope && !found.has(record)) {
      const name = foldedFileName(record.name)
      const isSpokenFor = folders.some((folder) => folder === '' || name.startsWith(`${folder}/`))
      if (isSpokenFor) record.finding = withRemark(sending, finding, UNLISTED)
    }
    await sending.pace.rest()
  }
}

function inWords(files: number): string {
  return files === 1 ? 'one file' : `${files} files`
}
