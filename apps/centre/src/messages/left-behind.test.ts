import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { access, appendFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Centre } from '../centre.ts'
import type { ApiClient } from '../testing/api-client.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'

const { hornicka, chyne, plzen } = INSTITUTIONS

let network: TestNetwork
let centre: Centre
let sender: ApiClient
before(async () => {
  network = await TestNetwork.start({ intake: { maxAttempts: 1 } })
  centre = network.centre
  sender = network.as('sender')
})
after(() => network.remove())

const run = (job: string) => centre.jobs.add(centre.db, job, {})
const fileOf = (upload: string) => join(network.folder, 'data/uploads', upload.slice(-2), upload)

async function isThere(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  )
}

async function expire(upload: string): Promise<void> {
  const expires_at = new Date(Date.now() - 1000)
  await centre.db.updateTable('upload').set({ expires_at }).where('id', '=', upload).execute()
}

async function usedBytes(institutionId: string): Promise<number> {
  const { used_bytes } = await centre.db
    .selectFrom('mailbox')
    .where('institution_id', '=', institutionId)
    .select('used_bytes')
    .executeTakeFirstOrThrow()
  return used_bytes
}

/** A message of one upload of which not all has come. */
async function halfSent(recipient: string): Promise<{ id: string; upload: string; bytes: Buffer }> {
  const bytes = ctSlice({ instance: 1, pixelBytes: 100_000 })
  const upload = await sender.createUpload('IM1', bytes.length)
  const { json } = await sender.call('POST', '/api/messages', {
    json: { recipients: [recipient], uploads: [upload] },
  })
  await sender.patch(upload, 0, bytes.subarray(0, 50_000))
  return { id: json.id, upload, bytes }
}

test('an upload that nobody continues is removed when its time is over', async () => {
  const [left, waiting] = [await sender.createUpload('left', 100), await sender.createUpload('waiting', 100)]
  await expire(left)
  assert.equal((await sender.head(left)).status, 410)
  await run('expire-uploads')
  await until(
    'the upload is gone',
    async () => (await sender.head(left)).status === 404 && !(await isThere(fileOf(left))),
  )
  assert.equal((await sender.head(waiting)).status, 200)
})

test('a message whose upload nobody continues expires, and the space that it reserved is free', async () => {
  const { id, upload } = await halfSent(plzen.id)
  assert.ok((await usedBytes(plzen.id)) > 0)
  await expire(upload)
  await run('expire-messages')
  await sender.until(id, 'expired')
  assert.equal(await usedBytes(plzen.id), 0)
  await until('the file is gone', async () => !(await isThere(fileOf(upload))))
})

test('an upload whose last byte came while the centre was killed is found complete', async () => {
  const { id, upload, bytes } = await halfSent(hornicka.id)
  await appendFile(fileOf(upload), bytes.subarray(50_000))
  await run('sweep-uploads')
  await sender.until(id, 'delivered')
})

test('files that belong to no upload are removed once they are old', async () => {
  const [old, young] = [fileOf(randomUUID()), fileOf(randomUUID())]
  const hoursAgo = new Date(Date.now() - 2 * 3_600_000)
  for (const path of [old, young]) await writeFile(path, 'x')
  await utimes(old, hoursAgo, hoursAgo)
  await run('sweep-uploads')
  await until('the old file is gone', async () => !(await isThere(old)))
  assert.ok(await isThere(young))
})

test('a message that can go on and has no job gets one', async () => {
  const { id, upload, bytes } = await halfSent(hornicka.id)
  await appendFile(fileOf(upload), bytes.subarray(50_000))
  // As a centre leaves it that was killed between the last upload and the message.
  await centre.db.updateTable('upload').set({ completed_at: new Date() }).where('id', '=', upload).execute()
  await run('resume-messages')
  await sender.until(id, 'delivered')
})

test('packages that their message does not name are removed; the others stay, and those of unknown messages', async () => {
  const file = { name: 'IM1', bytes: ctSlice({ study: 2, instance: 1 }) }
  const { id } = (await sender.send([hornicka.id], [file])).json
  await sender.until(id, 'delivered')
  const unnamed = { messageId: id, sha256: 'a'.repeat(64) }
  const unknown = { messageId: randomUUID(), sha256: 'a'.repeat(64) }
  for (const key of [unnamed, unknown]) {
    const folder = await centre.store.createWorkFolder(key.messageId)
    const files = { packagePath: join(folder, 'package.zip'), indexPath: join(folder, 'index') }
    for (const path of Object.values(files)) await writeFile(path, 'x')
    await centre.store.put(key, files)
  }
  await run('sweep-packages')
  await until('the index is gone', async () => (await centre.store.indexFile(unnamed)) === undefined)
  // These records may be older than the packages, or another centre's.
  assert.ok(await centre.store.indexFile(unknown))
  assert.equal((await network.as('receiver').get(`/api/messages/${id}/package`)).status, 200)
})

test('a message that the centre fails to check is rejected as its own fault, and takes no space', async () => {
  const before = await usedBytes(plzen.id)
  const { id, upload } = await halfSent(plzen.id)
  await rm(fileOf(upload))
  await centre.db.updateTable('upload').set({ completed_at: new Date() }).where('id', '=', upload).execute()
  await run('resume-messages')
  const rejected = await sender.until(id, 'rejected')
  assert.equal(rejected.problem, 'centre-failure')
  assert.equal(await usedBytes(plzen.id), before)
})

test('a package that does not fit where its files would have is rejected, and no mailbox has a part of it', async () => {
  const bytes = ctSlice({ study: 3, instance: 1 })
  const quota_bytes = (await usedBytes(chyne.id)) + bytes.length
  await centre.db.updateTable('mailbox').set({ quota_bytes }).where('institution_id', '=', chyne.id).execute()
  const [before, beforeThere] = [await usedBytes(hornicka.id), await usedBytes(chyne.id)]
  const { id } = (await sender.send([chyne.id, hornicka.id], [{ name: 'IM1', bytes }])).json
  const rejected = await sender.until(id, 'rejected')
  assert.equal(rejected.problem, 'mailbox-full')
  assert.deepEqual([await usedBytes(hornicka.id), await usedBytes(chyne.id)], [before, beforeThere])
  assert.equal((await network.as('receiver').get(`/api/messages/${id}`)).status, 404)
})
