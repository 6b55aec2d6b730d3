import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { plainFiles } from '@epacs/package'
import { EncryptionError, filesOf, keysInUse, SealedFiles } from '@epacs/sealed-files'
import { encryptionSchema } from '../config/encryption-schema.ts'
import { openFolderStore } from './folder-store.ts'

let folder: string
let keyFile: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epacs-keys-'))
  keyFile = join(folder, 'encryption.key')
})
after(() => rm(folder, { recursive: true }))

const newKey = () => randomBytes(32).toString('base64')
const [older, newer] = [newKey(), newKey()]
const filesBy = (options: object) => filesOf(encryptionSchema.parse(options))
async function filesWith(...keys: readonly string[]) {
  await writeFile(keyFile, `# of the test\n${keys.join('\n')}\n`, { mode: 0o600 })
  return await filesBy({ keyFile })
}

const isTold = (words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof EncryptionError, String(error))
  assert.match(error.message, words)
  for (const key of [older, newer]) assert.ok(!error.message.includes(key))
  return true
}

test('without a key, files lie in the open', async () => {
  assert.equal(await filesBy({}), plainFiles)
})

test('a key file that others may read, that is none or is not there is told in words', async () => {
  await assert.rejects(filesWith('not a key'), isTold(/Line 2 of .*encryption\.key is no key/))
  await assert.rejects(filesBy({ keyFile: join(folder, 'nowhere') }), isTold(/nowhere cannot be read/))
  await filesWith(newer)
  await chmod(keyFile, 0o640)
  await assert.rejects(filesBy({ keyFile }), isTold(/chmod 600/))
  await chmod(keyFile, 0o600)
})

test('on Windows, where modes say nothing, a key file is read all the same', async (t) => {
  await filesWith(newer)
  // As Node.js tells it of every file there.
  await chmod(keyFile, 0o666)
  const { platform } = process
  t.after(async () => {
    Object.defineProperty(process, 'platform', { value: platform })
    await chmod(keyFile, 0o600)
  })
  Object.defineProperty(process, 'platform', { value: 'win32' })
  assert.ok((await filesBy({ keyFile })) instanceof SealedFiles)
})

test('a program gives the keys; what it says when it fails is told, but for the keys', async () => {
  const files = await filesBy({ keyCommand: ['printf', `${newer}\n${older}\n`] })
  assert.ok(files instanceof SealedFiles)
  const byFile = await filesWith(newer, older)
  assert.ok(byFile instanceof SealedFiles && byFile.newestKeyId === files.newestKeyId)
  const failing = ['sh', '-c', `echo ${newer}; echo no access to the vault >&2; exit 3`]
  await assert.rejects(filesBy({ keyCommand: failing }), isTold(/exit code 3: no access to the vault/))
  await assert.rejects(filesBy({ keyCommand: ['nowhere-to-be-found'] }), isTold(/cannot be run: ENOENT/))
  const hanging = { keyCommand: ['sleep', '60'], keyCommandSeconds: 1 }
  await assert.rejects(filesBy(hanging), isTold(/did not end within 1 second/))
  const endless = { keyCommand: ['sh', '-c', `while :; do echo ${newer}; done`] }
  await assert.rejects(filesBy(endless), isTold(/says more than keys/))
  assert.throws(() => encryptionSchema.parse({ keyFile, keyCommand: ['true'] }), /goes without/)
})

test('a folder names the keys that it needs: without one of them nothing is opened', async () => {
  const root = join(folder, 'data')
  await openFolderStore(root)
  assert.deepEqual(await keysInUse(root), [])
  await openFolderStore(root, 0, await filesWith(older))
  await assert.rejects(openFolderStore(root), isTold(/the configuration names no key/))
  await assert.rejects(
    openFolderStore(root, 0, await filesWith(newer)),
    isTold(/with the key [0-9a-f]{32}, which is not among/),
  )
  await openFolderStore(root, 0, await filesWith(newer, older))
  assert.equal((await keysInUse(root)).length, 2)
  await assert.rejects(openFolderStore(root, 0, await filesWith(newer)), isTold(/not among/))
  await assert.rejects(openFolderStore(root, 0, await filesWith(older)), isTold(/not among/))
})
