/**
 * METADATA.XML of a submission set: Document Sharing metadata in ebRIM 3.0 (ITI TF-3 4.2, 4.3.1.5), one DocumentEntry
 * for each document. What nobody here knows (the kind of facility and of practice) is not made up.
 */
import { createHash } from 'node:crypto'
import { KEY_OBJECT_SELECTION } from '@epacs/dicom'
import { uidOfDigest } from '@epacs/package'
import { inXml } from '../http/index.ts'
import type { MessageSummary } from '../messages/index.ts'
import type { SubmissionSet, XdmDocument } from './documents.ts'
import { cx, patientNumber, patientOfStudy, xon, xpn } from './hl7-values.ts'

export type SentMessage = Pick<MessageSummary, 'id' | 'sender' | 'createdAt' | 'subject'>

const LOINC = '2.16.840.1.113883.6.1'
const DCM = '1.2.840.10008.2.16.4'
const DCMUID = '1.2.840.10008.2.6.1'
const CONFIDENTIALITY = '2.16.840.1.113883.5.25'
const IMAGING_STUDY = { code: '18748-4', scheme: LOINC, name: 'Diagnostic imaging study' }
const STATUS = 'urn:oasis:names:tc:ebxml-regrep:StatusType:Approved'

/** ITI TF-3 4.2.5.2 and 4.3: what the parts of the metadata are known by. */
const ENTRY = {
  type: 'urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1',
  author: 'urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d',
  classCode: 'urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a',
  confidentialityCode: 'urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f',
  eventCodeList: 'urn:uuid:2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4',
  formatCode: 'urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d',
  typeCode: 'urn:uuid:f0306f51-975f-434e-a61c-c59651d33983',
  patientId: 'urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427',
  uniqueId: 'urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab',
} as const
const SET = {
  node: 'urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd',
  author: 'urn:uuid:a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d',
  contentTypeCode: 'urn:uuid:aa543740-bdda-424e-8c96-df4873be8500',
  patientId: 'urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446',
  sourceId: 'urn:uuid:554ac39e-e3fe-47fe-b233-965d2a147832',
  uniqueId: 'urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8',
} as const

interface Origins {
  /** UID of the centre, as what submits. */
  readonly sourceId: string
  /** UUID of the institution whose numbers of patients these are. */
  readonly numberedBy: string
}

export function metadataXml(
  message: SentMessage,
  { folder, documents }: SubmissionSet,
  origins: Origins,
): string {
  const objects = documents.map((document, index) =>
    documentEntry(message, document, `Document${index + 1}`, origins.numberedBy),
  )
  const members = documents.map((_, index) => association(`Association${index + 1}`, `Document${index + 1}`))
  return `<?xml version="1.0" encoding="UTF-8"?>
<lcm:SubmitObjectsRequest xmlns:lcm="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0" xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">
<rim:RegistryObjectList>
${[...objects, submissionSet(message, folder, documents, origins), SET_NODE, ...members].join('\n')}
</rim:RegistryObjectList>
</lcm:SubmitObjectsRequest>
`
}

function documentEntry(message: SentMessage, document: XdmDocument, id: string, numberedBy: string): string {
  const { study, description, fileName, file, sha1 } = document
  const { patient, studyInstanceUid } = study
  const number = patientNumber(document, numberedBy)
  const created = utc(message.createdAt)
  const slots = [
    slot('creationTime', [created]),
    slot('hash', [sha1]),
    // Of the texts that are made here; those of the study are in whatever language they are in.
    slot('languageCode', ['cs-CZ']),
    slot('size', [String(file.sizeBytes)]),
    slot('URI', [fileName]),
    slot('repositoryUniqueId', [description.retrieveLocationUid]),
    ...(description.study.date === '' ? [] : [slot('serviceStartTime', [description.study.date])]),
    ...(number === undefined ? [] : [slot('sourcePatientId', [cx(number)])]),
    slot('sourcePatientInfo', [
      ...(number === undefined ? [] : [`PID-3|${cx(number)}`]),
      ...(patient.name === '' ? [] : [`PID-5|${xpn(patient.name)}`]),
      ...(description.patient.birthDate === '' ? [] : [`PID-7|${description.patient.birthDate}`]),
      `PID-8|${description.patient.sex === '' ? 'U' : description.patient.sex}`,
    ]),
    slot('urn:ihe:iti:xds:2013:referenceIdList', [
      `${studyInstanceUid}^^^^urn:ihe:iti:xds:2016:studyInstanceUID`,
    ]),
  ]
  const modalities = [...new Map(description.series.map((each) => [each.modality, each.modalityMeaning]))]
  const classifications = [
    author(ENTRY.author, id, message),
    coded(ENTRY.classCode, id, IMAGING_STUDY),
    coded(ENTRY.confidentialityCode, id, { code: 'N', scheme: CONFIDENTIALITY, name: 'normal' }),
    ...modalities.map(([code, name]) => coded(ENTRY.eventCodeList, id, { code, scheme: DCM, name })),
    coded(ENTRY.formatCode, id, {
      code: KEY_OBJECT_SELECTION,
      scheme: DCMUID,
      name: 'Key Object Selection Document',
    }),
    coded(ENTRY.typeCode, id, IMAGING_STUDY),
  ]
  return `<rim:ExtrinsicObject id="${id}" mimeType="application/dicom" objectType="${ENTRY.type}" status="${STATUS}">
${slots.join('\n')}
${localized('Name', study.description || 'Imaging study')}
${classifications.join('\n')}
${identifier(ENTRY.patientId, id, 'XDSDocumentEntry.patientId', cx(number ?? patientOfStudy(document)))}
${identifier(ENTRY.uniqueId, id, 'XDSDocumentEntry.uniqueId', description.sopInstanceUid)}
</rim:ExtrinsicObject>`
}

const SET_ID = 'SubmissionSet01'
const SET_NODE = `<rim:Classification id="SubmissionSetNode" classifiedObject="${SET_ID}" classificationNode="${SET.node}"/>`

function submissionSet(
  message: SentMessage,
  folder: string,
  documents: readonly XdmDocument[],
  { sourceId, numberedBy }: Origins,
): string {
  const [first] = documents
  const uids = documents.map(({ description }) => description.sopInstanceUid)
  const uniqueId = uidOfDigest(
    createHash('sha256')
      .update([folder, ...uids].join('\n'))
      .digest('hex'),
  )
  return `<rim:RegistryPackage id="${SET_ID}" status="${STATUS}">
${slot('submissionTime', [utc(message.createdAt)])}
${localized('Name', message.subject || 'Imaging studies')}
${author(SET.author, SET_ID, message)}
${coded(SET.contentTypeCode, SET_ID, IMAGING_STUDY)}
${first === undefined ? '' : identifier(SET.patientId, SET_ID, 'XDSSubmissionSet.patientId', cx(patientNumber(first, numberedBy) ?? patientOfStudy(first)))}
${identifier(SET.sourceId, SET_ID, 'XDSSubmissionSet.sourceId', sourceId)}
${identifier(SET.uniqueId, SET_ID, 'XDSSubmissionSet.uniqueId', uniqueId)}
</rim:RegistryPackage>`
}

function association(id: string, document: string): string {
  return `<rim:Association id="${id}" associationType="urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember" sourceObject="${SET_ID}" targetObject="${document}">
${slot('SubmissionSetStatus', ['Original'])}
</rim:Association>`
}

function slot(name: string, values: readonly string[]): string {
  const list = values.map((value) => `<rim:Value>${inXml(value)}</rim:Value>`).join('')
  return `<rim:Slot name="${name}"><rim:ValueList>${list}</rim:ValueList></rim:Slot>`
}

function localized(element: 'Name', value: string): string {
  return `<rim:${element}><rim:LocalizedString value="${inXml(value)}"/></rim:${element}>`
}

interface Code {
  readonly code: string
  /** OID of the coding scheme. */
  readonly scheme: string
  readonly name: string
}

function coded(scheme: string, object: string, { code, scheme: system, name }: Code): string {
  return classification(scheme, object, code, `${slot('codingScheme', [system])}${localized('Name', name)}`)
}

/** The sending institution. */
function author(scheme: string, object: string, { sender }: SentMessage): string {
  return classification(scheme, object, '', slot('authorInstitution', [xon(sender)]))
}

function classification(scheme: string, object: string, node: string, content: string): string {
  const id = `c-${object}-${scheme.slice(9, 17)}-${node}`.replaceAll(/[^A-Za-z0-9-]/g, '')
  return `<rim:Classification id="${id}" classificationScheme="${scheme}" classifiedObject="${object}" nodeRepresentation="${inXml(node)}">${content}</rim:Classification>`
}

function identifier(scheme: string, object: string, name: string, value: string): string {
  const id = `${object}-${name}`.replaceAll('.', '-')
  return `<rim:ExternalIdentifier id="${id}" identificationScheme="${scheme}" registryObject="${object}" value="${inXml(value)}">${localized('Name', name)}</rim:ExternalIdentifier>`
}

/** DTM of HL7, in UTC. */
function utc(at: string): string {
  return at.replaceAll(/\D/g, '').slice(0, 14)
}
