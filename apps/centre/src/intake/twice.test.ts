import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { checkMessage } from './check-message.ts'

let network: TestNetwork
before(async () => {
  network = await TestNetwork.prepare()
})
after(() => network.remove())

test('attempts at one message that run at the same time deliver it once, and the package stays', async () => {
  const { centre } = await network.startHere()
  const [sender, receiver] = [network.as('sender'), network.as('receiver')]
  const context = { centre, signal: centre.stopping }
  for (let study = 1; study <= 3; study++) {
    const upload = await sender.upload({ name: 'IM1', bytes: ctSlice({ study, instance: 1 }) })
    const json = { recipients: [INSTITUTIONS.hornicka.id], uploads: [upload] }
    const { id } = (await sender.call('POST', '/api/messages', { json })).json
    // Beside the job itself, as after a broken connection to the database that made it look abandoned.
    await Promise.all([checkMessage(context, id), checkMessage(context, id)])
    const { sizeBytes } = await sender.until(id, 'delivered')
    const whole = await receiver.get(`/api/messages/${id}/package`)
    assert.equal(whole.status, 200)
    assert.equal(whole.body.length, sizeBytes)
  }
  await network.stopHere()
})
