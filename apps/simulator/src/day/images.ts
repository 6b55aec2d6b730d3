/** The images of a planned sending: the same bytes whenever they are asked for, so that none has to be kept. */
import { createCipheriv, createHash } from 'node:crypto'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import type { PacsStudy } from '../country/pacs.ts'
import type { Sent } from '../ledger/facts.ts'
import { MODALITIES } from '../plan/modalities.ts'
import type { PlannedSending } from '../plan/plan-day.ts'

const PATIENTS = ['Horák^Matyáš', 'Šimková^Žaneta', 'Kříž^Bořivoj', 'Dvořáčková^Ludmila', 'Úlehla^Ctibor']

export function studyOfSending(planned: PlannedSending): PacsStudy {
  const { number, modality, instances, pixelBytes } = planned
  const { sopClassUid } = MODALITIES[modality]
  const patientName = PATIENTS[number % PATIENTS.length] ?? ''
  return {
    sopClassUid,
    instances,
    image: (instance) =>
      ctSlice({
        ...{ study: number, instance, modality, sopClassUid, patientName },
        patientId: `SIM-${number}`,
        pixels: pixelsOf(number, instance, pixelBytes),
      }),
  }
}

/**
 * No piece of them is like another, in this image or any: bytes that are left out, doubled or put elsewhere are seen.
 * AES in counter mode over zeros (NIST SP 800-38A §6.5), the cheapest source of such bytes that there is.
 */
export function pixelsOf(number: number, instance: number, pixelBytes: number): Buffer {
  const key = Buffer.alloc(16)
  key.writeUInt32BE(number, 0)
  key.writeUInt32BE(instance, 4)
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(pixelBytes))
}

/** As it is written into the ledger before anything of it leaves. */
export function beginSending(planned: PlannedSending, study: PacsStudy): Sent {
  const images = new Map<string, string>()
  let bytes = 0
  let studyUid = ''
  for (let instance = 1; instance <= study.instances; instance++) {
    const object = storedObject(study.image(instance))
    if (object === undefined) throw new Error('what was made is no DICOM object')
    images.set(object.sopInstanceUid, createHash('sha256').update(object.dataSet).digest('hex'))
    bytes += object.dataSet.length
    // Study, series, instance: each adds a part.
    studyUid = object.sopInstanceUid.split('.').slice(0, -2).join('.')
  }
  const { number, from, to, by, modality, isUrgent } = planned
  return {
    ...{ number, studyUid, from, to, by, modality, isUrgent, images, bytes },
    begunMs: Date.now(),
    acceptedMs: undefined,
  }
}
