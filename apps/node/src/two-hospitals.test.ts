/** Two hospitals with nodes, a centre between them, and PACS of others on both sides: DCMTK's and Orthanc. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { TakenKinds } from '@epacs/intake/passport'
import { readNodeKeySet, readNodeReceipt } from '@epacs/proof'
import { startOrthanc } from '../../../packages/dicom/src/network/testing/orthanc.ts'
import { storedObject } from '../../../packages/dicom/src/network/testing/part10.ts'
import { run } from '../../../packages/dicom/src/network/testing/programs.ts'
import { sharedFile } from '../../../packages/dicom/src/testing/shared-data.ts'
import { ctSlice } from '../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../centre/src/testing/free-port.ts'
import { INSTITUTIONS, TestNetwork } from '../../centre/src/testing/network.ts'
import { until } from '../../centre/src/testing/until.ts'
import { Hospital } from './testing/hospital.ts'

let network: TestNetwork
let sending: Hospital
let receiving: Hospital
let orthancPort: number
before(async () => {
  network = await TestNetwork.start()
  orthancPort = await freePort()
  sending = await Hospital.enrol(network, 'caslav', { dicom: { aliases: { POLIKLINIKA: 'HORNICKA' } } })
  receiving = await Hospital.enrol(network, 'hornicka', {
    pacs: {
      host: '127.0.0.1',
      port: orthancPort,
      aeTitle: 'ORTHANC',
      callingAeTitle: 'EPACS',
      commitment: true,
    },
  })
  await Promise.all([sending.startAndReach(), receiving.startAndReach()])
})
after(async () => {
  await Promise.all([sending?.kill(), receiving?.kill()])
  await network?.remove()
})

async function filesOf(study: number, instances: number): Promise<string[]> {
  const paths: string[] = []
  for (let instance = 1; instance <= instances; instance++) {
    const path = join(network.folder, `${study}-${instance}.dcm`)
    await writeFile(path, ctSlice({ study, instance, pixelBytes: 100_000 }))
    paths.push(path)
  }
  return paths
}

const storescu = async (called: string, ...paths: readonly string[]) =>
  await run('storescu', [
    '-v',
    '-aet',
    'PACS',
    '-aec',
    called,
    '127.0.0.1',
    String(sending.dicomPort),
    ...paths,
  ])

const dataSetSha256 = (file: Uint8Array) => {
  const object = storedObject(file)
  return createHash('sha256')
    .update(object?.dataSet ?? '')
    .digest('hex')
}

interface SentMessage {
  readonly id: string
  readonly instances: number
  readonly deliveries: readonly { readonly status: string }[]
}

async function sentMessages(): Promise<readonly SentMessage[]> {
  return (await network.as('sender').get('/api/messages?box=sent&pageSize=100')).json.items
}

test('a study goes from PACS to PACS: every image once, byte for byte, and the sender sees that it is committed', async (t) => {
  const orthanc = await startOrthanc(t, receiving.dicomPort, {}, orthancPort)
  const paths = await filesOf(1, 12)
  assert.equal((await storescu('POLIKLINIKA', ...paths)).match(/Store Response \(Success\)/g)?.length, 12)
  await until('it is committed', async () => (await sentMessages())[0]?.deliveries[0]?.status === 'committed')
  const [message, ...others] = await sentMessages()
  assert.equal(others.length, 0)
  assert.equal(message?.instances, 12)
  const detail = (await network.as('sender').get(`/api/messages/${message.id}`)).json
  assert.deepEqual([detail.atPacs[0].stored, detail.atPacs[0].refused], [12, []])
  const { items } = (await network.as('sender').get(`/api/messages/${message.id}/receipts`)).json
  const nodeKeys = (await network.visitor().get('/.well-known/node-jwks.json')).body.toString()
  const signed = items.flatMap(({ nodeJws }: { nodeJws?: string }) => nodeJws ?? [])
  const said = await Promise.all(
    signed.map(async (jws: string) => (await readNodeReceipt(jws, readNodeKeySet(nodeKeys))).kind),
  )
  assert.deepEqual(said.toSorted(), ['delivered', 'stored'], 'the node has signed it itself')
  const ids = await orthanc.rest<readonly string[]>('/instances')
  assert.equal(ids.length, 12)
  const there = await Promise.all(ids.map(async (id) => dataSetSha256(await orthanc.file(id))))
  const here = await Promise.all(paths.map(async (path) => dataSetSha256(await readFile(path))))
  assert.deepEqual(there.toSorted(), here.toSorted())
  // Of what became of it there, its node learns behind the sender.
  const [outgoing, ...more] = (await sending.state())?.outgoing ?? []
  assert.deepEqual([outgoing?.state, more.length], ['delivered', 0])
  await until(
    'the sending node knows it, too',
    async () => (await sending.state())?.outgoing[0]?.farStatus === 'committed',
  )
})

test('later images of a study are a supplement to its message, and both sides see so', async () => {
  const [first, , ...later] = await filesOf(5, 4)
  const outgoing = async () =>
    (await sending.state())?.outgoing.filter(({ called }) => called === 'POLIKLINIKA').slice(0, 2) ?? []
  const before = new Set((await sentMessages()).map(({ id }) => id))
  const news = async () => (await sentMessages()).filter(({ id }) => !before.has(id))
  await storescu('POLIKLINIKA', first ?? '')
  await until('the first is delivered', async () => (await outgoing())[0]?.state === 'delivered')
  await storescu('POLIKLINIKA', ...later)
  await until('the second is sent', async () => (await news()).length === 2)
  const [supplement, original] = await news()
  const incoming = async () =>
    (await receiving.state())?.incoming.find(({ message }) => message === supplement?.id)
  await until('the receiving node has it', async () => (await incoming()) !== undefined)
  const detail = (await network.as('receiver').get(`/api/messages/${supplement?.id}`)).json
  assert.deepEqual([detail.supplementTo.id, detail.instances], [original?.id, 2])
  assert.equal(
    (await sending.state())?.outgoing.find(({ message }) => message === supplement?.id)?.supplementTo,
    original?.id,
  )
  assert.equal((await incoming())?.supplementTo, original?.id)
})

test('what became of a message while the sending node was away is known to it once it is back', async () => {
  const { aeTitle, id: mailbox } = INSTITUTIONS.chyne
  const outgoing = async () => (await sending.state())?.outgoing.find(({ called }) => called === aeTitle)
  await storescu(aeTitle, ...(await filesOf(2, 1)))
  await until('it is delivered', async () => (await outgoing())?.state === 'delivered')
  await sending.kill()
  const recipient = network.as('second')
  const [message] = (await recipient.get('/api/messages')).json.items
  assert.equal(message.recipients[0].id, mailbox)
  await recipient.get(`/api/messages/${message.id}`)
  await sending.startAndReach()
  await until('the node knows that it was opened', async () => (await outgoing())?.farStatus === 'opened')
})

test('what a PACS takes is known to senders before they send, and it comes so', async (t) => {
  const passport = async () =>
    (await network.as('sender').get(`/api/institutions/${INSTITUTIONS.hornicka.id}/passport`)).json
  assert.deepEqual((await passport()).nodes[0].places[0].takes, null, 'nobody has asked it yet')
  const plain = ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1']
  await startOrthanc(t, receiving.dicomPort, { AcceptedTransferSyntaxes: plain }, orthancPort)
  assert.equal(await receiving.command('passport'), 204)
  await until('it is told', async () => (await passport()).nodes[0].places[0].learnedAt !== null)
  const { nodes, sopClassNames } = await passport()
  const taken = nodes[0].places[0].takes.kinds.map((each: Record<string, unknown>) => each.transferSyntaxUids)
  assert.deepEqual(taken[0], plain)
  assert.equal(sopClassNames['1.2.840.10008.5.1.4.1.1.2'], 'CT Image')
  assert.doesNotMatch(JSON.stringify(nodes), /127\.0\.0\.1|ORTHANC|"name"/)
  const { node } = (await receiving.state()) ?? {}
  const { json } = await network.as('operator').get(`/api/nodes/${node?.id}/passport`)
  assert.equal(json.passport.pacs[0].name, 'PACS')
  assert.equal((await network.as('sender').get(`/api/nodes/${node?.id}/passport`)).status, 403)
  assert.deepEqual((await receiving.state())?.passport[0]?.classes, classesIn(nodes))

  const path = join(network.folder, 'compressed.dcm')
  await writeFile(path, sharedFile('files/mr/emri_small_jpeg_ls_lossless.dcm'))
  await run('storescu', [
    '-xt',
    '-aet',
    'PACS',
    '-aec',
    'POLIKLINIKA',
    '127.0.0.1',
    String(sending.dicomPort),
    path,
  ])
  const newest = async () => (await sending.state())?.outgoing[0]
  await until('it is foreseen', async () => ((await newest())?.foreseen.length ?? 0) > 0)
  assert.deepEqual((await newest())?.foreseen, [
    {
      what: 'syntax-refused',
      isPartly: false,
      isCertain: true,
      instances: 1,
      modalities: ['MR'],
      about: ['JPEG-LS Lossless'],
    },
  ])
  const atPacs = async () => {
    const { message } = (await newest()) ?? {}
    return message == null
      ? undefined
      : (await network.as('sender').get(`/api/messages/${message}`)).json.atPacs[0]
  }
  await until('the PACS has answered', async () => (await atPacs())?.refused.length === 1)
})

function classesIn(nodes: readonly { places: readonly { takes: TakenKinds }[] }[]): number {
  const kinds = nodes[0]?.places[0]?.takes.kinds ?? []
  return kinds
    .filter(({ transferSyntaxUids }) => transferSyntaxUids.length > 0)
    .reduce((sum, { sopClassUids }) => sum + sopClassUids.length, 0)
}
