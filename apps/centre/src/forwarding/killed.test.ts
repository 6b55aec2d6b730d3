import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { CrashPoint } from '../crash-points.ts'
import { openFolderStore } from '../storage/index.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'
import { beforeItBrings, waits } from './testing/standstill.ts'

const { hornicka, chyne } = INSTITUTIONS
const POINTS: readonly CrashPoint[] = ['intake.package-written', 'intake.package-stored']

let network: TestNetwork
const sources: { readonly id: string; readonly bytes: Buffer }[] = []
before(async () => {
  network = await TestNetwork.prepare()
  const running = await network.startProcess()
  const [sender, receiver] = [network.as('sender'), network.as('receiver')]
  for (const [number] of POINTS.entries()) {
    const files = [{ name: 'IM1', bytes: ctSlice({ study: number + 1, instance: 1 }) }]
    const { id } = (await sender.send([hornicka.id], files)).json
    await sender.until(id, 'delivered')
    sources.push({ id, bytes: (await receiver.get(`/api/messages/${id}/package`)).body })
  }
  await running.stop()
})
after(() => network.remove())

for (const [number, point] of POINTS.entries()) {
  test(`a centre killed at the point ${point} of a forwarding does it after its start, even when the source is deleted before`, async (t) => {
    const { id: source, bytes } = sources[number] ?? { id: '', bytes: Buffer.alloc(0) }
    const [receiver, second] = [network.as('receiver'), network.as('second')]
    const killed = await network.startProcess(point)
    const call = { json: { recipients: [chyne.id] }, headers: { 'idempotency-key': point } }
    const forward = async () => await receiver.call('POST', `/api/messages/${source}/forward`, call)
    // The answer may be lost with the process: the client asks again with the same key.
    await forward().catch(() => undefined)
    assert.equal((await killed.ended).signal, 'SIGKILL')

    // Of the centre that is about to start, which begins anew at once.
    const standstill = beforeItBrings(t, Object.getPrototypeOf(await openFolderStore(network.folder)))
    const { centre } = await network.startHere()
    const { json } = await forward()
    await standstill.reached
    assert.equal((await receiver.call('DELETE', `/api/messages/${source}/data`)).status, 204)
    await until('the deletion was looked at', async () => !(await waits(centre, 'delete-package')))
    standstill.end()
    await receiver.until(json.id, 'delivered')
    assert.ok((await second.get(`/api/messages/${json.id}/package`)).body.equals(bytes))
    assert.equal((await second.get('/api/messages')).json.total, number + 1)
    const { package_sha256 } = await centre.db
      .selectFrom('message')
      .where('id', '=', json.id)
      .select('package_sha256')
      .executeTakeFirstOrThrow()
    const key = { messageId: source, sha256: package_sha256?.toString('hex') ?? '' }
    await until('the source is gone', async () => (await centre.store.indexFile(key)) === undefined)
    await network.stopHere()
  })
}
