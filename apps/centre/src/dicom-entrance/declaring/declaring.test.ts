/** The operator says which gateways may call, and under which AE title an institution is called, while the centre runs. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { certificateFacts } from '@epacs/pki'
import { run } from '../../../../../packages/dicom/src/network/testing/programs.ts'
import type { ApiClient } from '../../testing/api-client.ts'
import { INSTITUTIONS, PEOPLE } from '../../testing/network.ts'
import { associate, calls, type DicomTestNetwork, prepareDicomNetwork } from '../testing/dicom-network.ts'

const { caslav, hornicka, chyne } = INSTITUTIONS

let here: DicomTestNetwork
let operator: ApiClient
before(async () => {
  here = await prepareDicomNetwork()
  await here.network.startHere()
  operator = here.network.as('operator')
})
after(() => here.network.remove())

const pem = (file: string) => readFile(join(here.network.folder, `${file}.pem`), 'utf8')

const wish = (more: object = {}) => ({
  institution: caslav.id,
  aeTitle: 'CT 2',
  certificates: [] as string[],
  addresses: ['127.0.0.1'],
  reportTo: null,
  ...more,
})

const add = (more: object = {}) => operator.call('POST', '/api/dicom/gateways', { json: wish(more) })

/** What echoscu says when it is not let in. */
async function call(calling: string, called: string, as?: 'second' | 'uninvolved'): Promise<string> {
  const tls = as && { folder: here.network.folder, as }
  const port = as ? here.tlsPort : here.port
  return await run('echoscu', calls({ port, calling, called, ...(tls && { tls }) })).then(
    () => 'let in',
    (error: { readonly stderr: string }) =>
      /(Called|Calling) AE Title/.exec(error.stderr)?.[0] ?? error.stderr,
  )
}

async function gatewaysOf(id: string) {
  const { json } = await operator.get('/api/dicom/institutions')
  return json.items.find((item: { id: string }) => item.id === id).gateways
}

async function gateway(id: string, aeTitle: string) {
  return (await gatewaysOf(id)).find((each: { aeTitle: string }) => each.aeTitle === aeTitle)
}

async function audited(action: string) {
  return await here.network.centre.db
    .selectFrom('audit_event')
    .where('action', '=', action)
    .selectAll()
    .orderBy('position')
    .execute()
}

test('the gateways of the first file stand in the list, found by their AE titles', async () => {
  const { json } = await operator.get('/api/dicom/institutions?q=pacs_cas')
  assert.equal(json.total, 1)
  const [{ id, aeTitle, gateways }] = json.items
  assert.deepEqual([id, aeTitle, gateways[0].aeTitle], [caslav.id, 'CASLAV', 'PACS_CASLAV'])
  const { fingerprintSha256 } = certificateFacts(await pem('sender'))
  const own = gateways[0].certificates.find((each: { subject: string }) => /Čápová/.test(each.subject))
  assert.equal(own.fingerprintSha256, fingerprintSha256)
})

test('a gateway that is added may call at once, from its addresses alone', async () => {
  assert.equal(await call('CT 2', hornicka.aeTitle), 'Calling AE Title')
  const added = await add({ addresses: ['10.20.0.0/16', '127.0.0.0/8'] })
  assert.equal(added.status, 201)
  assert.equal(added.json.gateways.length, 2)
  assert.equal(await call('CT 2', hornicka.aeTitle), 'let in')
  assert.equal(await call('CT 2', hornicka.aeTitle, 'second'), 'Calling AE Title')
})

test('one may call with the certificate that it was given, or with the one of the fingerprint', async () => {
  const certificates = [await pem('second')]
  assert.equal((await add({ aeTitle: 'BY_CERT', certificates, addresses: [] })).status, 201)
  assert.equal(await call('BY_CERT', hornicka.aeTitle, 'second'), 'let in')
  assert.equal(await call('BY_CERT', hornicka.aeTitle, 'uninvolved'), 'Calling AE Title')
  assert.equal(await call('BY_CERT', hornicka.aeTitle), 'Calling AE Title')

  const { fingerprintSha256 } = certificateFacts(await pem('uninvolved'))
  const spoken = fingerprintSha256.toUpperCase().replaceAll(/(..)(?=.)/g, '$1:')
  assert.equal((await add({ aeTitle: 'BY_PRINT', certificates: [spoken], addresses: [] })).status, 201)
  assert.equal(await call('BY_PRINT', hornicka.aeTitle, 'uninvolved'), 'let in')
  assert.equal(await call('BY_PRINT', hornicka.aeTitle, 'second'), 'Calling AE Title')
})

test('a changed one keeps the certificates that are named by their fingerprints, and loses the others', async () => {
  const { id, certificates } = await gateway(caslav.id, 'BY_CERT')
  const json = wish({
    aeTitle: 'RENAMED',
    addresses: [],
    certificates: [certificates[0].fingerprintSha256],
    reportTo: { host: 'pacs.example.cz', port: 11112, tls: true },
  })
  const changed = await operator.call('PUT', `/api/dicom/gateways/${id}`, { json })
  assert.equal(changed.status, 200)
  const now = await gateway(caslav.id, 'RENAMED')
  assert.deepEqual(now.certificates, certificates)
  assert.deepEqual(now.reportTo, json.reportTo)
  assert.equal(await call('RENAMED', hornicka.aeTitle, 'second'), 'let in')
  assert.equal(await call('BY_CERT', hornicka.aeTitle, 'second'), 'Calling AE Title')
  await operator.call('PUT', `/api/dicom/gateways/${id}`, {
    json: { ...json, certificates: [], addresses: ['127.0.0.1'] },
  })
  assert.equal(await call('RENAMED', hornicka.aeTitle, 'second'), 'Calling AE Title')
  const elsewhere = await operator.call('PUT', `/api/dicom/gateways/${id}`, {
    json: { ...json, institution: chyne.id },
  })
  assert.deepEqual([elsewhere.status, elsewhere.json.code], [409, 'gateway-of-another'])
})

test('withdrawn, it may not call, what it has under way is aborted, and others go on', async () => {
  const { id } = await gateway(caslav.id, 'CT 2')
  const standing = await associate({ port: here.port, calling: 'CT 2' })
  const other = await associate({ port: here.port })
  assert.equal((await operator.call('DELETE', `/api/dicom/gateways/${id}`)).status, 204)
  const end = await standing.ended
  assert.equal(end.kind, 'aborted')
  assert.equal((await other.release()).kind, 'released')
  assert.equal(await call('CT 2', hornicka.aeTitle), 'Calling AE Title')
  assert.equal((await operator.call('DELETE', `/api/dicom/gateways/${id}`)).json.code, 'gateway-not-found')
  // Its title is free, for another institution, too.
  assert.equal((await add({ institution: chyne.id })).status, 201)
  assert.equal(await call('CT 2', hornicka.aeTitle), 'let in')
})

test('an institution is called by the AE title that the operator has set, and no more by the one before', async () => {
  const path = `/api/dicom/institutions/${chyne.id}/ae-title`
  const set = (aeTitle: string) => operator.call('PUT', path, { json: { aeTitle } })
  const changed = await set('CHYNE-1')
  assert.deepEqual([changed.status, changed.json.aeTitle], [200, 'CHYNE-1'])
  assert.equal((await here.network.visitor().get(`/api/institutions/${chyne.id}`)).json.aeTitle, 'CHYNE-1')
  assert.equal(await call('PACS_CASLAV', 'CHYNE-1'), 'let in')
  assert.equal(await call('PACS_CASLAV', 'CHYNE'), 'Called AE Title')
  const taken = await set(hornicka.aeTitle)
  assert.deepEqual([taken.status, taken.json.code], [409, 'ae-title-known'])
  assert.equal(taken.json.institution.name, hornicka.name)
  assert.equal((await set('ŽLUTÝ')).json.code, 'invalid-ae-title')
  const [event] = await audited('institution.ae-title')
  assert.deepEqual(event?.details, { institution: chyne.id, before: 'CHYNE', aeTitle: 'CHYNE-1' })
})

test('after a restart all is as the operator left it, whatever the first file says', async () => {
  const { id } = await gateway(hornicka.id, 'PACS_HORNICKA')
  assert.equal((await operator.call('DELETE', `/api/dicom/gateways/${id}`)).status, 204)
  const before = (await operator.get('/api/dicom/institutions')).json
  await here.network.stopHere()
  await here.network.startHere()
  assert.deepEqual((await operator.get('/api/dicom/institutions')).json, before)
  assert.equal(await gateway(hornicka.id, 'PACS_HORNICKA'), undefined)
})

test('what cannot be a gateway is refused with what is wrong', async () => {
  const codeOf = async (more: object) => (await add({ aeTitle: 'NEW', ...more })).json.code
  for (const aeTitle of ['', ' X', 'X ', '   ', 'A\\B', 'SEVENTEENLETTERS1', 'Č', 'A\tB']) {
    assert.equal(await codeOf({ aeTitle }), 'invalid-ae-title', JSON.stringify(aeTitle))
  }
  for (const address of [
    '',
    'pacs',
    '10.0.0',
    '10.0.0.1/33',
    '0.0.0.0/0',
    '::/0',
    '2001:db8::/129',
    'fe80::1%eth0',
    '10.0.0.1/8/8',
  ]) {
    assert.equal(await codeOf({ addresses: [address] }), 'invalid-address', address)
  }
  assert.equal(await codeOf({ addresses: ['10.0.0.1', '10.0.0.1'] }), 'repeated-address')
  assert.equal(await codeOf({ addresses: [] }), 'no-way-in')
  assert.equal(await codeOf({ certificates: ['hello'] }), 'no-gateway-certificate')
  assert.equal(await codeOf({ certificates: [await pem('ca')] }), 'authority-certificate')
  const twice = [await pem('second'), certificateFacts(await pem('second')).fingerprintSha256]
  assert.equal(await codeOf({ certificates: twice }), 'repeated-certificate')
  assert.equal(await codeOf({ institution: PEOPLE.sender.id }), 'institution-not-found')
  assert.equal(await codeOf({ reportTo: { host: 'a b', port: 104, tls: false } }), 'invalid-request')
  const known = await add({ aeTitle: 'PACS_PLZEN' })
  assert.deepEqual([known.status, known.json.code], [409, 'ae-title-known'])
  assert.equal(known.json.institution.name, INSTITUTIONS.plzen.name)
  const both = await Promise.all([add({ aeTitle: 'AT_ONCE' }), add({ aeTitle: 'AT_ONCE' })])
  assert.deepEqual(both.map(({ status }) => status).toSorted(), [201, 409])
})

test('operators alone do this, and each step is in the audit trail', async () => {
  for (const somebody of [here.network.as('sender'), here.network.visitor()]) {
    const statuses = [
      (await somebody.get('/api/dicom/institutions')).status,
      (await somebody.call('POST', '/api/dicom/gateways', { json: wish() })).status,
      (await somebody.call('PUT', `/api/dicom/gateways/${caslav.id}`, { json: wish() })).status,
      (await somebody.call('DELETE', `/api/dicom/gateways/${caslav.id}`)).status,
      (
        await somebody.call('PUT', `/api/dicom/institutions/${caslav.id}/ae-title`, {
          json: { aeTitle: 'X' },
        })
      ).status,
    ]
    for (const status of statuses) assert.ok([401, 403].includes(status), String(status))
  }
  const added = await audited('gateway.add')
  assert.equal(added[0]?.actor_person_id, PEOPLE.operator.id)
  assert.deepEqual(added[0]?.details, {
    institution: caslav.id,
    gateway: 'CT 2',
    addresses: ['10.20.0.0/16', '127.0.0.0/8'],
    certificates: [],
    reportTo: null,
  })
  assert.equal((await audited('gateway.change')).length, 2)
  assert.deepEqual((await audited('gateway.withdraw'))[0]?.details, {
    institution: caslav.id,
    gateway: 'CT 2',
  })
})
