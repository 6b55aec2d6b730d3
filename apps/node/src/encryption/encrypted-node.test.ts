/** A node that encrypts what it keeps of images: the same tests hold, nothing of an image lies there, and keys change. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { SealedFileError } from '@epacs/sealed-files'
import { run } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { readNodeConfig } from '../config/read-config.ts'
import { examine } from '../doctor/doctor.ts'
import { ifPresent } from '../durable-file.ts'
import { NodeError } from '../node-error.ts'
import { Hospital, newKey } from '../testing/hospital.ts'
import { encryptFolder } from './encrypt-folder.ts'
import { wholeBytes } from './stored-file.ts'

/** What a full disk, a killed node and a power cut do not break in the open they do not break here. */
const AS_IN_THE_OPEN = [
  'sending/full-disk',
  'sending/really-full-disk',
  'sending/queue-bound',
  'receiving/while-fetching',
  'two-hospitals',
]
for (const name of AS_IN_THE_OPEN) {
  test(`${name} with encryption`, async () => {
    const { NODE_TEST_CONTEXT: _, ...environment } = process.env
    const file = fileURLToPath(new URL(`../${name}.test.ts`, import.meta.url))
    await promisify(execFile)(process.execPath, ['--test', file], {
      env: { ...environment, EPACS_TEST_NODE_ENCRYPTED: '1' },
      maxBuffer: 16 * 1024 ** 2,
    })
  })
}

const PIXELS = 'PIXELS OF SOMEBODY '
let network: TestNetwork
let hospital: Hospital
let keyFile: string
before(async () => {
  network = await TestNetwork.start()
  hospital = await Hospital.enrol(network, 'caslav')
  keyFile = join(hospital.folder, 'node-keys')
})
after(async () => {
  await hospital?.kill()
  await network?.remove()
})

async function configure(changes: object): Promise<void> {
  const before = JSON.parse(await readFile(hospital.configPath, 'utf8'))
  await writeFile(hospital.configPath, JSON.stringify({ ...before, ...changes }))
}

const config = () => readNodeConfig(hospital.configPath)

async function withKeys(...keys: readonly string[]): Promise<void> {
  await writeFile(keyFile, keys.join(''), { mode: 0o600 })
  await configure({ encryption: { keyFile: 'node-keys' } })
}

async function send(instance: number): Promise<void> {
  const path = join(network.folder, `${instance}.dcm`)
  const bytes = Buffer.from(ctSlice({ study: instance, instance, pixelBytes: 300_000 }))
  bytes.write(PIXELS.repeat(1000), bytes.length - 200_000)
  await writeFile(path, bytes)
  await run('storescu', ['-aet', 'PACS', '-aec', 'HORNICKA', '127.0.0.1', String(hospital.dicomPort), path])
}

/** Files of the data folder that the image can be read in. */
async function readable(): Promise<readonly string[]> {
  const found: string[] = []
  const folder = join(hospital.folder, 'data')
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name)
    // A node that runs lets go of what it has packed.
    const isFile = (await ifPresent(stat(path)))?.isFile() === true
    if (isFile && (await ifPresent(readFile(path)))?.includes(PIXELS)) found.push(name)
  }
  return found
}

const delivered = async () =>
  (await hospital.state())?.outgoing.filter(({ state }) => state === 'delivered').length ?? 0

const encryptionOf = async () => {
  for await (const finding of examine(await config())) if (finding.what === 'encryption') return finding
  throw new Error('the doctor did not look at it')
}

test('what waits in the open is taken over, keys change, and without the right one nothing starts and it says why', async () => {
  const [older, newer] = [newKey(), newKey()]
  await hospital.startAndReach()
  await network.stopHere()
  await send(1)
  await assert.rejects(encryptFolder(await config()), /Another node is running/)
  await hospital.kill()
  assert.ok((await readable()).length > 0)
  await assert.rejects(encryptFolder(await config()), /names no key to encrypt with/)

  await withKeys(older)
  const taken = await encryptFolder(await config())
  assert.ok(taken.encrypted > 0)
  assert.deepEqual(taken.failed, [])
  assert.deepEqual(await readable(), [])
  await hospital.start()
  await send(2)
  assert.deepEqual(await readable(), [])
  await hospital.kill()

  await configure({ encryption: { keyFile: null } })
  await assert.rejects(hospital.start(), /the node ended with/)
  await withKeys(newer)
  await assert.rejects(hospital.start(), /the node ended with/)
  const { isGood, told } = await encryptionOf()
  assert.equal(isGood, false)
  assert.match(told, /with the key [0-9a-f]{32}, which is not among/)
  await withKeys(newer, older)
  assert.equal((await encryptionOf()).isGood, true)
  const changed = await encryptFolder(await config())
  assert.ok(changed.rewrapped > 0)
  assert.equal(changed.encrypted, 0)
  assert.equal(changed.keysNoLongerUsed.length, 1)

  await withKeys(newer)
  await hospital.start()
  await network.startHere()
  await until('both are delivered', async () => (await delivered()) === 2)
})

test('a file that a power cut left half is none; one whose key is not at hand is told, and not taken for lost', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-node-keys-'))
  t.after(() => rm(folder, { recursive: true }))
  const dataFolder = join(folder, 'data')
  await mkdir(dataFolder)
  const encryption = { keyFile: join(folder, 'key'), keyCommand: null, keyCommandSeconds: 30 }
  const { filesOfNode } = await import('./files-of-node.ts')
  const filesWith = async (key: string) => {
    await writeFile(encryption.keyFile, key, { mode: 0o600 })
    return await filesOfNode({ dataFolder, encryption })
  }
  const files = await filesWith(newKey())
  const path = join(dataFolder, 'file')
  assert.equal(await wholeBytes(files, path), undefined)
  const file = await files.open(path, 'wx', 0o600)
  await file.writev([Buffer.alloc(100_000)], 0)
  await file.close()
  assert.equal(await wholeBytes(files, path), undefined)
  const again = await files.open(path, 'r+')
  await again.complete?.()
  await again.close()
  assert.equal(await wholeBytes(files, path), 100_000)
  await assert.rejects(wholeBytes(await filesWith(newKey()), path), SealedFileError)
  await writeFile(encryption.keyFile, 'no key', { mode: 0o600 })
  await assert.rejects(filesOfNode({ dataFolder, encryption }), NodeError)
})
