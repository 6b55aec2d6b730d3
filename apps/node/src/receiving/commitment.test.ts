/**
 * Storage commitment with a PACS that reports where and when it likes: what it said is told, and what it did not is asked for.
 * And of what a PACS sends to the node: to Orthanc, and after kill -9.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import {
  Acceptor,
  type Commitment,
  type CommitmentRequest,
  reportCommitment,
  requestAssociation,
  requestCommitment,
  STORAGE_COMMITMENT,
  store,
} from '@epacs/dicom/network'
import { startOrthanc } from '../../../../packages/dicom/src/network/testing/orthanc.ts'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { INSTITUTIONS, TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { NodeDatabase } from '../state/database.ts'
import { Hospital } from '../testing/hospital.ts'
import { ScriptedPacs } from '../testing/scripted-pacs.ts'

const IMAGES = 3

let network: TestNetwork
let hospital: Hospital
let pacs: ScriptedPacs
let archivePort: number
before(async () => {
  network = await TestNetwork.start()
  const port = await freePort()
  pacs = new ScriptedPacs(port)
  archivePort = await freePort()
  hospital = await Hospital.enrol(network, 'hornicka', {
    dicom: {
      callers: [
        { aeTitle: 'PACS', addresses: ['127.0.0.1'] },
        {
          aeTitle: 'ARCHIVE',
          addresses: ['127.0.0.1'],
          commitment: { reportTo: { host: 'localhost', port: archivePort } },
        },
      ],
    },
    pacs: { host: '127.0.0.1', port, aeTitle: 'PACS', callingAeTitle: 'EPACS', commitment: true },
  })
  await Promise.all([pacs.start(), hospital.startAndReach()])
})
after(async () => {
  await Promise.all([hospital?.kill(), pacs?.stop()])
  await network?.remove()
})
afterEach(() => {
  pacs.commit = undefined
})

const sent = async (study: number): Promise<string> => {
  const files = Array.from({ length: IMAGES }, (_, index) => ({
    name: `IM${index}`,
    bytes: ctSlice({ study, instance: index + 1, pixelBytes: 2000 }),
  }))
  return (await network.as('sender').send([INSTITUTIONS.hornicka.id], files)).json.id
}
const messageOf = async (id: string) => (await network.as('sender').get(`/api/messages/${id}`)).json
const untilStatus = async (id: string, status: string) =>
  await until(`it is ${status}`, async () => (await messageOf(id)).deliveries[0].status === status)
const incoming = async (id: string) =>
  (await hospital.state())?.incoming.find(({ message }) => message === id)

const wholly = ({ transactionUid, instances }: CommitmentRequest): Commitment => ({
  transactionUid,
  done: instances,
  failed: [],
})

async function reportOnItsOwn(result: Commitment): Promise<void> {
  const association = await requestAssociation({
    host: '127.0.0.1',
    port: hospital.dicomPort,
    callingAeTitle: 'PACS',
    calledAeTitle: 'EPACS',
    contexts: [{ abstractSyntax: STORAGE_COMMITMENT, transferSyntaxes: ['1.2.840.10008.1.2'] }],
  })
  assert.equal((await reportCommitment(association, result)).status, 0)
  await association.release()
}

test('a report on the association of the request is heard', async () => {
  const answers: number[] = []
  pacs.commit = async (request, association) => {
    setTimeout(async () => answers.push((await reportCommitment(association, wholly(request))).status), 200)
    return { status: 0 }
  }
  await untilStatus(await sent(1), 'committed')
  assert.deepEqual(answers, [0])
})

test('a PACS that could not be asked is asked again', async () => {
  let asked = 0
  pacs.commit = async (request) => {
    asked++
    if (asked < 4) return { status: 0x0110, errorComment: 'Not now' }
    setTimeout(() => void reportOnItsOwn(wholly(request)), 200)
    return { status: 0 }
  }
  const id = await sent(2)
  await until('it is asked again, and reports', async () => {
    await hospital.command('retry')
    return (await messageOf(id)).deliveries[0].status === 'committed'
  })
  assert.equal(asked, 4)
})

test('a report that comes when nobody waits for it any more is taken', async () => {
  let request: CommitmentRequest | undefined
  pacs.commit = async (asked) => {
    request = asked
    return { status: 0 }
  }
  const id = await sent(3)
  await until(
    'it is asked for',
    async () => (await incoming(id))?.state === 'committing' && request !== undefined,
  )
  await hospital.kill()
  const database = NodeDatabase.open(join(hospital.folder, 'data', 'node.sqlite'))
  // The hour is over.
  database.run(`update incoming set next_ms = 1, attempts = 0 where message_id = ?`, id)
  database.close()
  await hospital.startAndReach()
  await until('the node is done', async () => (await incoming(id))?.state === 'done')
  assert.equal((await messageOf(id)).deliveries[0].status, 'stored')
  assert.ok(request)
  await reportOnItsOwn(wholly(request))
  await untilStatus(id, 'committed')
})

test('images that the PACS does not commit to are named with its reason', async () => {
  let failed: Commitment['failed'] = []
  pacs.commit = async ({ transactionUid, instances }) => {
    failed = instances.slice(0, 1).map((instance) => ({ ...instance, reason: 0x0112 }))
    setTimeout(() => void reportOnItsOwn({ transactionUid, done: instances.slice(1), failed }), 200)
    return { status: 0 }
  }
  const id = await sent(4)
  await until('the node is done', async () => (await incoming(id))?.state === 'done')
  const { deliveries, atPacs } = await messageOf(id)
  assert.equal(deliveries[0].status, 'stored')
  assert.equal(atPacs[0].stored, IMAGES - 1)
  assert.deepEqual(atPacs[0].refused, [
    {
      sopInstanceUid: failed[0]?.sopInstanceUid,
      status: 0x0112,
      comment: 'The PACS does not commit to keep it',
    },
  ])
})

test('Orthanc sends with commitment, and is told the result where it listens', async (t) => {
  const modality = {
    AET: INSTITUTIONS.chyne.aeTitle,
    Host: 'localhost',
    Port: hospital.dicomPort,
    AllowStorageCommitment: true,
  }
  const changes = { DicomAet: 'ARCHIVE', DicomModalities: { epacs: modality } }
  const { rest, take } = await startOrthanc(t, hospital.dicomPort, changes, archivePort)
  const ids: string[] = []
  for (const instance of [1, 2]) ids.push(await take(ctSlice({ study: 5, instance, pixelBytes: 131_072 })))
  const statusOf = async (uid: string) =>
    (await rest<{ readonly Status: string }>(`/storage-commitment/${uid}`)).Status
  const { ID } = await rest<{ readonly ID: string }>('/modalities/epacs/store', {
    Resources: ids,
    StorageCommitment: true,
    Asynchronous: true,
  })
  type Job = {
    readonly State: string
    readonly Content: { readonly StorageCommitmentTransactionUID?: string }
  }
  const job = async () => await rest<Job>(`/jobs/${ID}`)
  await until('it has sent', async () => (await job()).State === 'Success')
  const uid = (await job()).Content.StorageCommitmentTransactionUID
  assert.ok(uid)
  await until('it knows that all is kept', async () => (await statusOf(uid)) === 'Success')
  await until(
    'it is delivered, and let go',
    async () => (await hospital.state())?.outgoing[0]?.state === 'delivered',
  )
  const never = await take(ctSlice({ study: 5, instance: 3, pixelBytes: 131_072 }))
  for (const [resources, expected] of [
    [ids, 'Success'],
    [[...ids, never], 'Failure'],
  ] as const) {
    const { ID: later } = await rest<{ readonly ID: string }>('/modalities/epacs/storage-commitment', {
      Resources: resources,
    })
    await until(`it is told: ${expected}`, async () => (await statusOf(later)) === expected)
  }
})

test('what a PACS was promised is told after kill -9, as often as it takes', async () => {
  const object = storedObject(ctSlice({ study: 6, instance: 1 }))
  assert.ok(object)
  const transferSyntaxes = [object.transferSyntaxUid]
  const asking = await requestAssociation({
    host: '127.0.0.1',
    port: hospital.dicomPort,
    callingAeTitle: 'ARCHIVE',
    calledAeTitle: INSTITUTIONS.chyne.aeTitle,
    contexts: [object.sopClassUid, STORAGE_COMMITMENT].map((abstractSyntax) => ({
      abstractSyntax,
      transferSyntaxes,
    })),
  })
  assert.equal((await store(asking, object)).status, 0)
  const { sopClassUid, sopInstanceUid } = object
  const request = { transactionUid: '2.25.6', instances: [{ sopClassUid, sopInstanceUid }] }
  assert.equal((await requestCommitment(asking, request)).status, 0)
  // Nobody listens there.
  await hospital.kill()
  let calls = 0
  const told: { readonly result: Commitment; readonly callingAeTitle: string }[] = []
  const archive = await Acceptor.listen({
    host: 'localhost',
    port: archivePort,
    admit: ({ request: { callingAeTitle } }) => ({
      services: {
        async committed(result) {
          told.push({ result, callingAeTitle })
          return { status: calls++ === 0 ? 0x0110 : 0 }
        },
      },
    }),
  })
  try {
    await hospital.startAndReach()
    await until('it is told, and once more since it failed', () => told.length === 2)
  } finally {
    await archive.close()
  }
  for (const each of told) {
    assert.deepEqual(each.result, { transactionUid: '2.25.6', done: request.instances, failed: [] })
    assert.equal(each.callingAeTitle, INSTITUTIONS.chyne.aeTitle)
  }
})
