/** `epacs node encrypt` and the file system: names, owners, and a disk that is full. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chown, link, lstat, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { readKeyring, SealedFiles } from '@epacs/sealed-files'
import { NodeError } from '../node-error.ts'
import { encryptFolder } from './encrypt-folder.ts'
import { wholeBytes } from './stored-file.ts'

const CONTENT = randomBytes(200_000)

async function nodeFolder(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-encrypt-'))
  t.after(() => rm(folder, { recursive: true }))
  const dataFolder = join(folder, 'data')
  for (const name of ['incoming/message', 'held', 'spool']) {
    await mkdir(join(dataFolder, name), { recursive: true })
  }
  const keyFile = join(folder, 'key')
  await writeFile(keyFile, randomBytes(32).toString('base64'), { mode: 0o600 })
  const config = { dataFolder, encryption: { keyFile, keyCommand: null, keyCommandSeconds: 30 } }
  return {
    dataFolder,
    config,
    files: new SealedFiles(readKeyring(await readFile(keyFile, 'utf8'), 'the test')),
  }
}

test('what lies there under several names takes its room once, also when it is encrypted', async (t) => {
  const { dataFolder, config, files } = await nodeFolder(t)
  const paths = ['incoming/message/package.zip', 'held/message-0', 'held/other-0'].map((name) =>
    join(dataFolder, name),
  )
  const [first = '', ...others] = paths
  await writeFile(first, CONTENT)
  for (const other of others) await link(first, other)
  const { encrypted, failed } = await encryptFolder(config)
  assert.deepEqual({ encrypted, failed }, { encrypted: 1, failed: [] })
  const numbers = await Promise.all(paths.map(async (path) => (await stat(path)).ino))
  assert.equal(new Set(numbers).size, 1)
  for (const path of paths) assert.equal(await wholeBytes(files, path), CONTENT.length)
})

test('root, whose files the node could not read, is told as whom to do it, and changes nothing', async (t) => {
  const { dataFolder, config } = await nodeFolder(t)
  const path = join(dataFolder, 'spool', 'image.dcm')
  await writeFile(path, CONTENT)
  if (process.geteuid?.() === 0) await chown(dataFolder, 1234, 1234)
  t.mock.property(process, 'geteuid', () => 0)
  await assert.rejects(
    encryptFolder(config),
    (error) => error instanceof NodeError && /belongs to the user \d+/.test(error.message),
  )
  assert.deepEqual(await readFile(path), CONTENT)
  await assert.rejects(encryptFolder({ ...config, dataFolder: join(dataFolder, 'nowhere') }), NodeError)
})

test('a disk that is full keeps nothing of what did not find room', async (t) => {
  const { dataFolder, config } = await nodeFolder(t)
  const path = join(dataFolder, 'spool', 'image.dcm')
  await writeFile(path, CONTENT)
  await symlink('/dev/full', `${path}.sealing`)
  await assert.rejects(encryptFolder(config), { code: 'ENOSPC' })
  assert.deepEqual(await readFile(path), CONTENT)
  await assert.rejects(lstat(`${path}.sealing`), { code: 'ENOENT' })
})
