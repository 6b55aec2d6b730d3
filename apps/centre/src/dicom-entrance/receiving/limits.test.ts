/** What one institution, or a full disk, is told when there is no room: "out of resources", and why. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Association, echo, STATUS, store } from '@epacs/dicom/network'
import type { SliceRequest } from '../../testing/dicom-file.ts'
import { until } from '../../testing/until.ts'
import { associate, prepareDicomNetwork, slice } from '../testing/dicom-network.ts'

async function answered(association: Association, request: SliceRequest) {
  const { status, errorComment = '' } = await store(association, slice(request))
  return { status, errorComment }
}

test('a disk that has come to its reserve takes no instance, and the association goes on', async (t) => {
  const { network, port } = await prepareDicomNetwork({}, { uploads: { diskReserveBytes: 2 ** 50 } })
  t.after(() => network.remove())
  await network.startHere()
  const association = await associate({ port })
  const refused = await answered(association, { study: 1, instance: 1 })
  assert.equal(refused.status, STATUS.outOfResources)
  assert.match(refused.errorComment, /no space/)
  assert.equal((await echo(association)).status, STATUS.success)
  await association.release()
  const { json } = await network.as('sender').get('/api/messages?box=sent')
  assert.equal(json.total, 0)
})

test('an institution has no more messages, and no more bytes, under way than it may', async (t) => {
  const { network, port } = await prepareDicomNetwork({ maxOpenMessages: 2, maxOpenBytes: 4 * 1024 ** 2 })
  t.after(() => network.remove())
  await network.startHere()
  const association = await associate({ port })
  const patient = (number: number, more: Partial<SliceRequest> = {}) => ({
    study: number,
    instance: 1,
    patientId: `P${number}`,
    ...more,
  })
  assert.equal((await answered(association, patient(1))).status, STATUS.success)
  assert.equal((await answered(association, patient(2))).status, STATUS.success)
  const third = await answered(association, patient(3))
  assert.equal(third.status, STATUS.outOfResources)
  assert.match(third.errorComment, /under way/)
  const large = await answered(association, patient(1, { instance: 2, pixelBytes: 4 * 1024 ** 2 }))
  assert.equal(large.status, STATUS.outOfResources)
  const other = await associate({ port, calling: 'PACS_PLZEN' })
  assert.equal((await answered(other, patient(9))).status, STATUS.success, 'others have limits of their own')
  await other.release()
  await association.release()
  await until('the messages have left', async () => {
    const again = await associate({ port })
    const { status } = await answered(again, patient(3))
    await again.release()
    return status === STATUS.success
  })
})
