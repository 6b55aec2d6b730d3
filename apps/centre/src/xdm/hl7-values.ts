/** Values of HL7 v2 in Document Sharing metadata (ITI TF-3 table 4.2.3.1.7-2), each within the 256 characters of a rim:Value. */
import { createHash } from 'node:crypto'
import type { ManifestDescription } from '@epacs/dicom'
import { patientIdentifierOf } from '@epacs/exchange'
import { uidOfDigest } from '@epacs/package'
import type { StudySummary } from '../messages/index.ts'

interface PatientNumber {
  readonly id: string
  /** OID of whoever gives such numbers out. */
  readonly authority: string
}

interface Numbered {
  readonly study: Pick<StudySummary, 'studyInstanceUid' | 'patient'>
  readonly description: { readonly patient: Pick<ManifestDescription['patient'], 'issuer'> }
}

/** Characters, escaped. A number that does not fit would be another patient's when it is cut. */
const MOST_OF_NUMBER = 190
const MOST_OF_INSTITUTION = 150

/**
 * Undefined: the files tell none. A national number is the same whoever sends it; any other is of whom the files name as its
 * issuer, as the institution names it whose numbers they are.
 *
 * @param numberedBy UUID of the institution that the images come from at first, however often they were forwarded
 */
export function patientNumber(
  { study: { patient }, description }: Numbered,
  numberedBy: string,
): PatientNumber | undefined {
  const id = patient.id.trim()
  if (id === '' || escapedHl7(id).length > MOST_OF_NUMBER) return undefined
  const national = patientIdentifierOf(id)
  if (national !== undefined) return { id: national.value, authority: oidFor('system', national.system) }
  const { issuer } = description.patient
  return { id, authority: issuer === '' ? oidOf(numberedBy) : oidFor('issuer', numberedBy, issuer) }
}

/** XDSDocumentEntry.patientId has to be there: who has no number is known by the study alone, and never taken for another. */
export function patientOfStudy({ study }: Numbered): PatientNumber {
  return { id: study.studyInstanceUid, authority: oidFor('patient of a study') }
}

/** CX */
export function cx({ id, authority }: PatientNumber): string {
  return `${escapedHl7(id)}^^^&${authority}&ISO`
}

/** XON, with its UUID as an OID (PS3.5 §B.2). */
export function xon({ id, name }: { readonly id: string; readonly name: string }): string {
  return `${escapedHl7(name, MOST_OF_INSTITUTION)}^^^^^&${oidOf(id)}&ISO^^^^${id}`
}

/** XPN has the components of PN (PS3.5 §6.2.1) in the same order but for suffix and prefix. */
export function xpn(name: string): string {
  const [alphabetic = ''] = name.split('=')
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = alphabetic.split('^')
  return [
    escapedHl7(family, 64),
    escapedHl7(given, 64),
    escapedHl7(middle, 48),
    escapedHl7(suffix, 30),
    escapedHl7(prefix, 30),
  ]
    .join('^')
    .replace(/\^+$/, '')
}

function oidOf(uuid: string): string {
  return `2.25.${BigInt(`0x${uuid.replaceAll('-', '')}`)}`
}

function oidFor(...parts: readonly string[]): string {
  const text = ['assigning authority', ...parts].join('\n')
  return uidOfDigest(createHash('sha256').update(text).digest('hex'))
}

const HL7_MARKS: Readonly<Record<string, string>> = {
  '\\': '\\E\\',
  '|': '\\F\\',
  '^': '\\S\\',
  '&': '\\T\\',
  '~': '\\R\\',
}

/** HL7 v2.5 §2.7; nothing that would begin another line. @param most characters, escaped: cut before one that does not fit */
function escapedHl7(text: string, most = Number.POSITIVE_INFINITY): string {
  let escaped = ''
  for (const character of text.toWellFormed().replace(/\p{Cc}/gu, ' ')) {
    const next = HL7_MARKS[character] ?? character
    if (escaped.length + next.length > most) break
    escaped += next
  }
  return escaped
}
