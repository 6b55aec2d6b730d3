import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { INSTITUTIONS, PEOPLE, TestNetwork } from '../testing/network.ts'

let network: TestNetwork
before(async () => {
  network = await TestNetwork.start()
  await network.centre.db
    .updateTable('person')
    .set({ roles: ['auditor'] })
    .where('id', '=', PEOPLE.uninvolved.id)
    .execute()
})
after(() => network.remove())

test('an auditor reads the trail and leaves a trace; nobody else reads it, and the auditor runs nothing', async () => {
  await network.as('sender').get('/api/messages')
  const auditor = network.as('uninvolved')
  const path = `/api/audit?action=mailbox.&institution=${INSTITUTIONS.caslav.id}`
  const { json } = await auditor.get(path)
  assert.deepEqual(
    [json.total, json.items[0].action, json.items[0].personId],
    [1, 'mailbox.list', PEOPLE.sender.id],
  )
  assert.match(json.items[0].sha256, /^[0-9a-f]{64}$/)
  const { items } = (await auditor.get('/api/audit?pageSize=1')).json
  assert.deepEqual([items[0].action, items[0].personId], ['audit.read', PEOPLE.uninvolved.id])
  assert.equal((await network.as('operator').get(path)).json.code, 'not-an-auditor')
  assert.equal((await network.visitor().get(path)).status, 401)
  assert.equal((await auditor.get('/api/registrations')).json.code, 'not-an-operator')
})
