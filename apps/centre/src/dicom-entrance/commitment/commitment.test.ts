/** Storage commitment of what was sent: on the same association, on a new one, and to Orthanc. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { type Commitment, requestCommitment, type Services, STATUS, store } from '@epacs/dicom/network'
import { startOrthanc } from '../../../../../packages/dicom/src/network/testing/orthanc.ts'
import { freePort } from '../../../../../packages/dicom/src/network/testing/programs.ts'
import type { ApiClient } from '../../testing/api-client.ts'
import { ctSlice } from '../../testing/dicom-file.ts'
import { INSTITUTIONS } from '../../testing/network.ts'
import { until } from '../../testing/until.ts'
import { associate, type DicomTestNetwork, prepareDicomNetwork, slice } from '../testing/dicom-network.ts'

let here: DicomTestNetwork
let receiver: ApiClient
before(async () => {
  here = await prepareDicomNetwork({ tls: { certFile: 'centre.pem', keyFile: 'centre-key.pem' } })
  await here.network.issueBoth('centre')
  await here.network.startHere()
  receiver = here.network.as('receiver')
})
after(() => here.network.remove())

const told: Commitment[] = []
const services: Services = {
  committed: async (result) => {
    told.push(result)
    return { status: STATUS.success }
  },
}

async function askFor(
  transactionUid: string,
  instances: ReturnType<typeof slice>[],
  open?: Awaited<ReturnType<typeof associate>>,
) {
  const association = open ?? (await associate({ port: here.port }, { services }))
  const request = { transactionUid, instances }
  assert.equal((await requestCommitment(association, request)).status, STATUS.success)
  await until('the result is told', () => told.some((each) => each.transactionUid === transactionUid))
  if (open === undefined) await association.release()
  const result = told.find((each) => each.transactionUid === transactionUid)
  assert.ok(result)
  return result
}

const uids = (list: readonly { readonly sopInstanceUid: string }[]) => list.map((each) => each.sopInstanceUid)

test('a PACS asks on the association on which it sent, and is told on it', async () => {
  const association = await associate({ port: here.port }, { services })
  const sent = [1, 2].map((instance) => slice({ study: 1, instance }))
  for (const each of sent) await store(association, each)
  const never = slice({ study: 1, instance: 3 })
  const result = await askFor('2.25.1', [...sent, never], association)
  assert.deepEqual(uids(result.done), uids(sent))
  assert.deepEqual(result.failed, [
    { sopClassUid: never.sopClassUid, sopInstanceUid: never.sopInstanceUid, reason: 0x0112 },
  ])
  await association.release()
})

test('it asks later, when the message is delivered, and not for what it sent to somebody else', async () => {
  await until('it is delivered', async () => (await receiver.get('/api/messages')).json.total === 1)
  const sent = [1, 2].map((instance) => slice({ study: 1, instance }))
  assert.deepEqual(uids((await askFor('2.25.2', sent)).done), uids(sent))
  const elsewhere = await associate({ port: here.port, called: INSTITUTIONS.plzen.aeTitle }, { services })
  assert.equal((await askFor('2.25.3', sent, elsewhere)).failed.length, 2)
  await elsewhere.release()
  const wrongClass = sent.map((each) => ({ ...each, sopClassUid: '1.2.840.10008.5.1.4.1.1.4' }))
  assert.deepEqual(
    (await askFor('2.25.4', wrongClass)).failed.map(({ reason }) => reason),
    [0x0119, 0x0119],
  )
})

/** Asks, and is gone before it is told. */
async function askAndGo(transactionUid: string, instances: ReturnType<typeof slice>[]): Promise<void> {
  const association = await associate({ port: here.port }, { services: {} })
  const request = { transactionUid, instances }
  assert.equal((await requestCommitment(association, request)).status, STATUS.success)
  association.abort()
  await association.ended
}

test('it is gone before it is told: it is told on its next association, and once', async () => {
  const sent = [1, 2].map((instance) => slice({ study: 1, instance }))
  await askAndGo('2.25.5', sent)
  await askAndGo('2.25.6', sent)
  const isTold = (uid: string) => told.some((each) => each.transactionUid === uid)
  // To somebody else it was not the answer.
  const elsewhere = await associate({ port: here.port, called: INSTITUTIONS.plzen.aeTitle }, { services })
  await setTimeout(1500)
  await elsewhere.release()
  assert.equal(isTold('2.25.5'), false)
  const association = await associate({ port: here.port }, { services })
  await until('both results are told', () => isTold('2.25.5') && isTold('2.25.6'))
  assert.deepEqual(uids(told.find((each) => each.transactionUid === '2.25.6')?.done ?? []), uids(sent))
  await association.release()
  const again = await associate({ port: here.port }, { services })
  await setTimeout(1500)
  await again.release()
  assert.equal(told.filter((each) => each.transactionUid === '2.25.5').length, 1)
})

test('a gateway that still sends is not told in between: first it is quiet', async () => {
  await askAndGo('2.25.7', [slice({ study: 1, instance: 1 })])
  const association = await associate({ port: here.port }, { services })
  const isTold = () => told.some((each) => each.transactionUid === '2.25.7')
  for (let instance = 1; instance <= 10; instance++) {
    await store(association, slice({ study: 5, instance }))
    await setTimeout(200)
    assert.equal(isTold(), false)
  }
  await until('it is told', isTold)
  await association.release()
})

test('Orthanc that listens nowhere misses the report; it is told when the operator says where it listens', async (t) => {
  const dicomPort = await freePort()
  const modality = { AET: 'HORNICKA', Host: 'localhost', Port: here.port, AllowStorageCommitment: true }
  const changes = { DicomAet: 'PACS_CASLAV', DicomModalities: { epacs: modality } }
  const { rest, take } = await startOrthanc(t, here.port, changes, dicomPort)
  const id = await take(ctSlice({ study: 30, instance: 1 }))
  const { ID } = await rest<{ readonly ID: string }>('/modalities/epacs/store', {
    Resources: [id],
    Asynchronous: true,
  })
  await until('it has sent', async () => (await rest<{ State: string }>(`/jobs/${ID}`)).State === 'Success')
  const status = async (uid: string) =>
    (await rest<{ readonly Status: string }>(`/storage-commitment/${uid}`)).Status
  // The second time, a report waits that Orthanc must not be given in the place of its answer.
  const asked: string[] = []
  for (const _ of [1, 2]) {
    const { ID: uid } = await rest<{ readonly ID: string }>('/modalities/epacs/storage-commitment', {
      Resources: [id],
    })
    asked.push(uid)
    await setTimeout(1500)
    assert.equal(await status(uid), 'Pending')
  }
  const operator = here.network.as('operator')
  const { json } = await operator.get('/api/dicom/institutions?q=PACS_CASLAV')
  const [{ id: institution, gateways }] = json.items
  const [{ id: gateway, aeTitle, addresses, certificates }] = gateways
  const wish = {
    institution,
    aeTitle,
    addresses,
    certificates: certificates.map((each: { fingerprintSha256: string }) => each.fingerprintSha256),
    reportTo: { host: 'localhost', port: dicomPort, tls: false },
  }
  assert.equal((await operator.call('PUT', `/api/dicom/gateways/${gateway}`, { json: wish })).status, 200)
  for (const uid of asked) await until('it knows', async () => (await status(uid)) === 'Success')
})

for (const transport of ['plain', 'TLS'] as const) {
  test(`Orthanc sends with commitment (${transport}), and is told the result where it listens`, async (t) => {
    const dicomPort = await freePort()
    const isTls = transport === 'TLS'
    const { folder } = here.network
    const file = (name: string) => join(folder, name)
    await here.network.centre.db
      .updateTable('dicom_gateway')
      .set({ report_host: 'localhost', report_port: dicomPort, report_tls: isTls })
      .where('ae_title', '=', 'PACS_CASLAV')
      .execute()
    const modality = {
      AET: 'HORNICKA',
      Host: 'localhost',
      Port: isTls ? here.tlsPort : here.port,
      AllowStorageCommitment: true,
      UseDicomTls: isTls,
    }
    const tls = {
      DicomTlsEnabled: true,
      // Its own certificate when it calls and when it is called.
      DicomTlsCertificate: file('gateway.pem'),
      DicomTlsPrivateKey: file('gateway-key.pem'),
      DicomTlsTrustedCertificates: file('ca.pem'),
      DicomTlsRemoteCertificateRequired: true,
    }
    if (isTls) await here.network.bindGateway('caslav', await here.network.issueBoth('gateway'))
    const changes = { DicomAet: 'PACS_CASLAV', DicomModalities: { epacs: modality }, ...(isTls && tls) }
    const { rest, take } = await startOrthanc(t, here.port, changes, dicomPort)
    const ids: string[] = []
    const study = isTls ? 21 : 20
    for (const instance of [1, 2, 3]) ids.push(await take(ctSlice({ study, instance, pixelBytes: 131_072 })))
    const job = await rest<{ readonly ID: string }>('/modalities/epacs/store', {
      Resources: ids,
      StorageCommitment: true,
      Asynchronous: true,
    })
    type Job = {
      readonly State: string
      readonly Content: { readonly StorageCommitmentTransactionUID?: string }
    }
    await until('Orthanc has sent', async () => (await rest<Job>(`/jobs/${job.ID}`)).State === 'Success')
    const uid = (await rest<Job>(`/jobs/${job.ID}`)).Content.StorageCommitmentTransactionUID
    assert.ok(uid)
    await until(
      'Orthanc knows that all is kept',
      async () =>
        (await rest<{ readonly Status: string }>(`/storage-commitment/${uid}`)).Status === 'Success',
    )
    await until('it is delivered', async () => {
      const { items } = (await receiver.get('/api/messages')).json
      return items.some(
        ({ studies, instances }: { studies: { studyInstanceUid: string }[]; instances: number }) =>
          instances === 3 && studies.some((each) => each.studyInstanceUid.endsWith(`.${study}`)),
      )
    })
  })
}
