/** What operators see of the centre's mails. */
import assert from 'node:assert/strict'
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
  assert.deepEqual([json.way, json.failed], ['folder', 1])
})
