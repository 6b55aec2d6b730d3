/** A study of nobody, as a package: what the conformance test sends. */
import { createHash, randomUUID } from 'node:crypto'
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

export interface TestStudy {
  readonly package: Buffer
  readonly instances: readonly {
    readonly sopInstanceUid: string
    readonly sopClassUid: string
    readonly transferSyntaxUid: string
    /** In the package. */
    readonly offset: number
    readonly sizeBytes: number
    readonly sha256: string
  }[]
}

export async function testPackage(): Promise<Buffer> {
  return (await testStudy()).package
}

export async function testStudy(): Promise<TestStudy> {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-conformance-'))
  try {
    const [study, series] = [newUid(), newUid()]
    const images = [1, 2].map((number) => {
      const sopInstanceUid = newUid()
      return { sopInstanceUid, file: testImage(study, series, sopInstanceUid, number) }
    })
    for (const [index, { file }] of images.entries())
      await writeFile(join(folder, `IM00000${index + 1}`), file)
    const packagePath = join(folder, 'package.zip')
    const paths = ['IM000001', 'IM000002'].map((name) => join(folder, name))
    await packFiles(paths, { packagePath, workFolder: folder })
    const made = await readFile(packagePath)
    const instances = images.map(({ sopInstanceUid, file }) => ({
      sopInstanceUid,
      sopClassUid: SECONDARY_CAPTURE,
      transferSyntaxUid: EXPLICIT_LITTLE_ENDIAN,
      offset: made.indexOf(file),
      sizeBytes: file.length,
      sha256: createHash('sha256').update(file).digest('hex'),
    }))
    return { package: made, instances }
  } finally {
    await rm(folder, { recursive: true })
  }
}

function testImage(study: string, series: string, sopInstanceUid: string, instance: number): Uint8Array {
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
