/** A centre that encrypts what lies in its data folder: everything works as without, and nothing of an image lies there. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { after, before, test } from 'node:test'
import { store } from '@epacs/dicom/network'
import { EncryptionError } from '@epacs/sealed-files'
import { CATALOGUE } from '../backup/catalogue.ts'
import { runBackup, runRestore } from '../backup/index.ts'
import type { ConfigFile } from '../config/index.ts'
import {
  associate,
  type DicomTestNetwork,
  prepareDicomNetwork,
  slice,
} from '../dicom-entrance/testing/dicom-network.ts'
import { runFsck } from '../fsck/index.ts'
import { openForMaintenance } from '../maintenance.ts'
import type { ApiClient } from '../testing/api-client.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { freePort } from '../testing/free-port.ts'
import { INSTITUTIONS } from '../testing/network.ts'
import { until } from '../testing/until.ts'
import { encryptStored } from './index.ts'

const SECRET = 'PIXELS OF SOMEBODY '
/** The parts of the data folder that hold what people sent. */
const PARTS = ['packages', 'uploads', 'dicom', 'work']
const pixels = (bytes: number) => Buffer.alloc(bytes, SECRET)

let here: DicomTestNetwork
let receiver: ApiClient
let sender: ApiClient
before(async () => {
  here = await prepareDicomNetwork()
  receiver = here.network.as('receiver')
  sender = here.network.as('sender')
})
after(() => here.network.remove())

const newKey = () => randomBytes(32).toString('base64')
const [older, newer] = [newKey(), newKey()]

async function restartWith(encryption: ConfigFile['encryption'], keys?: readonly string[]): Promise<void> {
  const { network } = here
  await network.stopHere()
  const keyFile = join(network.folder, 'encryption.key')
  if (keys !== undefined) await writeFile(keyFile, `# test\n${keys.join('\n')}\n`, { mode: 0o600 })
  Object.assign(network.config, { encryption })
  await writeFile(network.configPath, JSON.stringify(network.config))
  await network.startHere()
}

const BY_FILE = { keyFile: 'encryption.key' }

/** Files, below the parts, that hold what is looked for. */
async function filesWith(
  text: string,
  root = join(here.network.folder, 'data'),
  parts = PARTS,
): Promise<string[]> {
  const found: string[] = []
  for (const part of parts) {
    for (const entry of await readdir(join(root, part), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      if (entry.isFile() && (await readFile(path)).includes(text)) found.push(path)
    }
  }
  return found
}

async function packageOf(messageId: string, headers: Record<string, string> = {}) {
  const answer = await receiver.get(`/api/messages/${messageId}/package`, headers)
  assert.ok([200, 206].includes(answer.status), `${answer.status}`)
  return answer
}

let plain: string
let plainBytes: Buffer
/** Lies in the open as well, and is deleted while it is encrypted. */
let doomed: string

async function storedOf(messageId: string): Promise<readonly string[]> {
  const names = await readdir(join(here.network.folder, 'data', 'packages'), { recursive: true })
  return names.filter((name) => basename(name).includes(messageId))
}

test('what lies in the open is found by the look at the folder, and served as before once encryption is on', async () => {
  await here.network.startHere()
  const bytes = ctSlice({ study: 1, instance: 1, pixels: pixels(100_000) })
  const { json } = await sender.send([INSTITUTIONS.hornicka.id], [{ name: 'IM1', bytes }])
  plain = json.id
  await sender.until(plain, 'delivered')
  const another = { name: 'IM9', bytes: ctSlice({ study: 9, instance: 1 }) }
  doomed = (await sender.send([INSTITUTIONS.hornicka.id], [another])).json.id
  await sender.until(doomed, 'delivered')
  plainBytes = (await packageOf(plain)).body
  const [path, ...more] = await filesWith(SECRET)
  assert.match(path ?? '', /\.zip$/)
  assert.deepEqual(more, [])
  await restartWith(BY_FILE, [older])
  assert.ok((await packageOf(plain)).body.equals(plainBytes))
})

test('an upload that comes in odd pieces, its package by ranges, its images one by one', async () => {
  const bytes = ctSlice({ study: 2, instance: 1, pixels: pixels(400_000) })
  const upload = await sender.createUpload('IM2', bytes.length)
  let offset = 0
  for (const length of [1, 70_001, 65_535, 65_536, bytes.length]) {
    const part = bytes.subarray(offset, offset + length)
    const digest = createHash('sha256').update(part).digest('base64')
    const wrong = createHash('sha256').update('another').digest('base64')
    const refused = await sender.patch(upload, offset, part, { 'upload-checksum': `sha256 ${wrong}` })
    assert.equal(refused.status, 460)
    assert.equal((await sender.head(upload)).headers['upload-offset'], `${offset}`)
    const taken = await sender.patch(upload, offset, part, { 'upload-checksum': `sha256 ${digest}` })
    assert.equal(taken.status, 204)
    offset += part.length
    assert.equal((await sender.head(upload)).headers['upload-offset'], `${offset}`)
    if (length === 70_001) await restartWith(BY_FILE)
  }
  assert.deepEqual((await filesWith(SECRET)).length, 1, 'but the package from before')
  const another = await sender.upload({
    name: 'IM3',
    bytes: ctSlice({ study: 22, instance: 1, pixels: pixels(70_000) }),
  })
  const created = await sender.call('POST', '/api/messages', {
    json: { recipients: [INSTITUTIONS.hornicka.id, INSTITUTIONS.chyne.id], uploads: [upload, another] },
  })
  assert.equal(created.status, 201)
  const { id } = created.json
  await sender.until(id, 'delivered')
  const whole = await packageOf(id)
  assert.ok(whole.body.includes(bytes))
  for (const [start, end] of [
    [0, 0],
    [65_535, 65_536],
    [70_000, 300_000],
    [whole.body.length - 70_000, whole.body.length - 1],
  ] as const) {
    const { status, body } = await packageOf(id, { range: `bytes=${start}-${end}` })
    assert.equal(status, 206)
    assert.ok(body.equals(whole.body.subarray(start, end + 1)))
  }
  const studies = await receiver.get(`/dicomweb/messages/${id}/studies`)
  const uids = studies.json.map((study: Record<string, { Value: string[] }>) => study['0020000D']?.Value[0])
  const uid = uids.find((each: string) => each.endsWith('.2'))
  const images = await receiver.get(`/dicomweb/messages/${id}/studies/${uid}`)
  assert.ok(images.body.includes(bytes))
  assert.equal((await receiver.get(`/api/messages/${id}/manifest`)).status, 200)
  const chosen = await receiver.get(`/api/messages/${id}/package?study=${uid}`)
  assert.ok(chosen.status === 200 && chosen.body.includes(bytes))
  const forwarded = await receiver.call('POST', `/api/messages/${id}/forward`, {
    json: { recipients: [INSTITUTIONS.plzen.id], studies: [uid] },
  })
  assert.equal(forwarded.status, 201, forwarded.body.toString())
  const uninvolved = here.network.as('uninvolved')
  await receiver.until(forwarded.json.id, 'delivered')
  const further = await uninvolved.get(`/api/messages/${forwarded.json.id}/package`)
  assert.ok(further.body.includes(bytes))
  const asItIs = await receiver.call('POST', `/api/messages/${id}/forward`, {
    json: { recipients: [INSTITUTIONS.plzen.id] },
  })
  await receiver.until(asItIs.json.id, 'delivered')
  assert.ok((await uninvolved.get(`/api/messages/${asItIs.json.id}/package`)).body.equals(whole.body))
  assert.deepEqual((await filesWith(SECRET)).length, 1)
})

test('what comes by DICOM: in its spool, when it comes twice, after a restart', async () => {
  const patient = { patientId: 'SPOOLED', patientName: 'Tajná^Tamara' }
  const object = (instance: number) =>
    slice({ study: 3, instance, ...patient, pixels: pixels(90_000 + instance * 2) })
  const association = await associate({ port: here.port })
  for (const instance of [1, 2, 3]) assert.equal((await store(association, object(instance))).status, 0)
  // The same once more is compared with what lies in the spool.
  assert.equal((await store(association, object(2))).status, 0)
  const other = slice({ study: 3, instance: 2, ...patient, pixels: Buffer.alloc(90_004, 7) })
  assert.notEqual((await store(association, other)).status, 0)
  const spools = (await readdir(join(here.network.folder, 'data/dicom'))).length
  assert.ok(spools > 0)
  assert.equal((await filesWith(SECRET)).length, 1)
  for (const word of ['Tamara', 'SPOOLED']) assert.deepEqual(await filesWith(word), [], word)
  await restartWith(BY_FILE)
  const again = await associate({ port: here.port })
  assert.equal((await store(again, object(4))).status, 0)
  await again.release()
  const inbox = async () => (await receiver.get('/api/messages?box=inbox&pageSize=100')).json.items
  await until('it is delivered', async () =>
    (await inbox()).some(
      ({ instances, status }: { instances: number; status: string }) =>
        instances === 4 && status === 'delivered',
    ),
  )
})

test('a new key: what is stored is brought under it, what lay in the open is encrypted, the older key can go', async (t) => {
  await restartWith(BY_FILE, [newer, older])
  const centre = await openForMaintenance(here.network.configPath)
  const { store } = centre
  const put = store.put.bind(store)
  t.mock.method(store, 'put', async (...[key, files]: Parameters<typeof put>) => {
    if (key.messageId === doomed) {
      assert.equal((await storedOf(doomed)).length, 2)
      const deleted = await receiver.call('DELETE', `/api/messages/${doomed}/data`)
      assert.equal(deleted.status, 204)
      await until('the package is gone', async () => (await storedOf(doomed)).length === 0)
    }
    await put(key, files)
  })
  try {
    const result = await encryptStored(centre)
    assert.deepEqual(result.failed, [])
    assert.equal(result.encrypted, 2)
    assert.deepEqual(await storedOf(doomed), [], 'what was deleted meanwhile stays so')
    // Package and index of three messages; the fourth shares the files of the one that was forwarded as it is.
    assert.equal(result.rewrapped, 6)
    assert.equal(result.keysNoLongerUsed.length, 1)
    assert.deepEqual(await filesWith(SECRET), [])
    assert.deepEqual((await runFsck(centre, { repair: false, quick: false })).findings, [])
  } finally {
    await centre.close()
  }
  await restartWith(BY_FILE, [newer])
  assert.ok((await packageOf(plain)).body.equals(plainBytes))
})

test('a backup is encrypted as the centre is, and comes back with its key alone', async () => {
  const { network } = here
  const folder = join(network.folder, 'backup')
  const centre = await openForMaintenance(network.configPath)
  try {
    const { problems, packages } = await runBackup(centre, { folder, verify: true })
    assert.deepEqual(problems, [])
    assert.equal(packages, 5)
  } finally {
    await centre.close()
  }
  assert.deepEqual(await filesWith(SECRET, folder, ['packages']), [])
  const catalogue = await readFile(join(folder, CATALOGUE), 'utf8')
  assert.ok(!catalogue.includes(newer))
  const elsewhere = join(network.folder, 'elsewhere.json')
  const config = { ...network.config, dataFolder: join(network.folder, 'elsewhere'), encryption: {} }
  await writeFile(elsewhere, JSON.stringify(config))
  await assert.rejects(runRestore({ folder, configPath: elsewhere }), EncryptionError)
  const database = { embedded: { port: await freePort() } }
  const keysOfBackup = await readFile(join(folder, 'encryption-keys'), 'utf8')
  await writeFile(join(network.folder, 'newest.key'), `${newKey()}\n${newer}\n`, { mode: 0o600 })
  const encryption = { keyFile: 'newest.key' }
  await writeFile(elsewhere, JSON.stringify({ ...config, database, encryption }))
  const restored = await runRestore({ folder, configPath: elsewhere })
  assert.deepEqual(restored.missing, [])
  assert.equal(restored.packages, 5)
  assert.equal(await readFile(join(folder, 'encryption-keys'), 'utf8'), keysOfBackup, 'it needs no other')
  const back = await openForMaintenance(elsewhere)
  try {
    assert.deepEqual((await runFsck(back, { repair: false, quick: false })).findings, [])
  } finally {
    await back.close()
  }
  assert.deepEqual(await filesWith(SECRET, join(network.folder, 'elsewhere'), ['packages']), [])
})

test('without its key it does not start, and says why; with the key from a program it does', async () => {
  await assert.rejects(restartWith({}), (error: unknown) => {
    assert.ok(error instanceof EncryptionError, String(error))
    assert.match(error.message, /names no key/)
    return true
  })
  await restartWith({ keyCommand: ['echo', newer] })
  assert.ok((await packageOf(plain)).body.equals(plainBytes))
})
