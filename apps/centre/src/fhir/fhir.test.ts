/** FHIR R4 of a real centre, each resource looked at by a validator that is not ours. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { InstanceReader, KEY_OBJECT_SELECTION, TAG, textOf } from '@epacs/dicom'
import { Fhir } from 'fhir'
import { ctSlice, mislabelled } from '../testing/dicom-file.ts'
import { INSTITUTIONS, PEOPLE, TestNetwork } from '../testing/network.ts'
import { mistakesInR5 } from './testing/r5-shapes.ts'

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
  await db
    .updateTable('membership')
    .set({ role: 'representative' })
    .where('person_id', '=', PEOPLE.sender.id)
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
      ['https://ncez.mzcr.cz/fhir/sid/krpzs', '00216224'],
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
    ['Organization?identifier=https://ncez.mzcr.cz/fhir/sid/krpzs%7C00216224', 1],
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

test('a manifest of each study, as a DICOM object and as a document in R4 and R5, for those who may read the message', async () => {
  const receiver = network.as('receiver')
  const { json: message } = await receiver.get(`/api/messages/${messageId}`)
  const [{ studyInstanceUid: uid }] = message.studies
  const path = `/api/messages/${messageId}/imaging-manifests/${uid}`
  const { headers, body } = await receiver.get(path)
  assert.equal(headers['content-type'], 'application/dicom')
  assert.match(String(headers['content-disposition']), /-manifest-1\.dcm"$/)
  const reader = new InstanceReader()
  reader.push(body)
  const object = reader.end()
  assert.deepEqual(object.remarks, [])
  assert.deepEqual([object.sopClassUid, object.studyInstanceUid], [KEY_OBJECT_SELECTION, uid])
  assert.equal(textOf(object.dataSet, TAG.PatientName), 'Nováková^Eva^^MUDr.')
  assert.ok((await receiver.get(path)).body.equals(body), 'it is the same each time')

  const { json: bundle } = await receiver.get(`${path}/fhir`)
  valid(bundle)
  assert.equal(bundle.identifier.value, `urn:oid:${object.sopInstanceUid}`)
  const resources = (document: typeof bundle) =>
    Object.fromEntries(
      document.entry.map(({ resource }: { resource: { resourceType: string } }) => [
        resource.resourceType,
        resource,
      ]),
    )
  const { ImagingStudy, Composition, Endpoint } = resources(bundle)
  for (const resource of [ImagingStudy, Composition, Endpoint]) valid(resource)
  const { address } = Endpoint
  assert.equal(ImagingStudy.numberOfInstances, 1)
  const [series] = ImagingStudy.series
  assert.partialDeepStrictEqual(series, {
    number: 1,
    modality: { code: 'CT', display: 'Computed Tomography' },
    instance: [
      { uid: `${series.uid}.1`, sopClass: { code: 'urn:oid:1.2.840.10008.5.1.4.1.1.2' }, number: 1 },
    ],
  })
  assert.ok(bundle.entry.some(({ fullUrl }: { fullUrl: string }) => fullUrl === series.endpoint[0].reference))
  const images = await receiver.get(
    `${new URL(address).pathname}/studies/${uid}/series/${series.uid}/instances/${series.instance[0].uid}/metadata`,
  )
  assert.equal(images.status, 200)

  const r5 = await receiver.get(`${path}/fhir`, { accept: 'application/fhir+json; fhirVersion=5.0' })
  assert.match(String(r5.headers['content-type']), /fhirVersion=5\.0/)
  const newer = resources(r5.json)
  assert.deepEqual(newer.ImagingStudy.modality, [{ coding: ImagingStudy.modality }])
  assert.deepEqual(newer.ImagingStudy.series[0].modality, { coding: [series.modality] })
  assert.deepEqual(newer.Composition.subject, [Composition.subject])
  assert.equal(newer.Endpoint.payload[0].mimeType[0], 'application/dicom')
  for (const each of [r5.json, ...Object.values(newer)])
    assert.equal(each.meta, undefined, 'the profiles are of R4')
  const inside = r5.json.entry.map(({ resource }: { resource: object }) => resource)
  assert.deepEqual(await mistakesInR5([{ ...r5.json, entry: [] }, ...inside]), [])
  assert.ok((await mistakesInR5([ImagingStudy])).length > 0, 'as R4 has it, it is none of R5')

  for (const form of [path, `${path}/fhir`]) {
    assert.equal((await network.as('uninvolved').get(form)).status, 404)
    assert.equal((await network.visitor().get(form)).status, 401)
  }
  assert.equal((await receiver.get(`/api/messages/${messageId}/imaging-manifests/1.2.3`)).status, 404)
})

test("an institution's representative reads its people as Practitioner, with their numbers of health care workers, and nobody else's", async () => {
  const sender = network.as('sender')
  await sender.call('PUT', '/api/settings', { json: { krzp: '123456786' } })
  const { db } = network.centre
  const krzp = 'https://ncez.mzcr.cz/fhir/sid/krzp'
  const search = async (query: string, reader = sender) => {
    const { status, json } = await reader.get(`/fhir/${query}`)
    valid(json)
    return { status, json }
  }
  const searchNumber = async (identifier: string, reader = sender) => {
    const { status, json } = await reader.call('POST', '/fhir/Practitioner/_search', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ identifier }).toString(),
    })
    valid(json)
    assert.equal(status, 200)
    assert.ok(!json.link[0].url.includes('identifier'))
    return json
  }
  const found = { json: await searchNumber(`${krzp}|123456786`) }
  assert.equal(found.json.total, 1)
  const [{ fullUrl, resource }] = found.json.entry
  assert.deepEqual(resource.identifier, [
    { system: 'urn:epacs:person', value: PEOPLE.sender.id },
    { system: krzp, value: '123456786' },
  ])
  assert.equal(new URL(fullUrl).pathname, `/fhir/Practitioner/${PEOPLE.sender.id}`)
  const read = await search(`Practitioner/${PEOPLE.sender.id}`)
  assert.deepEqual(read.json, resource)
  // What JTP says is the register's word, and comes before the person's own.
  const account = {
    issuer: 'https://jtp.example',
    subject: 's',
    person_id: PEOPLE.sender.id,
    krzp: '987654321',
  }
  await db.insertInto('person_jtp').values(account).execute()
  const registered = await searchNumber('987654321')
  assert.deepEqual(registered.entry[0].resource.identifier[1], {
    use: 'official',
    system: krzp,
    value: '987654321',
  })
  assert.equal((await searchNumber('123456786')).total, 0)
  // The number stands in no address.
  for (const identifier of ['987654321', `${krzp}%7C987654321`, '%7C987654321']) {
    const { status, json } = await search(`Practitioner?identifier=${identifier}`)
    assert.deepEqual([status, json.issue[0].details.text], [400, 'search-by-post'])
  }
  const { json: roles } = await search(`PractitionerRole?practitioner=Practitioner/${PEOPLE.sender.id}`)
  const [{ resource: role }] = roles.entry
  assert.equal(role.organization.reference, `Organization/${caslav.id}`)
  assert.deepEqual((await search(`PractitionerRole/${role.id}`)).json, role)
  assert.ok((await search('Practitioner')).json.total > 1, 'colleagues')
  const stranger = network.as('receiver')
  assert.equal((await searchNumber('987654321', stranger)).total, 0)
  // A member who represents nobody reads the own record alone.
  const colleague = network.as('colleague')
  assert.equal((await searchNumber('987654321', colleague)).total, 0)
  for (const type of ['Practitioner', 'PractitionerRole']) {
    const { json } = await search(type, colleague)
    assert.equal(json.total, 1)
    assert.ok(JSON.stringify(json.entry).includes(PEOPLE.colleague.id))
    assert.deepEqual((await search(`${type}/${json.entry[0].resource.id}`, colleague)).status, 200)
  }
  for (const path of [`Practitioner/${PEOPLE.sender.id}`, `PractitionerRole/${role.id}`]) {
    assert.equal((await search(path, colleague)).status, 404)
  }
  for (const path of [`Practitioner/${PEOPLE.sender.id}`, `PractitionerRole/${role.id}`]) {
    const { status, json } = await search(path, stranger)
    assert.deepEqual([status, json.resourceType], [404, 'OperationOutcome'])
  }
})

test('a name that may be right as it is labelled is told so', async () => {
  const names = ['Søren^Hélène', 'Ørsted^Åse', 'Nicolò^Forlì']
  const files = names.map((patientName, index) => ({
    name: `IM${index}`,
    bytes: ctSlice({ study: 780 + index, instance: 1, patientId: `EU-${index}`, patientName }),
  }))
  const { id } = (await network.as('sender').send([hornicka.id], files)).json
  await network.as('sender').until(id, 'delivered')
  const { json: bundle } = await network.as('receiver').get(`/api/messages/${id}/fhir`)
  const told = bundle.entry.map((each: { resource: { contained: { name: unknown[] }[] } }) => {
    return each.resource.contained[0]?.name[0]
  })
  assert.deepEqual(
    told.toSorted((one: { text: string }, other: { text: string }) => (one.text < other.text ? -1 : 1)),
    [
      { text: 'Forlì Nicolò', family: 'Nicolò', given: ['Forlì'] },
      { text: 'Hélène Søren', family: 'Søren', given: ['Hélène'] },
      { text: 'Åse Ørsted', family: 'Ørsted', given: ['Åse'] },
    ],
  )
})

test('a text under a wrong character set is told as it was meant, and beside it what the file says', async () => {
  // Dvořák^Jiří and "břicho" in windows-1250, under the label of ISO 8859-1.
  const bytes = mislabelled({ study: 77, instance: 1, patientId: 'CS-1' }, 'Dvořák^Jiří', 'CT břicha')
  const { id } = (await network.as('sender').send([hornicka.id], [{ name: 'IM1', bytes }])).json
  await network.as('sender').until(id, 'delivered')
  const receiver = network.as('receiver')
  const { json: bundle } = await receiver.get(`/api/messages/${id}/fhir`)
  valid(bundle)
  const [{ resource: study }] = bundle.entry
  const [patient] = study.contained
  const [name] = patient.name
  assert.deepEqual([name.text, name.family, name.given], ['Jiří Dvořák', 'Dvořák', ['Jiří']])
  const declared = (element: { extension: { url: string; valueString: string }[] }) => element.extension[0]
  assert.equal(declared(name)?.valueString, 'Dvoøák^Jiøí')
  assert.equal(study.description, 'CT břicha')
  assert.equal(declared(study._description)?.valueString, 'CT bøicha')
  assert.equal(study.series[0]._description, undefined, 'it reads well')

  const { json: definition } = await network.visitor().get(new URL(declared(name)?.url ?? '').pathname)
  valid(definition)
  assert.equal(definition.url, declared(name)?.url)

  const path = `/api/messages/${id}/imaging-manifests/${study.identifier[0].value.replace('urn:oid:', '')}/fhir`
  const { json: manifest } = await receiver.get(path)
  valid(manifest)
  const [composition, described, person] = manifest.entry.map((each: { resource: unknown }) => each.resource)
  assert.equal(composition.title, 'CT břicha')
  assert.match(composition.text.div, /CT břicha/)
  assert.deepEqual(
    [described.description, declared(described._description)?.valueString],
    ['CT břicha', 'CT bøicha'],
  )
  assert.equal(declared(person.name[0])?.valueString, 'Dvoøák^Jiøí')
  const { json: inR5 } = await receiver.get(path, { accept: 'application/fhir+json; fhirVersion=5.0' })
  assert.deepEqual(await mistakesInR5([inR5]), [])
  assert.equal(inR5.entry[1].resource._description.extension[0].valueString, 'CT bøicha')
})
