/** A study of nobody, as a package: what the conformance test sends. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { receivedFileHead, TAG, type Tag, type VR } from '@epacs/dicom'
import { textElement, writeIdentifier } from '@epacs/dicom/network'
import { packFiles } from '../folders/pack-files.ts'

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7'
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'
const SIDE = 256

/** PS3.5 §B.2. */
function newUid(): string {
  return `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`
}

export async function testPackage(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-conformance-'))
  try {
    const [study, series] = [newUid(), newUid()]
    await writeFile(join(folder, 'IM000001'), testImage(study, series, 1))
    await writeFile(join(folder, 'IM000002'), testImage(study, series, 2))
    const packagePath = join(folder, 'package.zip')
    const paths = ['IM000001', 'IM000002'].map((name) => join(folder, name))
    await packFiles(paths, { packagePath, workFolder: folder })
    return await readFile(packagePath)
  } finally {
    await rm(folder, { recursive: true })
  }
}

function testImage(study: string, series: string, instance: number): Uint8Array {
  const sopInstanceUid = newUid()
  const number = (tag: Tag, value: number) => ({
    tag,
    vr: 'US' as VR,
    value: Uint8Array.of(value & 0xff, value >> 8),
  })
  const dataSet = writeIdentifier(
    [
      textElement(TAG.SOPClassUID, 'UI', SECONDARY_CAPTURE),
      textElement(TAG.SOPInstanceUID, 'UI', sopInstanceUid),
      textElement(TAG.StudyDate, 'DA', '20260101'),
      textElement(TAG.StudyTime, 'TM', '120000'),
      textElement(TAG.AccessionNumber, 'SH', ''),
      textElement(TAG.Modality, 'CS', 'OT'),
      textElement(TAG.ConversionType, 'CS', 'SYN'),
      textElement(TAG.ReferringPhysicianName, 'PN', ''),
      textElement(TAG.StudyDescription, 'LO', 'Conformance test'),
      textElement(TAG.PatientName, 'PN', 'CONFORMANCE^TEST'),
      textElement(TAG.PatientID, 'LO', 'CONFORMANCE-TEST'),
      textElement(TAG.PatientBirthDate, 'DA', ''),
      textElement(TAG.PatientSex, 'CS', 'O'),
      textElement(TAG.StudyInstanceUID, 'UI', study),
      textElement(TAG.SeriesInstanceUID, 'UI', series),
      textElement(TAG.StudyID, 'SH', '1'),
      textElement(TAG.SeriesNumber, 'IS', '1'),
      textElement(TAG.InstanceNumber, 'IS', String(instance)),
      number(TAG.SamplesPerPixel, 1),
      textElement(TAG.PhotometricInterpretation, 'CS', 'MONOCHROME2'),
      number(TAG.Rows, SIDE),
      number(TAG.Columns, SIDE),
      number(TAG.BitsAllocated, 8),
      number(TAG.BitsStored, 8),
      number(TAG.HighBit, 7),
      number(TAG.PixelRepresentation, 0),
      { tag: TAG.PixelData, vr: 'OB', value: new Uint8Array(SIDE * SIDE).fill(instance) },
    ],
    EXPLICIT_LITTLE_ENDIAN,
  )
  const head = receivedFileHead(
    { sopClassUid: SECONDARY_CAPTURE, sopInstanceUid, transferSyntaxUid: EXPLICIT_LITTLE_ENDIAN },
    'EPACS_TEST',
  )
  return Buffer.concat([head, dataSet])
}
