/** What becomes of instances: which message they go to, when it is closed, what is refused. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { STATUS, store } from '@epacs/dicom/network'
import { sql } from 'kysely'
import { run } from '../../../../../packages/dicom/src/network/testing/programs.ts'
import { verifyAuditChain } from '../../audit/index.ts'
import { checkMessage } from '../../intake/check-message.ts'
import { isAlive, processLock } from '../../process-id.ts'
import type { ApiClient } from '../../testing/api-client.ts'
import type { SliceRequest } from '../../testing/dicom-file.ts'
import { INSTITUTIONS } from '../../testing/network.ts'
import { until } from '../../testing/until.ts'
import { NotAtHandError } from '../../uploads/index.ts'
import {
  associate,
  type DicomTestNetwork,
  prepareDicomNetwork,
  slice,
  sliceFiles,
  storescu,
} from '../testing/dicom-network.ts'
import { restoreReceptions } from './restore.ts'
import { SpoolFolder } from './spool-folder.ts'

let here: DicomTestNetwork
let receiver: ApiClient
let sender: ApiClient
before(async () => {
  here = await prepareDicomNetwork({ releaseSeconds: 1 })
  await here.network.startHere()
  receiver = here.network.as('receiver')
  sender = here.network.as('sender')
})
after(() => here.network.remove())

const files = (...slices: readonly SliceRequest[]) => sliceFiles(here.network.folder, slices)
const send = async (...slices: readonly SliceRequest[]) =>
  storescu({ port: here.port }, ...(await files(...slices)))
const series = (study: number, count: number, more: Partial<SliceRequest> = {}) =>
  Array.from({ length: count }, (_, index) => ({ study, instance: index + 1, ...more }))

interface ReceivedMessage {
  readonly id: string
  readonly status: string
  readonly instances: number
  readonly sizeBytes: number
  readonly studies: readonly { readonly studyInstanceUid: string }[]
}

async function inbox(reader = receiver): Promise<readonly ReceivedMessage[]> {
  return (await reader.get('/api/messages?box=inbox&pageSize=100')).json.items
}

/** The messages with this study, once they are as many. */
async function messagesOf(study: number, count = 1) {
  const uid = `.1234.${study}`
  const found = async () =>
    (await inbox()).filter(({ studies }) =>
      studies.some(({ studyInstanceUid }) => studyInstanceUid.endsWith(uid)),
    )
  await until(`${count} messages with study ${study}`, async () => (await found()).length >= count)
  const [first, ...others] = await found()
  assert.ok(first)
  assert.equal(others.length, count - 1)
  return [first, ...others] as const
}

async function whatHappened(id: string, reader = receiver): Promise<string[]> {
  const { json } = await reader.get(`/api/messages/${id}`)
  return json.events.map(({ what }: { what: string }) => what)
}

async function usedBytes(institutionId: string): Promise<number> {
  const { used_bytes } = await here.network.centre.db
    .selectFrom('mailbox')
    .where('institution_id', '=', institutionId)
    .select('used_bytes')
    .executeTakeFirstOrThrow()
  return used_bytes
}

test('three studies of two patients on one association are two messages, one for each patient', async () => {
  const anna = { patientId: 'A', patientName: 'Nová^Anna' }
  const bedrich = { patientId: 'B', patientName: 'Starý^Bedřich' }
  await send(
    ...series(11, 2, anna),
    ...series(12, 3, bedrich),
    ...series(13, 2, anna),
    ...series(12, 4, { ...bedrich, series: 2 }),
  )
  const [ofAnna] = await messagesOf(11)
  const [ofBedrich] = await messagesOf(12)
  assert.deepEqual([ofAnna.instances, ofAnna.studies.length], [4, 2])
  assert.deepEqual([ofBedrich.instances, ofBedrich.studies.length], [7, 1])
  assert.equal((await messagesOf(13))[0].id, ofAnna.id)
})

test('what is sent twice is not doubled, and what is sent again when it has been delivered is another message', async () => {
  const slices = series(30, 3)
  await send(...slices, ...slices)
  const [message] = await messagesOf(30)
  assert.equal(message.instances, 3)
  await send(...slices, { study: 30, instance: 9 })
  const messages = await messagesOf(30, 2)
  assert.deepEqual(messages.map(({ instances }) => instances).sort(), [3, 4])
})

test('what the recipient has deleted can be sent again', async () => {
  await send(...series(31, 2))
  const [message] = await messagesOf(31)
  assert.equal((await receiver.call('DELETE', `/api/messages/${message.id}/data`)).status, 204)
  await send(...series(31, 2))
  const messages = await messagesOf(31, 2)
  assert.ok(messages.some(({ id, status }) => id !== message.id && status === 'delivered'))
})

test('the same instance in another transfer syntax is the same; other content under its UID is refused', async () => {
  const association = await associate({ port: here.port })
  const other = slice({ study: 32, instance: 1, fill: 7 })
  assert.equal((await store(association, slice({ study: 32, instance: 1 }))).status, STATUS.success)
  const [explicit = ''] = await files({ study: 32, instance: 1 })
  await run('dcmconv', ['+ti', explicit, `${explicit}.implicit`])
  assert.match(
    await storescu({ port: here.port }, '-xi', `${explicit}.implicit`),
    /Received Store Response \(Success\)/,
  )
  const answered = await store(association, other)
  assert.equal(answered.status, STATUS.duplicateSopInstance)
  assert.match(answered.errorComment ?? '', /Other content/)
  await association.release()
  const [message] = await messagesOf(32)
  assert.equal(message.instances, 1)
  const later = await associate({ port: here.port })
  assert.equal((await store(later, other)).status, STATUS.duplicateSopInstance)
  await later.release()
})

test('an association that is aborted half-way leaves what came, says so, and is completed by sending again', async () => {
  const association = await associate({ port: here.port })
  for (const each of series(40, 3)) await store(association, slice(each))
  const stuck = slice({ study: 40, instance: 4, pixelBytes: 500_000 })
  async function* half() {
    yield stuck.dataSet.subarray(0, 300_000)
    await new Promise((resolve) => setTimeout(resolve, 50))
    association.abort()
    yield stuck.dataSet.subarray(300_000)
  }
  await assert.rejects(store(association, { ...stuck, dataSet: half() }))
  const sent = async () => (await sender.get('/api/messages?box=sent&status=uploading')).json.items
  await until('the sender sees it', async () => (await sent()).length === 1)
  const [{ id }] = await sent()
  await until('it is said', async () => (await whatHappened(id, sender)).includes('interrupted'))
  assert.equal((await receiver.get(`/api/messages/${id}`)).status, 404, 'nobody sees half of it')

  await send(...series(40, 3), { study: 40, instance: 4, pixelBytes: 500_000 }, { study: 40, instance: 5 })
  const [message] = await messagesOf(40)
  assert.equal(message.id, id)
  assert.equal(message.instances, 5)
  assert.deepEqual(await whatHappened(id), [
    'created',
    'interrupted',
    'continued',
    'checking',
    'accepted',
    'delivered',
    'opened',
  ])
})

test('a mailbox that is full answers "out of resources", keeps what fitted, and holds no more than it was given', async () => {
  const association = await associate({ port: here.port, called: INSTITUTIONS.chyne.aeTitle })
  const statuses: number[] = []
  for (let instance = 1; instance <= 8; instance++) {
    const answered = await store(association, slice({ study: 50, instance, pixelBytes: 450_000 }))
    statuses.push(answered.status)
    if (answered.status !== 0) assert.match(answered.errorComment ?? '', /mailbox of the receiver is full/)
  }
  assert.deepEqual(statuses, [0, 0, 0, 0, ...Array(4).fill(STATUS.outOfResources)])
  await association.release()
  const second = here.network.as('second')
  await until('it has arrived', async () => (await inbox(second)).length === 1)
  const [message] = await inbox(second)
  assert.equal(message?.instances, 4)
  assert.equal(await usedBytes(INSTITUTIONS.chyne.id), message.sizeBytes)
})

test('what does not belong to its request, to a patient or to DICOM is refused with the status for it', async () => {
  const association = await associate({ port: here.port })
  const good = slice({ study: 60, instance: 1 })
  const status = async (object: Parameters<typeof store>[1]) => (await store(association, object)).status
  assert.equal(await status({ ...good, sopInstanceUid: '1.2.3' }), STATUS.dataSetDoesNotMatchSopClass + 1)
  assert.equal(await status({ ...good, dataSet: good.dataSet.subarray(0, 130) }), STATUS.cannotUnderstand)
  assert.equal(await status({ ...good, dataSet: new Uint8Array(1000) }), STATUS.cannotUnderstand)
  assert.equal(await status(good), STATUS.success)
  await association.release()
  assert.equal((await messagesOf(60))[0].instances, 1)
})

test('a message that its sender cancels takes nothing more, and the PACS is told', async () => {
  const association = await associate({ port: here.port })
  await store(association, slice({ study: 70, instance: 1 }))
  const { json } = await sender.get('/api/messages?box=sent&status=uploading')
  const [{ id }] = json.items
  assert.equal((await sender.call('POST', `/api/messages/${id}/cancel`)).status, 200)
  let answered = 0
  await until('it is refused', async () => {
    const { status } = await store(association, slice({ study: 70, instance: ++answered + 1 }))
    return status === STATUS.notAuthorized
  })
  assert.equal((await store(association, slice({ study: 71, instance: 1, patientId: 'X' }))).status, 0)
  await association.release()
  assert.equal((await messagesOf(71))[0].instances, 1)
})

test('every access and move stands in the audit trail, and mailboxes hold what their deliveries say', async () => {
  const { db } = here.network.centre
  assert.equal((await verifyAuditChain(db)).state, 'whole')
  const rows = await db.selectFrom('audit_event').select(['action', 'details']).execute()
  const actions = new Set(rows.map(({ action }) => action))
  for (const action of ['association.begin', 'association.end', 'message.create', 'message.deliver'])
    assert.ok(actions.has(action), action)
  assert.ok(!JSON.stringify(rows).includes('Bedřich'))
  const held = await db
    .selectFrom('delivery')
    .select(({ fn }) => ['institution_id', fn.sum<number>('held_bytes').as('bytes')])
    .groupBy('institution_id')
    .execute()
  for (const { institution_id, bytes } of held) assert.equal(await usedBytes(institution_id), Number(bytes))
  const metrics = await here.network.centre.metrics.metrics()
  assert.match(metrics, /epacs_dicom_stores_total\{result="repeated"\} \d+/)
})

/** The message that was begun last. */
async function newest(): Promise<string> {
  const { message_id } = await here.network.centre.db
    .selectFrom('dicom_reception')
    .innerJoin('message', 'message.id', 'dicom_reception.message_id')
    .orderBy('created_at', 'desc')
    .select('message_id')
    .executeTakeFirstOrThrow()
  return message_id
}

test('what lies in the folder of a process is found by it, whoever the records say has it, unless that one lives', async () => {
  const { centre } = here.network
  const patient = { patientId: 'MOVED', patientName: 'Přenesená^Petra' }
  const association = await associate({ port: here.port })
  assert.equal((await store(association, slice({ study: 900, instance: 1, ...patient }))).status, 0)
  const id = await newest()
  const spools = join(here.network.folder, 'spools-copied')
  await cp(join(centre.config.dataFolder, 'dicom'), spools, { recursive: true })
  const folder = await SpoolFolder.open(spools)
  const ofProcess = (process_id: string | null) =>
    centre.db.updateTable('dicom_reception').set({ process_id }).where('message_id', '=', id).execute()
  const restored = async () =>
    (await restoreReceptions(centre, folder)).find(({ messageId }) => messageId === id)
  for (const before of [null, randomUUID()]) {
    await ofProcess(before)
    assert.equal((await restored())?.instances.size, 1)
  }
  const living = randomUUID()
  assert.ok(await centre.locks.tryAlone(processLock(living)))
  await ofProcess(living)
  assert.equal(await restored(), undefined)
  await centre.locks.free(processLock(living))
  assert.equal((await restored())?.instances.size, 1, 'what another had was left alone')

  const status = (to: 'checking' | 'uploading') =>
    centre.db.updateTable('message').set({ status: to }).where('id', '=', id).execute()
  await status('checking')
  const another = {
    ...centre,
    processId: randomUUID(),
    config: { ...centre.config, dataFolder: here.network.folder },
  }
  const { signal } = new AbortController()
  await assert.rejects(checkMessage({ centre: another, signal }, id), NotAtHandError)
  await status('uploading')
  await association.release()
  const [message] = await messagesOf(900)
  assert.equal(message.id, id)
})

test('what came to a process that does not come back expires, when that has been missing for long enough', async () => {
  const { db, jobs, config } = here.network.centre
  const patient = { patientId: 'LOST', patientName: 'Ztracený^Zdeněk' }
  const association = await associate({ port: here.port })
  assert.equal((await store(association, slice({ study: 901, instance: 1, ...patient }))).status, 0)
  const id = await newest()
  const reception = () =>
    db.selectFrom('dicom_reception').where('message_id', '=', id).selectAll().executeTakeFirstOrThrow()
  const set = (to: { process_id?: string; missing_since?: Date }) =>
    db.updateTable('dicom_reception').set(to).where('message_id', '=', id).execute()
  await jobs.add(db, 'expire-lost', {})
  const gone = randomUUID()
  const asked = () =>
    db.transaction().execute(async (trx) => {
      const answer = await isAlive(trx, gone)
      await sql`select pg_sleep(0.2)`.execute(trx)
      return answer
    })
  assert.deepEqual(await Promise.all([asked(), asked()]), [false, false])
  await set({ process_id: gone })
  await jobs.add(db, 'expire-lost', {})
  await until('it is missed', async () => (await reception()).missing_since !== null)
  assert.equal((await sender.get(`/api/messages/${id}`)).json.status, 'uploading')
  await set({ missing_since: new Date(Date.now() - config.dicom.lostAfterDays * 24 * 3_600_000) })
  await jobs.add(db, 'expire-lost', {})
  await sender.until(id, 'expired')
  await association.release()
})
