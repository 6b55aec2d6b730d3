import assert from 'node:assert/strict'
import { request } from 'node:https'
import { after, before, test } from 'node:test'
import type { ApiClient } from '../testing/api-client.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'

const { hornicka } = INSTITUTIONS
const MIB = 1024 ** 2

let network: TestNetwork
let sender: ApiClient
let receiver: ApiClient
let path: string
let messageId: string
before(async () => {
  network = await TestNetwork.start()
  sender = network.as('sender')
  receiver = network.as('receiver')
  const file = { name: 'IM1', bytes: ctSlice({ study: 1, instance: 1, pixelBytes: 40 * MIB }) }
  messageId = (await sender.send([hornicka.id], [file], { subject: 'Novák Ondřej' })).json.id
  await sender.until(messageId, 'delivered')
  path = `/api/messages/${messageId}/package`
})
after(() => network.remove())

const statusAtReceiver = async () =>
  (await sender.get(`/api/messages/${messageId}`)).json.deliveries[0].status

test('HEAD tells all about the package and counts as no download', async () => {
  const { status, headers, body } = await receiver.call('HEAD', path)
  assert.equal(status, 200)
  assert.equal(body.length, 0)
  assert.ok(Number(headers['content-length']) > 40 * MIB)
  assert.match(String(headers.etag), /^"[0-9a-f]{64}"$/)
  assert.equal(headers['accept-ranges'], 'bytes')
  assert.equal(headers['content-type'], 'application/zip')
  assert.equal(headers['cache-control'], 'private, no-cache')
  assert.equal(await statusAtReceiver(), 'delivered')
})

test('the name of the file says nothing of the patient', async () => {
  const { headers } = await receiver.call('HEAD', path)
  assert.match(
    String(headers['content-disposition']),
    /^attachment; filename="epacs-\d{8}-[0-9a-f]{8}\.zip"$/,
  )
})

test('a part does not count as downloaded, the last byte does, with however many parts before', async () => {
  const { headers } = await receiver.call('HEAD', path)
  const sizeBytes = Number(headers['content-length'])
  const etag = String(headers.etag)
  const first = await receiver.get(path, { range: `bytes=0-${MIB - 1}` })
  assert.equal(first.status, 206)
  assert.equal(first.headers['content-range'], `bytes 0-${MIB - 1}/${sizeBytes}`)
  assert.equal(await statusAtReceiver(), 'delivered')
  const rest = await receiver.get(path, { range: `bytes=${MIB}-`, 'if-range': etag })
  assert.equal(rest.status, 206)
  const whole = await receiver.get(path)
  assert.ok(Buffer.concat([first.body, rest.body]).equals(whole.body))
  assert.equal(whole.body.length, sizeBytes)
  // It is noted after the last byte has left, so its reader may be back before that.
  await until('the download is noted', async () => (await statusAtReceiver()) === 'downloaded')
})

test('a client that has it already, or another one, is told so', async () => {
  const etag = String((await receiver.call('HEAD', path)).headers.etag)
  const same = await receiver.get(path, { 'if-none-match': etag })
  assert.deepEqual([same.status, same.body.length, same.headers.etag], [304, 0, etag])
  const other = await receiver.get(path, { 'if-match': '"other"' })
  assert.deepEqual([other.status, other.json.code], [412, 'precondition-failed'])
  const beyond = await receiver.get(path, { range: 'bytes=99999999999-' })
  assert.equal(beyond.status, 416)
  assert.match(String(beyond.headers['content-range']), /^bytes \*\/\d+$/)
  assert.equal(beyond.headers['content-type'], 'application/problem+json')
  const changed = await receiver.get(path, { range: 'bytes=0-9', 'if-range': '"other"' })
  assert.equal(changed.status, 200, 'the whole, when the part would be of another package')
})

test('a download under way survives that the data is deleted', async () => {
  const file = { name: 'IM1', bytes: ctSlice({ study: 2, instance: 1, pixelBytes: 30 * MIB }) }
  const { id } = (await sender.send([hornicka.id], [file])).json
  const { sizeBytes } = await sender.until(id, 'delivered')
  const received = await new Promise<number>((resolve, reject) => {
    const url = new URL(`/api/messages/${id}/package`, receiver.origin)
    const outgoing = request(url, { agent: receiver.agent }, (response) => {
      let bytes = 0
      response.once('data', () => {
        response.pause()
        network
          .as('receiver')
          .call('DELETE', `/api/messages/${id}/data`)
          .then(() => response.resume(), reject)
      })
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      response.on('end', () => resolve(bytes)).on('error', reject)
    })
    outgoing.on('error', reject).end()
  })
  assert.equal(received, sizeBytes)
  assert.equal((await receiver.get(`/api/messages/${id}/package`)).json.code, 'data-deleted')
})

test('every access stands in the audit trail, without a word about the patient', async () => {
  const events = await network.centre.db
    .selectFrom('audit_event')
    .where('message_id', '=', messageId)
    .selectAll()
    .orderBy('position')
    .execute()
  const actions = new Set(events.map(({ action }) => action))
  for (const action of ['message.create', 'message.deliver', 'message.read', 'package.download']) {
    assert.ok(actions.has(action), action)
  }
  assert.doesNotMatch(JSON.stringify(events), /Nov[aá]k/i)
})
