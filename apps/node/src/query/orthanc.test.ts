/** A delivery comes to the node, its PACS is away, and Orthanc pulls it from the node; also after the node was killed. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startOrthanc } from '../../../../packages/dicom/src/network/testing/orthanc.ts'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { INSTITUTIONS, TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { Hospital } from '../testing/hospital.ts'

let network: TestNetwork
let hospital: Hospital
let stationPort: number
before(async () => {
  network = await TestNetwork.start()
  stationPort = await freePort()
  hospital = await Hospital.enrol(network, 'hornicka', {
    pacs: { host: '127.0.0.1', port: await freePort(), aeTitle: 'PACS' },
    query: {
      callers: [{ aeTitle: 'ORTHANC', addresses: ['127.0.0.1'] }],
      destinations: [{ aeTitle: 'ORTHANC', host: '127.0.0.1', port: stationPort }],
    },
  })
  await hospital.startAndReach()
})
after(async () => {
  await hospital?.kill()
  await network?.remove()
})

async function send(slices: readonly Buffer[]): Promise<void> {
  const body = Buffer.concat([
    ...slices.flatMap((slice) => [
      Buffer.from('--part\r\nContent-Type: application/dicom\r\n\r\n'),
      slice,
      Buffer.from('\r\n'),
    ]),
    Buffer.from('--part--\r\n'),
  ])
  const headers = { 'content-type': 'multipart/related; type="application/dicom"; boundary=part' }
  const path = `/dicomweb/institutions/${INSTITUTIONS.hornicka.id}/studies`
  assert.equal((await network.as('sender').call('POST', path, { headers, body })).status, 200)
}

test('Orthanc finds a delivery at the node and retrieves it, byte for byte; also after kill -9', async (t) => {
  const node = { epacs: { AET: 'EPACS_NODE', Host: '127.0.0.1', Port: hospital.dicomPort } }
  const orthanc = await startOrthanc(t, hospital.dicomPort, { DicomModalities: node }, stationPort)
  const query = async (study: string) => {
    const Query = { StudyDescription: '', PatientName: 'nov*', NumberOfStudyRelatedInstances: '' }
    const { ID } = await orthanc.rest<{ ID: string }>('/modalities/epacs/query', { Level: 'Study', Query })
    for (const answer of await orthanc.rest<readonly string[]>(`/queries/${ID}/answers`)) {
      const at = `/queries/${ID}/answers/${answer}`
      const content = await orthanc.rest<Record<string, string>>(`${at}/content?simplify`)
      if (content.StudyInstanceUID?.endsWith(study) === true) return { at, content }
    }
    return undefined
  }
  const slices = [1, 2, 3].map((instance) => ctSlice({ study: 7, instance, pixelBytes: 400_000 }))
  await send(slices)
  await until('the node has it', async () => (await hospital.state())?.incoming[0]?.state === 'storing')
  await until('it is held', async () => (await query('.7')) !== undefined)
  const first = await query('.7')
  assert.equal(first?.content.StudyDescription, 'CT hrudníku')
  assert.equal(first?.content.NumberOfStudyRelatedInstances, '3')

  await hospital.kill()
  await hospital.startAndReach()
  const again = await query('.7')
  assert.ok(again)
  await orthanc.rest(`${again.at}/retrieve`, { TargetAet: 'ORTHANC', Synchronous: true })
  const ids = await orthanc.rest<readonly string[]>('/instances')
  assert.equal(ids.length, 3)
  const there = new Map<string, Uint8Array>()
  for (const id of ids) {
    const object = storedObject(await orthanc.file(id))
    if (object !== undefined) there.set(object.sopInstanceUid, object.dataSet)
  }
  for (const slice of slices) {
    const object = storedObject(slice)
    assert.ok(object)
    assert.deepEqual(Buffer.from(there.get(object.sopInstanceUid) ?? []), Buffer.from(object.dataSet))
  }
})
