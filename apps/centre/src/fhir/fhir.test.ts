/** FHIR R4 of a real centre, each resource looked at by a validator that is not ours. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Fhir } from 'fhir'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'

const { caslav, hornicka } = INSTITUTIONS
const validator = new Fhir()

let network: TestNetwork
let messageId: string
before(async () => {
  network = await TestNetwork.start()
  const { db } = network.centre
  await db
    .updateTable('institution')
    .set({ ico: '00216224', icz: '04004000', street: 'Jeníkovská 348', postal_code: '286 01' })
    .where('id', '=', caslav.id)
    .execute()
  const files = [1, 2].map((study) => ({
    name: `IM${study}`,
    bytes: ctSlice({ study, instance: 1, patientName: 'Nováková^Eva^^MUDr.', patientId: '736028/5152' }),
  }))
  const sent = await network.as('sender').send([hornicka.id], files)
  messageId = sent.json.id
  await network.as('sender').until(messageId, 'delivered')
})
after(() => network?.remove())

function valid(resource: unknown): void {
  const { valid: isValid, messages } = validator.validate(resource as object)
  const errors = messages.filter(({ severity }) => severity === 'error' || severity === 'fatal')
  assert.deepEqual(errors, [])
  assert.equal(isValid, true)
}

test('the validator finds what is wrong', () => {
  const { valid: isValid } = validator.validate({ resourceType: 'ImagingStudy', status: 'done' })
  assert.equal(isValid, false)
})

test('the directory is open to everybody, with national identifiers', async () => {
  const visitor = network.visitor()
  const metadata = await visitor.get('/fhir/metadata')
  assert.match(metadata.headers['content-type'] ?? '', /^application\/fhir\+json/)
  valid(metadata.json)
  const { json } = await visitor.get(`/fhir/Organization/${caslav.id}`)
  valid(json)
  assert.deepEqual(
    json.identifier.slice(1).map(({ system, value }: Record<string, string>) => [system, value]),
    [
      ['https://ncez.mzcr.cz/fhir/sid/ico', '00216224'],
      ['https://ncez.mzcr.cz/fhir/sid/icz', '04004000'],
    ],
  )
  const endpoint = (await visitor.get(`/fhir/${json.endpoint[0].reference}`)).json
  valid(endpoint)
  assert.match(endpoint.address, new RegExp(`^https://.*/dicomweb/institutions/${caslav.id}$`))
  for (const [query, total] of [
    ['Organization?name=%C4%8D%C3%A1slav', 1],
    ['Organization?identifier=https://ncez.mzcr.cz/fhir/sid/ico%7C00216224', 1],
    ['Organization?identifier=https://ncez.mzcr.cz/fhir/sid/icz%7C00216224', 0],
    ['Organization?identifier=0021622', 0],
    [`Organization?identifier=${caslav.id}`, 1],
    [`Organization?identifier=urn:epacs:institution%7C${caslav.id}&name=%C4%8D%C3%A1slav`, 1],
    [`Organization?identifier=urn:epacs:institution%7C${caslav.id}&name=brno`, 0],
    [`Organization?identifier=https://ncez.mzcr.cz/fhir/sid/ico%7C${caslav.id}`, 0],
    [`Endpoint?organization=Organization/${caslav.id}`, 1],
    ['Endpoint?organization=nobody', 0],
  ] as const) {
    const { json: bundle } = await visitor.get(`/fhir/${query}`)
    valid(bundle)
    assert.equal(bundle.total, total, query)
  }
  const missing = await visitor.get('/fhir/Organization/01940000-0000-7000-8000-0000000000ff')
  assert.deepEqual([missing.status, missing.json.resourceType], [404, 'OperationOutcome'])
  valid(missing.json)
})

test('studies are for those who may read the message: as one Bundle, by id, and by their UID', async () => {
  const receiver = network.as('receiver')
  const { json: bundle } = await receiver.get(`/api/messages/${messageId}/fhir`)
  valid(bundle)
  assert.equal(bundle.entry.length, 2)
  const [{ resource, fullUrl }] = bundle.entry
  assert.partialDeepStrictEqual(resource, {
    contained: [
      {
        resourceType: 'Patient',
        identifier: [{ system: 'https://ncez.mzcr.cz/fhir/sid/rcis', value: '7360285152' }],
        name: [{ text: 'MUDr. Eva Nováková', family: 'Nováková', given: ['Eva'], prefix: ['MUDr.'] }],
      },
      { address: `${new URL(fullUrl).origin}/dicomweb/messages/${messageId}` },
    ],
    status: 'available',
    numberOfSeries: 1,
    numberOfInstances: 1,
  })
  const read = await receiver.get(new URL(fullUrl).pathname)
  valid(read.json)
  assert.deepEqual(read.json, resource)
  const uid = resource.identifier[0].value
  for (const identifier of [uid, `urn:dicom:uid|${uid}`, uid.replace('urn:oid:', '')]) {
    const { json: found } = await receiver.get(
      `/fhir/ImagingStudy?identifier=${encodeURIComponent(identifier)}`,
    )
    valid(found)
    assert.deepEqual(
      found.entry.map((entry: { resource: unknown }) => entry.resource),
      [resource],
    )
  }
  const stranger = network.as('uninvolved')
  assert.equal((await stranger.get(new URL(fullUrl).pathname)).status, 404)
  assert.equal((await stranger.get(`/api/messages/${messageId}/fhir`)).status, 404)
  assert.equal((await stranger.get(`/fhir/ImagingStudy?identifier=${uid}`)).json.total, 0)
  assert.equal((await network.visitor().get(new URL(fullUrl).pathname)).status, 401)
  assert.equal(
    (await receiver.get(`/fhir/ImagingStudy/${messageId}-3`)).json.resourceType,
    'OperationOutcome',
  )
})
