/** What the centre signs about messages, and who gets it. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type KeySet, readKeySet, readManifest, readReceipt } from '@epacs/proof'
import type { ApiClient } from '../testing/api-client.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'

const { hornicka, chyne } = INSTITUTIONS

let network: TestNetwork
let sender: ApiClient
let receiver: ApiClient
let messageId: string
let sha256: string
before(async () => {
  network = await TestNetwork.start()
  sender = network.as('sender')
  receiver = network.as('receiver')
  const files = [1, 2].map((instance) => ({
    name: `IM${instance}`,
    bytes: ctSlice({ study: instance, instance, pixelBytes: 2000 }),
  }))
  const created = await sender.send([hornicka.id, chyne.id], files, { subject: 'Novák Ondřej' })
  messageId = created.json.id
  await sender.until(messageId, 'delivered')
  const { body } = await sender.get(`/api/messages/${messageId}/package`)
  sha256 = createHash('sha256').update(body).digest('hex')
})
after(() => network.remove())

async function keys(): Promise<KeySet> {
  return readKeySet((await network.visitor().get('/.well-known/jwks.json')).body.toString())
}

async function receiptsOf(caller: ApiClient): Promise<readonly string[]> {
  const { json, body } = await caller.get(`/api/messages/${messageId}/receipts`)
  assert.doesNotMatch(body.toString(), /Nov[aá]k/)
  const told: string[] = []
  for (const { kind, institution, at, jws } of json.items) {
    const receipt = await readReceipt(jws, await keys())
    assert.equal(receipt.iss, network.config.portal.publicUrl)
    assert.deepEqual(
      [receipt.message, receipt.packageSha256, receipt.kind, receipt.recipient, receipt.at],
      [messageId, sha256, kind, institution.id, at],
    )
    told.push(`${kind} ${institution.id === hornicka.id ? 'hornicka' : 'chyne'}`)
  }
  return told.sort()
}

test('the manifest names every image of the package and the package, signed', async () => {
  const { status, headers, body } = await receiver.get(`/api/messages/${messageId}/manifest`)
  assert.equal(status, 200)
  assert.match(String(headers['content-disposition']), /filename="epacs-\d{8}-[0-9a-f]{8}\.manifest"/)
  const path = join(network.folder, 'manifest')
  await writeFile(path, body)
  const { claims, instances } = await readManifest(path, await keys())
  assert.deepEqual([claims.message, claims.package.sha256], [messageId, sha256])
  // Fetched by its recipient it would count as opened, a moment later.
  const zip = (await sender.get(`/api/messages/${messageId}/package`)).body
  assert.equal(instances.size, 2)
  for (const { file, sizeBytes, sha256: expected } of instances.values()) {
    // The name stands in the local header, and the image behind it (method stored).
    const from = zip.indexOf(file) + file.length
    const bytes = zip.subarray(from, from + sizeBytes)
    assert.equal(createHash('sha256').update(bytes).digest('hex'), expected, file)
  }
})

test('delivered, opened, stored, deleted: a receipt with each, all for the sender, its own for a recipient', async () => {
  assert.deepEqual(await receiptsOf(sender), ['delivered chyne', 'delivered hornicka'])
  await receiver.get(`/api/messages/${messageId}`)
  await receiver.get(`/api/messages/${messageId}`)
  assert.deepEqual(await receiptsOf(receiver), ['delivered hornicka', 'opened hornicka'])
  const node = await network.enrolNode('hornicka')
  const report = { status: 'stored', stored: 2, refused: [], settled: true }
  for (const _again of [1, 2]) {
    await node.call('PUT', `/api/nodes/own/deliveries/${messageId}`, { json: report })
  }
  await receiver.call('DELETE', `/api/messages/${messageId}/data`)
  assert.deepEqual(
    await receiptsOf(sender),
    [
      'delivered chyne',
      'delivered hornicka',
      'deleted hornicka',
      'opened hornicka',
      'stored hornicka',
    ].sort(),
  )
  const second = network.as('second')
  assert.deepEqual(await receiptsOf(second), ['delivered chyne'])
  await second.call('DELETE', `/api/messages/${messageId}/data`)
  assert.deepEqual(await receiptsOf(second), ['delivered chyne', 'deleted chyne'].sort())
  assert.equal((await sender.get(`/api/messages/${messageId}/manifest`)).json.code, 'data-deleted')
})

test('what is not committed leaves no receipt', async () => {
  const { db } = network.centre
  const before = await db.selectFrom('receipt').select('kind').execute()
  const file = { name: 'IM9', bytes: ctSlice({ study: 9, instance: 9, pixelBytes: 2000 }) }
  const { id } = (await sender.send([hornicka.id], [file])).json
  await sender.until(id, 'delivered')
  await receiver.call('DELETE', `/api/messages/${id}/data`)
  const again = await receiver.call('DELETE', `/api/messages/${id}/data`)
  assert.equal(again.status, 204)
  const rows = await db.selectFrom('receipt').select('kind').execute()
  assert.equal(rows.length, before.length + 2)
})

test('a new key signs from now on, and what the old one signed can be checked still', async () => {
  const operator = network.as('operator')
  const [old] = (await keys()).keys
  const path = join(network.folder, 'data', 'signing', 'key.pem')
  assert.equal((await stat(path)).mode & 0o777, 0o600)
  const oldPem = await readFile(path)
  const rotated = await operator.call('POST', '/api/signing-keys')
  assert.equal(rotated.status, 201)
  const now = (await keys()).keys
  assert.deepEqual(
    now.map(({ kid, retiredAt }) => [kid, retiredAt === undefined]),
    [
      [rotated.json.kid, true],
      [old?.kid, false],
    ],
  )
  assert.ok(
    now.every((key) => !('d' in key)),
    'no private key is published',
  )
  assert.ok((await receiptsOf(sender)).length > 0)
  await network.stopHere()
  // As if the centre had been killed between its records and its file.
  await rename(path, `${path}.next`)
  await writeFile(path, oldPem, { mode: 0o600 })
  await network.startHere()
  const file = { name: 'IM7', bytes: ctSlice({ study: 7, instance: 7, pixelBytes: 2000 }) }
  const { id } = (await sender.send([hornicka.id], [file])).json
  await sender.until(id, 'delivered')
  const [{ jws }] = (await sender.get(`/api/messages/${id}/receipts`)).json.items
  assert.equal((await readReceipt(jws, await keys())).keyId, rotated.json.kid)
})
