/** What is done with one patient's images on their way to the PACS. */
import { TAG, type Tag } from '@epacs/dicom'
import type { Coercion } from '@epacs/dicom/rewriting'
import type { IdentityRule } from '../config/identity-schema.ts'
import type { Patient } from './patient.ts'

export type Decision =
  /** Bytes as they came. */
  { readonly kind: 'keep' } | { readonly kind: 'refuse' } | Writing

export interface Writing {
  readonly kind: 'write'
  readonly patientId: string
  /** Empty: none is named. */
  readonly issuer: string
  /** Undefined: as it was sent. */
  readonly name: string | undefined
  readonly accessionNumber: IdentityRule['accessionNumber']
}

/** What an image says before. */
export interface Said {
  readonly patient: Patient
  readonly accessionNumber: string
}

export function valuesOf(writing: Writing, { patient, accessionNumber }: Said): Coercion['values'] {
  const { patientId, issuer, name } = writing
  const values = new Map<Tag, { readonly vr: 'LO' | 'SH' | 'PN'; readonly text: string } | null>()
  if (patientId !== patient.id || issuer !== patient.issuer) {
    values.set(TAG.PatientID, { vr: 'LO', text: patientId })
    values.set(TAG.IssuerOfPatientID, issuer === '' ? null : { vr: 'LO', text: issuer })
    // It tells more of the issuer before.
    values.set(TAG.IssuerOfPatientIDQualifiersSequence, null)
  }
  if (name !== undefined && name !== patient.name) values.set(TAG.PatientName, { vr: 'PN', text: name })
  const accession = writtenAccession(writing, accessionNumber)
  if (accession !== accessionNumber) {
    values.set(TAG.AccessionNumber, { vr: 'SH', text: accession })
    values.set(TAG.IssuerOfAccessionNumberSequence, null)
  }
  return values
}

function writtenAccession({ accessionNumber: how }: Writing, sent: string): string {
  if (how === 'as-sent' || sent === '') return sent
  return how === 'empty' ? '' : `${how.prefix}${sent}`
}
