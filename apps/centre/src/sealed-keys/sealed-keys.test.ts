import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { keyInPem, newKeyPem } from '@epacs/proof'
import { openTestDatabase, type TestDatabase } from '../testing/database.ts'
import { KeyError, requireOnly, sharedKeys } from './index.ts'
import { seal, unseal } from './seal.ts'

let database: TestDatabase
let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epacs-keys-'))
  database = await openTestDatabase()
})
after(async () => {
  await database?.remove()
  await rm(folder, { recursive: true })
})

async function sealFile(bytes = randomBytes(48)): Promise<string> {
  const path = join(folder, randomBytes(6).toString('hex'))
  await writeFile(path, bytes)
  return path
}

const keysWith = async (path: string) => {
  const keys = await sharedKeys({ keys: { sealFile: path } }, database.db)
  assert.ok(keys)
  return keys
}

test('what is sealed opens with the same secret under the same name, unchanged', () => {
  const secret = randomBytes(48)
  const sealed = seal(secret, 'signing', 'the key')
  assert.ok(!sealed.includes('the key'))
  assert.equal(unseal(secret, 'signing', sealed), 'the key')
  assert.equal(unseal(randomBytes(48), 'signing', sealed), undefined)
  assert.equal(unseal(secret, 'node-authority', sealed), undefined)
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    assert.equal(unseal(secret, 'signing', changed), undefined)
  }
  for (let length = 0; length < sealed.length; length++) {
    assert.equal(unseal(secret, 'signing', sealed.subarray(0, length)), undefined)
  }
})

test('processes that start at once have one key, made once; one with another secret does not start', async () => {
  const path = await sealFile()
  let made = 0
  const make = async () => `key ${++made}`
  const opened = await Promise.all(
    [1, 2, 3].map(async () => (await keysWith(path)).open('signing', undefined, make)),
  )
  assert.deepEqual(opened, ['key 1', 'key 1', 'key 1'])
  const others = await keysWith(await sealFile())
  await assert.rejects(others.open('signing', undefined, make), KeyError)
  await assert.rejects(requireOnly(database.db, 'signing', 'key 1'), /keys\.sealFile/)
  await assert.rejects(keysWith(await sealFile(Buffer.from('short'))), /32 random bytes/)
  await assert.rejects(keysWith(join(folder, 'none')), /cannot be read/)
})

test('a key in a data folder is the only one; sealed, it becomes that of all', async () => {
  const { db } = database
  await requireOnly(db, 'node-authority', undefined)
  await requireOnly(db, 'node-authority', 'of the first')
  await requireOnly(db, 'node-authority', 'of the first')
  await assert.rejects(requireOnly(db, 'node-authority', 'of another'), KeyError)
  await assert.rejects(requireOnly(db, 'node-authority', undefined), /not in this data folder/)
  const keys = await keysWith(await sealFile())
  const make = () => Promise.reject(new Error('not to be made'))
  await assert.rejects(keys.open('node-authority', undefined, make), KeyError)
  await assert.rejects(keys.open('node-authority', 'of another', make), KeyError)
  assert.equal(await keys.open('node-authority', 'of the first', make), 'of the first')
  assert.equal(await keys.open('node-authority', undefined, make), 'of the first')
  await assert.rejects(keys.open('node-authority', 'of another', make), KeyError)
})

test('beside a key that was published none is made, and one that is published refuses; a retired one does not', async () => {
  const { db } = database
  await db.deleteFrom('shared_key').execute()
  const [mine, other] = [newKeyPem(), newKeyPem()]
  const published = async (pem: string) => {
    const { keyId, publicJwk } = await keyInPem(pem)
    const row = { kid: keyId, public_jwk: JSON.stringify(publicJwk), created_at: new Date() }
    await db.insertInto('signing_key').values(row).execute()
  }
  await published(mine)
  const keys = await keysWith(await sealFile())
  const make = () => Promise.reject(new Error('not to be made'))
  await assert.rejects(keys.open('signing', undefined, make), /not in this data folder/)
  assert.equal(await keys.open('signing', mine, make), mine)
  assert.equal(await keys.open('signing', other, make), mine, 'nobody ever checked with it')
  await published(other)
  await assert.rejects(keys.open('signing', other, make), /another than the centre's/)
  await db.updateTable('signing_key').set({ retired_at: new Date() }).execute()
  assert.equal(await keys.open('signing', other, make), mine)
})
