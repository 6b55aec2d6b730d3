/** What an administrator does at the node's page: holds, releases, cancels; and what pages elsewhere cannot do. */
import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pino } from 'pino'
import { v7 as newId } from 'uuid'
import { run } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { INSTITUTIONS, TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { CentreConnection, readCa } from '../centre/connection.ts'
import { continueUpload, createUpload } from '../centre/upload.ts'
import { readNodeConfig } from '../config/read-config.ts'
import { readIdentity } from '../enrolment/identity-file.ts'
import { wholeFile } from '../growing-file.ts'
import { Sender } from '../sending/sender.ts'
import { Spool } from '../sending/spool.ts'
import { NodeDatabase } from '../state/database.ts'
import { type Incoming, IncomingQueue } from '../state/incoming.ts'
import { type Outgoing, OutgoingQueue } from '../state/outgoing.ts'
import { Hospital } from '../testing/hospital.ts'
import { ScriptedPacs } from '../testing/scripted-pacs.ts'
import { Transfers } from '../transfers.ts'
import { WorkLoop } from '../work-loop.ts'
import { redirectOutgoing } from './commands.ts'

let network: TestNetwork
let sending: Hospital
let receiving: Hospital
let pacs: ScriptedPacs
/** Of a node that does not run, to be brought into any state. */
let idle: Awaited<ReturnType<typeof partsOf>>
before(async () => {
  network = await TestNetwork.start()
  const port = await freePort()
  pacs = new ScriptedPacs(port)
  await pacs.start()
  // Long enough to be held before it is complete.
  sending = await Hospital.enrol(network, 'caslav', { dicom: { releaseSeconds: 3600, quietSeconds: 3600 } })
  receiving = await Hospital.enrol(network, 'hornicka', {
    pacs: { host: '127.0.0.1', port, aeTitle: 'PACS' },
  })
  idle = await partsOf(await Hospital.enrol(network, 'caslav'))
  await Promise.all([sending.startAndReach(), receiving.startAndReach()])
})
after(async () => {
  idle?.close()
  await Promise.all([sending?.kill(), receiving?.kill(), pacs?.stop()])
  await network?.remove()
})

/** One image, as a PACS sends it. */
async function storescu(study: number): Promise<void> {
  const path = join(network.folder, `${study}.dcm`)
  await writeFile(path, ctSlice({ study, instance: 1 }))
  await run('storescu', ['-aet', 'PACS', '-aec', 'HORNICKA', '127.0.0.1', String(sending.dicomPort), path])
}

const newest = async () => (await sending.state())?.outgoing.find(({ state }) => state === 'receiving')
const outgoing = async (id: string) => (await sending.state())?.outgoing.find((each) => each.id === id)
const incoming = async (id: string) =>
  (await receiving.state())?.incoming.find(({ message }) => message === id)

async function send(study: number): Promise<string> {
  const files = [{ name: 'IM1', bytes: ctSlice({ study, instance: 1 }) }]
  const { id } = (await network.as('sender').send([INSTITUTIONS.hornicka.id], files)).json
  await network.as('sender').until(id, 'delivered')
  return id
}

test('what is held stays, also when the node is killed; what is cancelled leaves nothing in the node', async () => {
  await storescu(1)
  const held = await newest()
  assert.ok(held)
  assert.deepEqual(held.commands, ['hold', 'cancel'])
  assert.equal(await sending.command(`outgoing/${held.id}/hold`), 204)
  assert.equal(await sending.command(`outgoing/${held.id}/hold`), 409)
  await sending.kill()
  await sending.startAndReach()
  const after = await outgoing(held.id)
  assert.deepEqual([after?.held, after?.commands], [true, ['release', 'cancel']])
  const spool = async () => await readdir(join(sending.folder, 'data/spool'))
  assert.equal((await spool()).length, 1)

  assert.equal(await sending.command(`outgoing/${held.id}/cancel`), 204)
  await until('it is cancelled', async () => (await outgoing(held.id))?.state === 'cancelled')
  await until('its image is gone', async () => (await spool()).length === 0)
  const cancelled = await outgoing(held.id)
  assert.deepEqual([cancelled?.commands, cancelled?.instances], [[], 1])
  assert.match(cancelled?.trouble ?? '', /Cancelled at the page/)
  // The PACS sends it again: that is another message.
  await storescu(1)
  assert.equal((await newest())?.instances, 1)
})

test('a delivery that is held does not reach the PACS, nor by trying everything, until it is released', async () => {
  pacs.answer = () => ({ status: 0xa700 })
  const id = await send(2)
  await until('the PACS is full', async () => (await incoming(id))?.trouble?.includes('A700') === true)
  assert.equal(await receiving.command(`incoming/${id}/hold`), 204)
  pacs.answer = undefined
  assert.equal(await receiving.command('retry'), 204)
  const other = await send(3)
  await until('what came later is at the PACS', async () => (await incoming(other))?.state === 'done')
  assert.deepEqual([(await incoming(id))?.state, pacs.taken.size], ['storing', 1])
  assert.equal(await receiving.command(`incoming/${id}/release`), 204)
  await until('it is at the PACS', async () => (await incoming(id))?.state === 'done')
  assert.equal(pacs.taken.size, 2)
  assert.equal(await receiving.command(`incoming/${id}/cancel`), 409)
})

test('a delivery that is cancelled is settled: it stays in the mailbox, and no node asks for it again', async () => {
  pacs.answer = () => ({ status: 0xa700 })
  const id = await send(4)
  await until('the PACS is full', async () => (await incoming(id))?.trouble?.includes('A700') === true)
  assert.equal(await receiving.command(`incoming/${id}/cancel`), 204)
  await until('it is cancelled', async () => (await incoming(id))?.state === 'cancelled')
  pacs.answer = undefined
  const other = await send(5)
  await until('what came later is at the PACS', async () => (await incoming(other))?.state === 'done')
  assert.equal((await incoming(id))?.state, 'cancelled')
  assert.equal(pacs.taken.size, 3)
  const kept = async () => await readdir(join(receiving.folder, 'data/incoming'))
  await until('nothing of it is in the node', async () => (await kept()).length === 0)
  const { deliveries } = (await network.as('receiver').get(`/api/messages/${id}`)).json
  assert.equal(deliveries[0].status, 'forwarded')
})

test('a page elsewhere commands nothing, and reads nothing', async () => {
  assert.equal(await receiving.command('retry', {}), 403)
  assert.equal(await receiving.command('retry', { 'content-type': 'text/plain' }), 403)
  const id = '01940000-0000-7000-8000-000000000000'
  assert.equal(await receiving.command(`incoming/${id}/cancel`, {}), 403)
  assert.equal(await receiving.command(`incoming/${id}/cancel`), 404)
  assert.equal(await receiving.command(`incoming/${id}/forget`), 404)
  const rebound = await new Promise((resolve, reject) => {
    const headers = { host: 'evil.example' }
    request({ port: receiving.pagePort, host: '127.0.0.1', path: '/api/state', headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .once('error', reject)
      .end()
  })
  assert.equal(rebound, 403)
})

test('the page comes in the language that the browser asks for, or that was chosen at it', async () => {
  const page = async (headers: Record<string, string>, path = '/') =>
    await fetch(`http://127.0.0.1:${receiving.pagePort}${path}`, { headers, redirect: 'manual' })
  assert.match(
    await (await page({ 'accept-language': 'cs' })).text(),
    /<html lang="cs">[\s\S]*Komunikační uzel/,
  )
  assert.match(
    await (await page({ 'accept-language': 'de' })).text(),
    /<html lang="en">[\s\S]*Communication node/,
  )
  const chosen = await page({}, '/?language=cs')
  assert.deepEqual([chosen.status, chosen.headers.get('location')], [303, '/'])
  const [cookie = ''] = (chosen.headers.get('set-cookie') ?? '').split(';')
  assert.match(await (await page({ 'accept-language': 'en', cookie })).text(), /<html lang="cs">/)
  assert.equal((await page({}, '/?language=xx')).status, 404)
  const table = await page({}, '/participants.csv')
  assert.match(table.headers.get('content-type') ?? '', /^text\/csv/)
  assert.match(await table.text(), /^AE title,port,participant\n(.+\n)*"PLZEN",\d+,"/)
})

async function partsOf({ configPath, folder }: Hospital) {
  const { dataFolder, caFile } = await readNodeConfig(configPath)
  const { certificateEntrance, certificate: cert, privateKey: key } = await readIdentity(dataFolder)
  const connection = new CentreConnection(certificateEntrance, { ca: await readCa(caFile), cert, key })
  const database = NodeDatabase.open(join(folder, 'test.sqlite'))
  const queue = new OutgoingQueue(database)
  const spool = await Spool.open(join(folder, 'spool'), new Set())
  const sender = new Sender({
    transfers: new Transfers(),
    ...{ queue, spool, folder, connection, log: pino({ level: 'silent' }) },
    rules: () => [],
    leftOut: { add: () => undefined },
  })
  const close = () => {
    connection.close()
    database.close()
  }
  const nothing = { cut: async () => undefined, look: () => undefined, stop: async () => undefined }
  const fetching = new WorkLoop<Incoming>({
    ...{ next: () => undefined, idOf: ({ messageId }) => messageId, work: async () => undefined, atOnce: 1 },
  })
  const incoming = new IncomingQueue(database)
  const commanded = {
    queue: { outgoing: queue, incoming },
    sending: nothing,
    fetching,
    callAllPacs: () => undefined,
    log: pino({ level: 'silent' }),
  }
  return { connection, queue, sender, close, commanded }
}

/** One instance, on its way; @returns it as it is before the upload */
async function uploaded(study: number): Promise<Outgoing> {
  const { id: recipientId, name: recipientName } = INSTITUTIONS.hornicka
  const bytes = ctSlice({ study, instance: 1 })
  const spoolFile = `${newId()}.dcm`
  const { outgoingId } = idle.queue.images.add(
    { called: 'HORNICKA', calling: 'PACS', recipientId, recipientName },
    `1.2.${study}`,
    {
      sopInstanceUid: `1.2.${study}.1`,
      file: spoolFile,
      sizeBytes: bytes.length,
      transferSyntaxUid: '1.2.840.10008.1.2.1',
      dataSetSha256: '',
    },
  )
  const spoolPath = join(network.folder, spoolFile)
  await writeFile(spoolPath, bytes)
  idle.queue.move(outgoingId, 'uploading', { packageBytes: bytes.length })
  idle.queue.setUpload(outgoingId, await createUpload(idle.connection, 'IM1', bytes.length))
  const path = idle.queue.find(outgoingId)?.uploadPath ?? ''
  await idle.connection.call({
    method: 'PATCH',
    path,
    headers: {
      'tus-resumable': '1.0.0',
      'content-type': 'application/offset+octet-stream',
      'content-length': bytes.length,
      'upload-offset': 0,
    },
    body: createReadStream(spoolPath),
  })
  await rm(spoolPath)
  const found = idle.queue.find(outgoingId)
  assert.ok(found)
  return found
}

async function cancel(id: string): Promise<Outgoing | undefined> {
  idle.queue.move(id, 'cancelling')
  const cancelling = idle.queue.find(id)
  assert.ok(cancelling)
  await idle.sender.advance(cancelling, new AbortController().signal)
  return idle.queue.find(id)
}

test('what is cancelled while it is uploaded is removed at the centre', async () => {
  const { id, uploadPath } = await uploaded(1)
  assert.equal((await cancel(id))?.state, 'cancelled')
  const file = wholeFile('', 1)
  const { signal } = new AbortController()
  assert.equal(await continueUpload(idle.connection, uploadPath ?? '', file, signal), 'gone')
})

test('with a message that was made of it, the answer lost, it is too late: it goes its way', async () => {
  const { id, uploadPath, recipientId, requestKey } = await uploaded(2)
  const made = await idle.connection.call<{ id: string }>({
    method: 'POST',
    path: '/api/messages',
    headers: { 'idempotency-key': requestKey },
    json: {
      recipients: [recipientId],
      uploads: [uploadPath?.split('/').at(-1)],
      subject: 'PACS → HORNICKA',
      allOrNothing: true,
    },
  })
  const cancelled = await cancel(id)
  assert.deepEqual(
    [cancelled?.state, cancelled?.messageId, cancelled?.trouble],
    ['sent', made.id, 'It was too late to cancel.'],
  )
})

test('what is redirected goes to its new recipient alone, and the history says whom it was for', async () => {
  const { id } = await uploaded(4)
  const to = { recipientId: INSTITUTIONS.plzen.id, recipientName: INSTITUTIONS.plzen.name }
  const plzen = { id: to.recipientId, name: to.recipientName, aeTitle: 'PLZEN' }
  const participants = { find: (called: string) => (called === 'PLZEN' ? plzen : undefined) }
  const redirect = async (title: string) =>
    await redirectOutgoing({ ...idle.commanded, participants }, id, title)
  assert.equal(await redirect('NOBODY'), 'no-participant')
  assert.equal(await redirect('PLZEN'), 'done')
  assert.equal(await redirect('PLZEN'), 'not-now')
  const advance = async () => {
    const found = idle.queue.find(id)
    assert.ok(found)
    await idle.sender.advance(found, new AbortController().signal)
    return idle.queue.find(id)
  }
  assert.equal(idle.queue.find(id)?.redirectTo, 'PLZEN')
  const begun = await advance()
  assert.deepEqual(
    [begun?.state, begun?.called, begun?.recipientId, begun?.uploadPath, begun?.redirectTo],
    ['packing', 'PLZEN', INSTITUTIONS.plzen.id, null, null],
  )
  assert.match(begun?.redirected ?? '', /^\d{4}-\S+ .* \(HORNICKA\)$/)
})

test('with the centre away it is cancelled later, and what is redirected at the page goes to its new recipient', async () => {
  const { id } = await uploaded(3)
  await sending.reload({ releaseSeconds: 0 })
  await network.stopHere()
  assert.equal((await cancel(id))?.state, 'cancelling')

  const before = new Set((await sending.state())?.outgoing.map((each) => each.id))
  await storescu(80)
  const waiting = async () => (await sending.state())?.outgoing.find((each) => !before.has(each.id))
  await until('it can be redirected', async () => (await waiting())?.commands.includes('redirect') === true)
  const redirected = (await waiting())?.id ?? ''
  const redirect = async (of: string, body: object, headers: Record<string, string>) =>
    (
      await fetch(`http://127.0.0.1:${sending.pagePort}/api/outgoing/${of}/redirect`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      })
    ).status
  const own = { 'x-epacs-node': '1' }
  assert.equal(await redirect(redirected, { to: 'PLZEN' }, {}), 403)
  assert.equal(await redirect(redirected, {}, own), 400)
  assert.equal(await redirect(newId(), { to: 'PLZEN' }, own), 404)
  assert.equal(await redirect(redirected, { to: 'NOBODY' }, own), 422)
  assert.equal(await redirect(redirected, { to: 'PLZEN' }, own), 204)

  await network.startHere()
  assert.equal((await cancel(id))?.state, 'cancelled')
  await until('it is delivered', async () => (await outgoing(redirected))?.state === 'delivered')
  const delivered = await outgoing(redirected)
  assert.deepEqual([delivered?.called, delivered?.recipient], ['PLZEN', INSTITUTIONS.plzen.name])
  assert.match(delivered?.redirected[0] ?? '', /\(HORNICKA\)$/)
  const { recipients } = (await network.as('sender').get(`/api/messages/${delivered?.message}`)).json
  assert.deepEqual(
    recipients.map((each: { id: string }) => each.id),
    [INSTITUTIONS.plzen.id],
  )
})
