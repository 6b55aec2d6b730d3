import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { claimSpace } from '../uploads/index.ts'

const { hornicka, chyne } = INSTITUTIONS

let network: TestNetwork
before(async () => {
  network = await TestNetwork.start()
})
after(() => network.remove())

test('where no space is left, the whole can be forwarded, and a choice of studies cannot', async (t) => {
  const [sender, receiver] = [network.as('sender'), network.as('receiver')]
  const files = [1, 2].map((study) => ({ name: `IM${study}`, bytes: ctSlice({ study, instance: 1 }) }))
  const { id } = (await sender.send([hornicka.id], files)).json
  const { studies } = await sender.until(id, 'delivered')
  const { centre } = network
  // The free space is not asked for again meanwhile.
  const now = performance.now()
  t.mock.method(performance, 'now', () => now)
  // What is left is promised to somebody: half of the rest, again and again, down to the last byte.
  const forward = async (json: object) => {
    for (let bytes = 2 ** 50; bytes >= 1; bytes /= 2) while (await claimSpace(centre, bytes)) {}
    return await receiver.call('POST', `/api/messages/${id}/forward`, {
      json: { recipients: [chyne.id], ...json },
    })
  }
  const some = await forward({ studies: [studies[0].studyInstanceUid] })
  assert.deepEqual([some.status, some.json.code], [507, 'out-of-space'])
  assert.equal((await forward({})).status, 201)
})
