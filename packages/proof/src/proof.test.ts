/** A package, its manifest and receipts, and what somebody may do to them. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { crc32 } from 'node:zlib'
import { packageOfStudies, readIndex } from '@epacs/package'
import { makeInstance } from '../../package/src/testing/make-instance.ts'
import { packFiles } from '../../package/src/testing/pack-files.ts'
import {
  checkPackage,
  damagedFile,
  type KeySet,
  keyInPem,
  listedInstance,
  newKeyPem,
  nodeIssuer,
  ProofError,
  type PublishedKey,
  readManifest,
  readNodeKeySet,
  readNodeReceipt,
  readReceipt,
  type SigningKey,
  signManifest,
  signNodeReceipt,
  signReceipt,
} from './index.ts'

const AT = 1_760_000_000
const message = '01940000-0000-7000-8000-000000000001'
const recipient = '01940000-0000-7000-8000-000000000002'
const iss = 'https://centre.example'

let folder: string
let key: SigningKey
let keys: KeySet
let packagePath: string
let indexPath: string
let sha256: string
let manifestPath: string
let manifestText: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epacs-proof-'))
  key = await keyInPem(newKeyPem())
  keys = published(key)
  const files = [1, 2, 3, 4].map((number) => {
    const study = `1.2.3.${number % 2}`
    const bytes = makeInstance({
      SOPInstanceUID: `1.2.3.9.${number}`,
      StudyInstanceUID: study,
      SeriesInstanceUID: `${study}.1`,
      PixelData: Buffer.alloc(2000, number),
    })
    return { path: `${number}`, bytes }
  })
  const packed = await packFiles(folder, files)
  packagePath = packed.packagePath
  indexPath = packed.indexPath
  sha256 = packed.facts.sha256
  manifestPath = join(folder, 'package.manifest')
  manifestText = `${await signed(key)}\n${await lines()}`
  await writeFile(manifestPath, manifestText)
})
after(() => rm(folder, { recursive: true, force: true }))

function published(from: SigningKey, times: Pick<PublishedKey, 'createdAt' | 'retiredAt'> = {}): KeySet {
  return { keys: [{ ...from.publicJwk, kid: from.keyId, ...times }] }
}

async function signed(by: SigningKey): Promise<string> {
  const { size } = { size: (await readFile(packagePath)).length }
  const claims = { iss, iat: AT, message, package: { sha256, sizeBytes: size } }
  return await signManifest(by, { ...claims, entries: readIndex(indexPath) })
}

async function lines(): Promise<string> {
  let text = ''
  for await (const entry of readIndex(indexPath)) text += listedInstance(entry)
  return text
}

async function check(bytes: Uint8Array, isPart = false) {
  const path = join(folder, 'changed.zip')
  await writeFile(path, bytes)
  const { claims, instances } = await readManifest(manifestPath, keys)
  return await checkPackage(path, { packageSha256: claims.package.sha256, instances, isPart })
}

test('the package as it was signed', async () => {
  const { isWhole, checked, findings, sha256: found } = await check(await readFile(packagePath))
  assert.deepEqual([isWhole, checked, findings, found], [true, 4, [], sha256])
})

test('one bit of one image: that image is named, the others are not', async () => {
  const bytes = await readFile(packagePath)
  let at = 0
  let file = ''
  for await (const entry of readIndex(indexPath)) {
    at = entry.offset + entry.sizeBytes - 1
    file = entry.fileId
  }
  bytes[at] = (bytes[at] ?? 0) ^ 1
  const { isWhole, checked, findings } = await check(bytes)
  assert.deepEqual([isWhole, checked, findings], [false, 4, [{ file, problem: 'changed' }]])
})

test('what lies between the images is covered by the digest of the whole', async () => {
  const bytes = await readFile(packagePath)
  const at = bytes.indexOf('DICOMDIR') + 'DICOMDIR'.length + 10
  bytes[at] = (bytes[at] ?? 0) ^ 1
  assert.deepEqual((await check(bytes)).findings, [{ file: null, problem: 'directory-changed' }])
})

test('an image taken out and one put in are named', async () => {
  const bytes = await readFile(packagePath)
  const name = 'IMAGES/ST000001/SE000001/IM000001'
  const renamed = 'IMAGES/ST000001/SE000001/IM000009'
  for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) bytes.write(renamed, at)
  assert.deepEqual((await check(bytes)).findings, [
    { file: renamed, problem: 'extra' },
    { file: name, problem: 'missing' },
  ])
})

test('what is no ZIP any more is told, not thrown', async () => {
  const bytes = await readFile(packagePath)
  const { findings } = await check(bytes.subarray(0, bytes.length - 100))
  assert.deepEqual(findings, [{ file: null, problem: 'unreadable' }])
})

test('for media: the images are compared, what stands beside them is not signed, anything else is extra', async () => {
  const whole = await readFile(packagePath)
  const source = {
    bytes: {
      async *read(start: number, end: number) {
        yield whole.subarray(start, end)
      },
    },
    entries: readIndex(indexPath),
    sha256,
  }
  const beside = ['INDEX.HTM', 'README.TXT', 'IHE_XDM/SUBSET01/METADATA.XML']
  const text = Buffer.from('of whoever made it')
  const files = [...beside, 'AUTORUN.INF'].map((name) => ({
    name,
    sizeBytes: text.length,
    crc32: crc32(text),
    bytes: () => [text],
  }))
  const madeWith = async (names: typeof files) => {
    const additions = { instances: [], files: names, digest: '00' }
    const entries = readIndex(indexPath)
    const made = await packageOfStudies({ ...source, entries }, new Set(['1.2.3.0', '1.2.3.1']), additions)
    const chunks: Uint8Array[] = []
    for await (const chunk of made.read(0, made.sizeBytes)) chunks.push(chunk)
    return Buffer.concat(chunks)
  }
  const media = await madeWith(files.slice(0, 3))
  const good = await check(media)
  assert.deepEqual([good.isWhole, good.checked, good.findings, good.unsigned], [false, 4, [], beside])
  const name = 'IMAGES/ST000001/SE000001/IM000001'
  const at = media.indexOf(name) + name.length + 1000
  media[at] = (media[at] ?? 0) ^ 1
  assert.deepEqual((await check(media)).findings, [{ file: name, problem: 'changed' }])
  const foreign = await check(await madeWith(files))
  assert.deepEqual(
    [foreign.findings, foreign.unsigned],
    [[{ file: 'AUTORUN.INF', problem: 'extra' }], beside],
  )
})

test('a ZIP by its own CRC-32s: the file that is damaged is named', async () => {
  const bytes = await readFile(packagePath)
  const path = join(folder, 'damaged.zip')
  assert.equal(await damagedFile(packagePath), undefined)
  const name = 'IMAGES/ST000001/SE000001/IM000001'
  const at = bytes.indexOf(name) + name.length + 1000
  bytes[at] = (bytes[at] ?? 0) ^ 1
  await writeFile(path, bytes)
  assert.deepEqual(await damagedFile(path), { name })
  await writeFile(path, bytes.subarray(0, 1000))
  assert.deepEqual(await damagedFile(path), { name: '' })
})

test('some studies: image by image, each study whole', async () => {
  const whole = await readFile(packagePath)
  const bytes = {
    async *read(start: number, end: number) {
      yield whole.subarray(start, end)
    },
  }
  const part = await packageOfStudies({ bytes, entries: readIndex(indexPath), sha256 }, new Set(['1.2.3.0']))
  const chunks: Uint8Array[] = []
  for await (const chunk of part.read(0, part.sizeBytes)) chunks.push(chunk)
  const zip = Buffer.concat(chunks)
  const good = await check(zip, true)
  assert.deepEqual([good.checked, good.findings], [2, []])
  assert.equal((await check(zip)).findings.filter(({ problem }) => problem === 'missing').length, 2)
  const lost = Buffer.from(zip)
  const name = 'IM000002'
  for (let at = lost.indexOf(name); at >= 0; at = lost.indexOf(name, at + 1)) lost.write('IM000007', at)
  const problems = (await check(lost, true)).findings.map(({ problem }) => problem)
  assert.deepEqual(problems, ['extra', 'missing'])
})

test('a manifest that was changed, or that another key signed, is refused', async () => {
  const other = await keyInPem(newKeyPem())
  const refused: readonly [string, RegExp][] = [
    [manifestText.replace(/"sizeBytes":(\d)/, '"sizeBytes":9$1'), /changed after it was signed/],
    [manifestText.split('\n').slice(0, -2).join('\n').concat('\n'), /changed after it was signed/],
    [manifestText.slice(0, -1), /cut off/],
    [`${await signed(other)}\n${await lines()}`, /not among the keys/],
    [`${await signed({ ...other, keyId: key.keyId })}\n${await lines()}`, /signature does not fit/],
    ['', /empty/],
    ['not at all\n', /no signed statement/],
  ]
  for (const [text, reason] of refused) {
    const path = join(folder, 'refused.manifest')
    await writeFile(path, text)
    await assert.rejects(readManifest(path, keys), (error) => {
      assert.ok(error instanceof ProofError, String(error))
      assert.match(error.message, reason)
      return true
    })
  }
})

test('a receipt says who, what and when; changed, of another kind or of a retired key it is refused', async () => {
  const claims = {
    iss,
    iat: AT,
    message,
    kind: 'delivered',
    recipient,
    packageSha256: sha256,
    at: new Date(AT * 1000).toISOString(),
  } as const
  const receipt = await signReceipt(key, claims)
  assert.deepEqual(await readReceipt(receipt, keys), { ...claims, keyId: key.keyId })
  const [head = '', payload = '', signature = ''] = receipt.split('.')
  const forged = Buffer.from(payload, 'base64url').toString().replace('delivered', 'deleted')
  const changed = [head, Buffer.from(forged).toString('base64url'), signature].join('.')
  await assert.rejects(readReceipt(changed, keys), /signature does not fit/)
  const unsigned = Buffer.from(JSON.stringify({ alg: 'none', kid: key.keyId, typ: 'epacs-receipt+jws' }))
  await assert.rejects(readReceipt(`${unsigned.toString('base64url')}.${payload}.`, keys), ProofError)
  await assert.rejects(readReceipt(await signed(key), keys), /no statement of type/)
  const at = (seconds: number) => new Date((AT + seconds) * 1000).toISOString()
  await readReceipt(receipt, published(key, { createdAt: at(-500), retiredAt: at(500) }))
  for (const times of [{ retiredAt: at(-500) }, { createdAt: at(500) }]) {
    await assert.rejects(readReceipt(receipt, published(key, times)), /dated outside/)
  }
})

test('a receipt of a node is signed by one of the recipient, and is nothing that the centre says', async () => {
  const node = '01940000-0000-7000-8000-000000000777'
  const claims = {
    iss: nodeIssuer(node),
    iat: AT,
    message,
    kind: 'stored',
    recipient,
    packageSha256: sha256,
    at: new Date(AT * 1000).toISOString(),
  } as const
  const nodeKeys = (institution: string, of = node) =>
    readNodeKeySet(JSON.stringify({ keys: [{ ...key.publicJwk, node: of, institution }] }))
  const receipt = await signNodeReceipt(key, claims)
  assert.deepEqual(await readNodeReceipt(receipt, nodeKeys(recipient)), { ...claims, keyId: key.keyId })
  for (const others of [nodeKeys(message), nodeKeys(recipient, message)]) {
    await assert.rejects(readNodeReceipt(receipt, others), /another node/)
  }
  await assert.rejects(readReceipt(receipt, keys), /no statement of type/)
  await assert.rejects(
    readNodeReceipt(await signReceipt(key, claims), nodeKeys(recipient)),
    /no statement of type/,
  )
  assert.throws(() => readNodeKeySet(JSON.stringify(keys)), /whose node/)
})

test('the id of a key is its thumbprint', async () => {
  const { publicJwk, keyId } = key
  const { crv, kty, x, y } = publicJwk
  const expected = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
  assert.equal(keyId, expected)
})
