/** What C-MOVE and C-GET want of what is held, and each instance as it goes out: by ranges, never as a whole in memory. */
import { createHash } from 'node:crypto'
import { TAG } from '@epacs/dicom'
import { QueryRefusal, type QueryRequest, STATUS, type StoredObject } from '@epacs/dicom/network'
import type { OpenedFile } from '@epacs/package'
import type { HeldInstance } from '../holding/held-objects.ts'
import type { Holding } from '../holding/holding.ts'
import { readPart } from '../holding/read-part.ts'
import { contradict, withPatient } from './held-patients.ts'
import { type Asked, askedFor, requireUniqueKey } from './scope.ts'

/** @throws QueryRefusal */
export function wanted(
  { objects }: Holding,
  { model, identifier }: QueryRequest,
): { readonly asked: Asked; readonly instances: readonly HeldInstance[] } {
  const asked = askedFor(model, identifier)
  requireUniqueKey(asked)
  const { keys, uids } = asked
  const patient = model === 'patient-root' ? keys.get(TAG.PatientID) : undefined
  if (patient === undefined) return { asked, instances: objects.instances(uids, 'places-alone') }
  const issuer = keys.get(TAG.IssuerOfPatientID)?.trim()
  const series = objects
    .series(uids)
    .map(withPatient)
    .filter(({ patient: held }) => held.id === patient && (issuer ?? held.issuer) === held.issuer)
  if (asked.level === 'PATIENT' && issuer === undefined && contradict(series)) throw severalPatients()
  const study = [...new Set(series.map(({ studyUid }) => studyUid))]
  const scope = { ...uids, study, series: series.map(({ seriesUid }) => seriesUid) }
  return { asked, instances: objects.instances(scope, 'places-alone') }
}

function severalPatients(): QueryRefusal {
  return new QueryRefusal({
    status: STATUS.identifierDoesNotMatchSopClass,
    errorComment: 'Several patients have this ID: name its issuer, or a study',
    offendingElements: [TAG.PatientID],
  })
}

export function heldObject(
  holding: Holding,
  instance: HeldInstance,
  originator?: StoredObject['originator'],
): StoredObject {
  const { sopClassUid, sopInstanceUid, transferSyntaxUid } = instance
  return {
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid,
    originator,
    dataSet: checkedDataSet(() => holding.openHeld(instance.file), instance),
  }
}

/** The last bytes are given only when all are what was received: half a data set is no object to anybody. */
async function* checkedDataSet(
  open: () => Promise<OpenedFile>,
  { offsetBytes, sizeBytes, dataSetBytes, hashedFromBytes, sha256 }: HeldInstance,
): AsyncGenerator<Uint8Array> {
  const file = await open()
  try {
    const hash = createHash('sha256')
    const start = offsetBytes + dataSetBytes
    for await (const chunk of readPart(file, offsetBytes + hashedFromBytes, start)) hash.update(chunk)
    let last: Uint8Array | undefined
    for await (const chunk of readPart(file, start, offsetBytes + sizeBytes)) {
      hash.update(chunk)
      if (last !== undefined) yield last
      last = chunk
    }
    if (hash.digest('hex') !== sha256) {
      throw new Error('a held instance is not what was received: the disk of the node is not sound')
    }
    if (last !== undefined) yield last
  } finally {
    await file.close()
  }
}
