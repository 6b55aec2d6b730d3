/** What operators see of the centre's mails. */
import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { MailStatus } from '@epacs/exchange'
import { v7 as newId } from 'uuid'
import { TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'

let network: TestNetwork
before(async () => {
  network = await TestNetwork.start()
})
after(() => network.remove())

async function mail(status: MailStatus): Promise<string> {
  const id = newId()
  await network.centre.db
    .insertInto('mail')
    .values({
      id,
      template: 'registration-received',
      language: 'cs',
      recipient: `${status}@example.cz`,
      contents: JSON.stringify({ institution: 'Ordinace', link: network.config.portal.publicUrl }),
      status,
      problem: status === 'refused' ? 'smtp-550' : null,
      queued_at: new Date(),
    })
    .execute()
  return id
}

test('an operator finds the mails that failed, either way, and sends one again', async () => {
  const refused = await mail('refused')
  const givenUp = await mail('given-up')
  const sent = await mail('sent')
  const operator = network.as('operator')
  const ids = async (status: string) => {
    const { json } = await operator.get(`/api/mail?status=${status}`)
    return json.items.map((item: { id: string }) => item.id).toSorted()
  }
  assert.deepEqual(await ids('failed'), [refused, givenUp].toSorted())
  assert.deepEqual(await ids('sent'), [sent])
  assert.equal((await operator.call('POST', `/api/mail/${sent}/retry`)).json.code, 'mail-not-found')
  assert.equal((await operator.call('POST', `/api/mail/${refused}/retry`)).status, 204)
  await until('the mail is sent', async () => (await ids('sent')).includes(refused))
  assert.deepEqual(await ids('failed'), [givenUp])
  const { json } = await operator.get('/api/mail/status')
  assert.deepEqual([json.way, json.failed, json.trouble], ['folder', 1, null])
})

test('an operator learns that no mail leaves, why and since when', async () => {
  const place = join(network.folder, 'data/mail')
  await rm(place, { recursive: true })
  await writeFile(place, 'a file stands in the way')
  const operator = network.as('operator')
  const refused = await mail('refused')
  assert.equal((await operator.call('POST', `/api/mail/${refused}/retry`)).status, 204)
  const trouble = async () => (await operator.get('/api/mail/status')).json.trouble
  await until('the trouble shows', async () => (await trouble()) !== null)
  const { problem, since, waiting } = await trouble()
  assert.deepEqual([problem, waiting], ['folder-not-writable', 1])
  assert.ok(Math.abs(Date.now() - Date.parse(since)) < 3_600_000)
  await rm(place)
  await until('it goes by itself', async () => (await trouble()) === null)
})
