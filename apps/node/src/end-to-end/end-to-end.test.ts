/** Two hospitals whose nodes encrypt to each other, and a centre between them that is looked through for what it must not have. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { readNodeKeySet, readNodeReceipt } from '@epacs/proof'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { run } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { checkStored } from '../../../centre/src/storage/index.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { INSTITUTIONS, TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { Hospital } from '../testing/hospital.ts'
import { ScriptedPacs } from '../testing/scripted-pacs.ts'
import { rotateOwnKeys } from './own-keys.ts'

const IMAGE_BYTES = 150_000

let network: TestNetwork
let sending: Hospital
let receiving: Hospital
let pacs: ScriptedPacs
before(async () => {
  network = await TestNetwork.start()
  const pacsPort = await freePort()
  pacs = new ScriptedPacs(pacsPort)
  await pacs.start()
  sending = await Hospital.enrol(network, 'caslav', { sending: { endToEnd: 'always' } })
  receiving = await Hospital.enrol(network, 'hornicka', {
    pacs: { host: '127.0.0.1', port: pacsPort, aeTitle: 'PACS' },
  })
  await Promise.all([sending.startAndReach(), receiving.startAndReach()])
  await until('both keys are known', async () => (await keysAtCentre()).length === 2)
})
after(async () => {
  await Promise.all([sending?.kill(), receiving?.kill(), pacs?.stop()])
  await network?.remove()
})

async function keysAtCentre() {
  return await network.centre.db.selectFrom('node_end_to_end_key').selectAll().execute()
}

interface Study {
  readonly files: readonly Buffer[]
  /** SHA-256 of the data sets by SOP Instance UID. */
  readonly images: ReadonlyMap<string, string>
}

/** At the sender's DICOM port, each image answered with success. */
async function send(study: number, instances: number, called = 'HORNICKA'): Promise<Study> {
  const paths: string[] = []
  const files: Buffer[] = []
  const images = new Map<string, string>()
  for (let instance = 1; instance <= instances; instance++) {
    const bytes = Buffer.from(ctSlice({ study, instance, pixelBytes: IMAGE_BYTES }))
    const object = storedObject(bytes)
    assert.ok(object)
    const path = join(network.folder, `e2e-${study}-${instance}.dcm`)
    await writeFile(path, bytes)
    paths.push(path)
    files.push(bytes)
    images.set(object.sopInstanceUid, createHash('sha256').update(object.dataSet).digest('hex'))
  }
  const port = String(sending.dicomPort)
  const told = await run('storescu', ['-v', '-aet', 'PACS', '-aec', called, '127.0.0.1', port, ...paths])
  assert.equal(told.match(/Store Response \(Success\)/g)?.length, instances)
  return { files, images }
}

const newest = async () => (await network.as('sender').get('/api/messages?box=sent&pageSize=1')).json.items[0]

async function untilStored(): Promise<{ id: string; [field: string]: unknown }> {
  await until('it is stored', async () => (await newest())?.deliveries[0]?.status === 'stored')
  return await newest()
}

function assertArrived({ images }: Study): void {
  for (const [uid, sha256] of images) assert.equal(pacs.taken.get(uid), sha256, uid)
  assert.equal(pacs.changed.size, 0)
}

/** Everything that the centre has: its files, its rows. */
async function assertNothingAtCentre(needles: readonly Buffer[]): Promise<void> {
  const folder = network.config.dataFolder ?? ''
  let looked = 0
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = await readFile(path).catch(() => Buffer.alloc(0))
    looked += bytes.length
    for (const needle of needles)
      assert.ok(!bytes.includes(needle), `${path} holds ${needle.subarray(0, 20)}`)
  }
  // The package among it.
  assert.ok(looked > 6 * IMAGE_BYTES)
  const { db } = network.centre
  const tables = await db.introspection.getTables()
  assert.ok(tables.some(({ name }) => name === 'end_to_end_message'))
  for (const { name, schema, isView } of tables) {
    if (isView) continue
    const rows = await db
      .selectFrom(`${schema}.${name}` as 'message')
      .selectAll()
      .execute()
    const text = Buffer.concat(
      rows.flatMap((row) =>
        Object.values(row).map((value) =>
          Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value) ?? ''),
        ),
      ),
    )
    for (const needle of needles) assert.ok(!text.includes(needle), `${name} holds ${needle.subarray(0, 20)}`)
  }
}

test('a study goes from PACS to PACS as it is, and the centre has nothing of it', async () => {
  const study = await send(1, 6)
  const { id, ...message } = await untilStored()
  assertArrived(study)
  assert.deepEqual([message.endToEnd, message.instances, message.studies, message.note], [true, 6, [], ''])

  const [first] = study.files
  const object = storedObject(first ?? Buffer.alloc(0))
  assert.ok(first && object)
  const text = first.toString('latin1')
  const studyUid = /\d[\d.]*\.1234\.1(?!\d)/.exec(text)?.[0]
  assert.ok(studyUid, 'the study has a UID to look for')
  const pixels = Buffer.from(object.dataSet as Uint8Array).subarray(-60_000, -59_900)
  const name = /[A-ZÁ-Ž]+\^[A-Z]+/.exec(text)?.[0]
  const needles = [Buffer.from(studyUid), Buffer.from(object.sopInstanceUid), pixels]
  await assertNothingAtCentre(name === undefined ? needles : [...needles, Buffer.from(name, 'latin1')])

  // It is as safe there as every other: whole, attested by both, and deleted like them.
  const detail = (await network.as('receiver').get(`/api/messages/${id}`)).json
  const key = { messageId: id, sha256: detail.packageSha256 }
  assert.equal(await checkStored(network.centre.store, key), null)
  const { items } = (await network.as('sender').get(`/api/messages/${id}/receipts`)).json
  const keys = readNodeKeySet((await network.visitor().get('/.well-known/node-jwks.json')).body.toString())
  const signed = items.flatMap(({ nodeJws }: { nodeJws?: string }) => nodeJws ?? [])
  const receipts = await Promise.all(signed.map((jws: string) => readNodeReceipt(jws, keys)))
  assert.ok(receipts.length > 0 && receipts.every(({ packageSha256 }) => packageSha256 === key.sha256))
  const manifest = (await network.as('receiver').get(`/api/messages/${id}/manifest`)).body.toString()
  const claims = JSON.parse(Buffer.from(manifest.split('.')[1] ?? '', 'base64url').toString())
  assert.deepEqual(
    [claims.endToEnd, claims.instances.count, claims.package.sha256],
    [{ instances: 6 }, 0, key.sha256],
  )
})

test('nobody but a node gets any of it', async () => {
  const { id } = await newest()
  for (const person of ['sender', 'receiver'] as const) {
    const client = network.as(person)
    for (const path of ['package', 'package?form=xdm', 'package?study=1.2.3']) {
      const { status, json } = await client.get(`/api/messages/${id}/${path}`)
      assert.deepEqual([status, json.code], [409, 'end-to-end'], path)
    }
    const studies = await client.get(`/dicomweb/messages/${id}/studies`)
    assert.ok(studies.status >= 204 && !studies.body.includes('1234'), `${studies.status}`)
  }
  const json = { recipients: [INSTITUTIONS.chyne.id] }
  const forwarded = await network.as('receiver').call('POST', `/api/messages/${id}/forward`, { json })
  assert.deepEqual([forwarded.status, forwarded.json.code], [409, 'end-to-end'])
})

test('what a PACS refuses is told by its number, without UIDs and words', async () => {
  let bad = ''
  pacs.answer = ({ sopInstanceUid }) => {
    if (bad === '') bad = sopInstanceUid
    return sopInstanceUid === bad ? { status: 0xa900, errorComment: 'Patient NOVAK is unknown' } : undefined
  }
  await send(2, 3)
  await until('the node is done', async () => {
    const [incoming] = (await receiving.state())?.incoming ?? []
    return incoming?.state === 'done' && incoming.refused === 1
  })
  pacs.answer = undefined
  const { id } = await newest()
  const { atPacs } = (await network.as('sender').get(`/api/messages/${id}`)).json
  assert.equal(atPacs[0].stored, 2)
  const [refused] = atPacs[0].refused
  assert.match(refused.sopInstanceUid, /^2\.25\.[123]$/)
  assert.deepEqual([refused.status, refused.comment], [0xa900, ''])
  await assertNothingAtCentre([Buffer.from(bad), Buffer.from('NOVAK is unknown')])
})

test('a recipient without a key gets nothing, and the sender is told why', async () => {
  await send(3, 1, 'CHYNE')
  await until('it has failed', async () => (await sending.state())?.outgoing[0]?.state === 'failed')
  const [outgoing] = (await sending.state())?.outgoing ?? []
  assert.match(outgoing?.trouble ?? '', /has no node with an end-to-end key: nothing was sent/)
  await sending.command(`outgoing/${outgoing?.id}/cancel`)
})

test('a key that is rotated while a message is under way opens it still, and the next one is to the new key', async () => {
  await receiving.kill()
  const study = await send(4, 2)
  await until('the centre has it', async () => (await newest())?.deliveries[0]?.status === 'delivered')
  const before = await network.centre.db
    .selectFrom('end_to_end_message')
    .select('key_ids')
    .orderBy('message_id', 'desc')
    .executeTakeFirstOrThrow()
  const rotated = await rotateOwnKeys(join(receiving.folder, 'data'))
  assert.ok(!before.key_ids.includes(rotated))
  await receiving.startAndReach()
  await untilStored()
  assertArrived(study)
  await until('the new key is known', async () => (await keysAtCentre()).some(({ kid }) => kid === rotated))
  const next = await send(5, 1)
  await until('it is sent', async () => (await sending.state())?.outgoing[0]?.state === 'delivered')
  await untilStored()
  assertArrived(next)
  const now = await network.centre.db
    .selectFrom('end_to_end_message')
    .select('key_ids')
    .orderBy('message_id', 'desc')
    .executeTakeFirstOrThrow()
  assert.deepEqual(now.key_ids, [rotated])
})

test('a bit that is changed in the store is noticed at the receiver, and named', async () => {
  await receiving.kill()
  await send(6, 2)
  await until('the centre has it', async () => (await newest())?.deliveries[0]?.status === 'delivered')
  const { id } = await newest()
  const packages = join(network.config.dataFolder ?? '', 'packages')
  const names = (await readdir(packages, { recursive: true })).filter(
    (name) => name.includes(id) && name.endsWith('.zip'),
  )
  assert.equal(names.length, 1)
  const before = join(packages, names[0] ?? '')
  const bytes = await readFile(before)
  // As a disk does: the whole is not what the centre says. As the centre might, whose digest goes with it: a part is not.
  const change = async (content: Buffer) => {
    const sha256 = createHash('sha256').update(content).digest()
    const [now] = (await readdir(packages, { recursive: true })).filter(
      (name) => name.includes(id) && name.endsWith('.zip'),
    )
    const path = join(packages, now ?? '')
    const next = before.replace(/[0-9a-f]{64}\.zip$/, `${sha256.toString('hex')}.zip`)
    await writeFile(path, content)
    await rename(path, next)
    await rename(path.replace(/zip$/, 'index'), next.replace(/zip$/, 'index'))
    await network.centre.db
      .updateTable('message')
      .set({ package_sha256: sha256 })
      .where('id', '=', id)
      .execute()
  }
  const changed = Buffer.from(bytes)
  changed[200_000] = (changed[200_000] ?? 0) ^ 1
  await writeFile(before, changed)
  await receiving.startAndReach()
  const troubleOf = async () => (await receiving.state())?.incoming[0]?.trouble ?? ''
  await until('it is named', async () =>
    /is not what the centre says it is|was changed/.test(await troubleOf()),
  )
  await change(changed)
  await receiving.command('retry')
  await until('it is named', async () =>
    /was changed after it was sent \(part \d+ of \d+\)/.test(await troubleOf()),
  )
  assert.notEqual((await newest()).deliveries[0].status, 'stored')
  await change(bytes)
  await receiving.command('retry')
  await untilStored()
})

test('a key that was put in the place of the known one is not encrypted to before it is accepted', async () => {
  const before = (await keysAtCentre()).length
  const other = await Hospital.enrol(network, 'hornicka')
  await other.startAndReach()
  await until('its key is known', async () => (await keysAtCentre()).length > before)
  const { db } = network.centre
  const known = await db
    .selectFrom('node_end_to_end_key')
    .where('retired_at', 'is', null)
    .selectAll()
    .execute()
  assert.equal(known.length, 3)
  // The centre hands out this one alone, as if it were the institution's only node.
  const state = await receiving.state()
  await db
    .updateTable('node_end_to_end_key')
    .set({ retired_at: new Date() })
    .where('node_id', '=', state?.node.id ?? '')
    .execute()
  await receiving.kill()
  await send(7, 1)
  await until('it has failed', async () => (await sending.state())?.outgoing[0]?.state === 'failed')
  const [outgoing] = (await sending.state())?.outgoing ?? []
  assert.match(outgoing?.trouble ?? '', /is not the one that was known: nothing was sent/)
  const told = (await sending.state())?.endToEnd
  const asked = told?.known.filter(({ state }) => state === 'asked')
  assert.equal(asked?.length, 1)
  assert.equal(asked?.[0]?.fingerprint, (await other.state())?.endToEnd.fingerprint)
  const accept = async (body?: object) =>
    await sending.command(`end-to-end/${INSTITUTIONS.hornicka.id}/accept`, undefined, body)
  const fingerprint = asked?.[0]?.fingerprint
  assert.equal(await accept({ fingerprint }), 422)
  assert.equal(await accept({ fingerprint: 'another', by: 'Novák' }), 404)
  assert.equal(await accept({ fingerprint, by: 'Novák' }), 204)
  await until('the log says who', async () =>
    /"by":"Novák","fingerprint":"[\w-]{43}","accepted":1/.test(await sending.log()),
  )
  assert.equal(await sending.command(`outgoing/${outgoing?.id}/retry`), 204)
  await until('it is sent', async () => (await sending.state())?.outgoing[0]?.state === 'delivered')
  // A statement that somebody without the authority has changed is no key at all.
  for (const { kid, statement } of known) {
    const changed = statement.replace('"payload":"', '"payload":"A')
    await db.updateTable('node_end_to_end_key').set({ statement: changed }).where('kid', '=', kid).execute()
  }
  await send(8, 1)
  await until('it has failed', async () => (await sending.state())?.outgoing[0]?.state === 'failed')
  assert.match(
    (await sending.state())?.outgoing[0]?.trouble ?? '',
    /has no end-to-end key any more: nothing was sent/,
  )
  await other.kill()
})
