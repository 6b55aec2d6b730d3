/** A delivery comes to the node, its PACS is away, and Orthanc pulls it from the node; also after the node was killed. */
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
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

test('a request for images is answered from Orthanc: by a person who chooses, by the rule, or with a refusal', async (t) => {
  const { plzen } = INSTITUTIONS
  const orthancPort = await freePort()
  const asked = await Hospital.enrol(network, 'plzen', {
    dicom: { callers: [{ aeTitle: 'ORTHANC', addresses: ['127.0.0.1'] }] },
    pacs: { host: '127.0.0.1', port: orthancPort, aeTitle: 'ORTHANC' },
    requests: { automatic: { modalities: ['CT'] } },
  })
  t.after(async () => await asked.kill())
  const node = { Host: '127.0.0.1', Port: asked.dicomPort }
  const DicomModalities = { answer: { AET: 'EPACS_ANSWER', ...node }, node: { AET: 'EPACS_NODE', ...node } }
  const rights = { DicomAlwaysAllowFind: true, DicomAlwaysAllowMove: true, DefaultEncoding: 'Utf8' }
  const orthanc = await startOrthanc(t, asked.dicomPort, { ...rights, DicomModalities }, orthancPort)
  for (const study of [80, 81, 82]) {
    for (const instance of [1, 2, 3])
      await orthanc.take(ctSlice({ study, instance, patientId: `P-${study}` }))
  }
  await asked.startAndReach()
  const ask = async (patientId: string, more: object = {}) => {
    const json = {
      institution: plzen.id,
      patient: { name: 'Novák Ondřej', id: { kind: 'other', value: patientId }, birthDate: '1960-02-29' },
      clinician: 'MUDr. Čápová',
      wanted: 'CT hrudníku',
      reason: 'Srovnání',
      urgency: 'urgent',
      neededBy: new Date(Date.now() + 3_600_000).toISOString(),
      ...more,
    }
    return (await network.as('sender').call('POST', '/api/requests', { json })).json.id as string
  }
  const page = async (path: string, body?: object) => {
    const headers = { 'x-epacs-node': '1' }
    const post = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    return await fetch(`http://127.0.0.1:${asked.pagePort}/api/requests${path}`, { headers, ...post })
  }
  const atCentre = async (id: string) => (await network.as('sender').get(`/api/requests/${id}`)).json

  const certain = { modalities: ['CT'], studiedFrom: '2026-01-01', studiedTo: '2026-12-31' }
  const [byPerson, byRule, refused] = [await ask('P-80'), await ask('P-81', certain), await ask('P-82')]
  await until('the page shows them', async () => {
    const { requests } = (await (await page('')).json()) as { requests: readonly { id: string }[] }
    return [byPerson, refused].every((id) => requests.some((each) => each.id === id))
  })
  const forbidden = await fetch(`http://127.0.0.1:${asked.pagePort}/api/requests`)
  assert.equal(forbidden.status, 403, 'no page elsewhere reads them')
  const found = (await (await page(`/${byPerson}/studies`, {})).json()) as {
    studies: readonly { study: string; description: string; patientName: string }[]
  }
  assert.deepEqual(
    found.studies.map(({ study, description, patientName }) => [study, description, patientName]),
    [['1.2.826.0.1.3680043.10.1234.80', 'CT hrudníku', 'Novák^Ondřej']],
  )
  const studies = found.studies.map(({ study }) => study)
  assert.equal((await page(`/${byPerson}/answer`, { studies })).status, 422, 'nobody has decided it')
  assert.equal((await page(`/${byPerson}/answer`, { studies, by: 'MUDr. Malý' })).status, 204)
  const reason = 'Vyšetření bylo jinde'
  assert.equal((await page(`/${refused}/refuse`, { reason, by: 'MUDr. Malý' })).status, 204)
  assert.deepEqual([(await atCentre(refused)).status, (await atCentre(refused)).refusal], ['refused', reason])

  for (const [id, study] of [
    [byPerson, 80],
    [byRule, 81],
  ] as const) {
    await until('it is answered', async () => (await atCentre(id)).status === 'answered')
    const [message, ...others] = (await atCentre(id)).messages
    assert.equal(others.length, 0)
    const received = (await network.as('sender').get(`/api/messages/${message.id}`)).json
    assert.deepEqual([received.answers.id, received.instances], [id, 3])
    assert.equal(received.studies[0]?.patient.id, `P-${study}`)
  }

  // And by C-GET, of a PACS that knows no destination and may not call.
  const config = JSON.parse(await readFile(asked.configPath, 'utf8'))
  config.requests.fetchBy = 'get'
  config.dicom.callers = []
  await writeFile(asked.configPath, JSON.stringify(config))
  assert.equal(await asked.command('reload'), 200)
  await orthanc.take(ctSlice({ study: 83, instance: 1, patientId: 'P-83' }))
  await orthanc.take(ctSlice({ study: 83, series: 2, instance: 1, patientId: 'P-83' }))
  const byGet = await ask('P-83', certain)
  await until('it is answered by C-GET', async () => (await atCentre(byGet)).status === 'answered')
  const [message] = (await atCentre(byGet)).messages
  assert.equal((await network.as('sender').get(`/api/messages/${message.id}`)).json.instances, 2)
  const log = await asked.log()
  assert.doesNotMatch(log, /Novák|P-8[0123]/, 'no patient stands in the log')
  assert.match(log, /"by":"MUDr. Malý"[^\n]*a request is answered"/)
  assert.match(log, /"by":"MUDr. Malý"[^\n]*a request is refused"/)
})

test('a PACS that is away for a while is asked again, and the rule decides then', async (t) => {
  const { chyne } = INSTITUTIONS
  const [orthancPort, wayThere] = [await freePort(), await freePort()]
  const asked = await Hospital.enrol(network, 'chyne', {
    dicom: { callers: [{ aeTitle: 'ORTHANC', addresses: ['127.0.0.1'] }] },
    pacs: { host: '127.0.0.1', port: wayThere, aeTitle: 'ORTHANC' },
    requests: { automatic: { modalities: ['CT'] } },
  })
  t.after(async () => await asked.kill())
  const DicomModalities = { answer: { AET: 'EPACS_ANSWER', Host: '127.0.0.1', Port: asked.dicomPort } }
  const rights = { DicomAlwaysAllowFind: true, DicomAlwaysAllowMove: true, DefaultEncoding: 'Utf8' }
  const orthanc = await startOrthanc(t, asked.dicomPort, { ...rights, DicomModalities }, orthancPort)
  await orthanc.take(ctSlice({ study: 90, instance: 1, patientId: 'P-90' }))
  await asked.startAndReach()
  const json = {
    institution: chyne.id,
    patient: { name: 'Novák Ondřej', id: { kind: 'other', value: 'P-90' }, birthDate: '1960-02-29' },
    ...{ clinician: 'MUDr. Čápová', wanted: 'CT hrudníku', reason: 'Srovnání', urgency: 'urgent' },
    ...{ modalities: ['CT'], studiedFrom: '2026-01-01', studiedTo: '2026-12-31' },
    neededBy: new Date(Date.now() + 3_600_000).toISOString(),
  }
  const { id } = (await network.as('sender').call('POST', '/api/requests', { json })).json
  await until('the PACS was asked in vain', async () =>
    (await asked.log()).includes('could not be asked: it is asked again'),
  )
  const way = createServer((from) => {
    const to = connect(orthancPort, '127.0.0.1')
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const)
      one.on('error', () => other.destroy()).pipe(other)
  }).listen(wayThere, '127.0.0.1')
  t.after(() => way.close())
  await until('it is answered', async () => {
    return (await network.as('sender').get(`/api/requests/${id}`)).json.status === 'answered'
  })
})
