import assert from 'node:assert/strict'
import { createHash, createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { CompactSign } from 'jose'
import { answerCertificateRequest, makeAuthority, makeCertificateRequest } from '../../pki/src/index.ts'
import {
  ContentOpener,
  EndToEndError,
  type EndToEndPair,
  headerBytesIn,
  type KeyStatement,
  keyIdsIn,
  type ListedInstance,
  LONGEST_LIST,
  newPair,
  PREFIX_BYTES,
  readContents,
  readKeyStatement,
  sealContent,
  signContents,
  signKeyStatement,
} from './index.ts'

const CHUNK = 64 * 1024
const NOW = new Date()
const validity = {
  notBefore: new Date(NOW.getTime() - 3_600_000),
  notAfter: new Date(NOW.getTime() + 3_600_000),
}

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epacs-end-to-end-'))
})
after(() => rm(folder, { recursive: true }))

async function newAuthority() {
  return await makeAuthority({ commonName: 'Node authority', organization: 'ePACS', ...validity })
}

async function newNode(authority: Awaited<ReturnType<typeof newAuthority>>, node: string) {
  const request = await makeCertificateRequest(node)
  const certificate = await answerCertificateRequest(authority, request.requestPem, {
    ...{ commonName: node, organization: 'Nemocnice' },
    ...validity,
  })
  const [identity, encryption] = [await newPair(), await newPair()]
  const proof = { certificate, certificateKey: request.privateKeyPem }
  const text = await signKeyStatement({ node, institution: 'institution', identity, encryption }, proof, NOW)
  return { identity, encryption, proof, text, said: await readKeyStatement(text, authority.certificatePem) }
}

async function sealed(content: Buffer, recipients: readonly KeyStatement[]): Promise<Buffer> {
  const path = join(folder, randomBytes(8).toString('hex'))
  const output = await open(path, 'wx')
  async function* parts() {
    for (let at = 0; at < content.length; at += 50_001) yield content.subarray(at, at + 50_001)
  }
  const keys = recipients.map(({ encryption }) => encryption)
  const length = await sealContent(output, keys, parts(), content.length)
  await output.close()
  const bytes = await readFile(path)
  assert.equal(bytes.length, length)
  return bytes
}

async function opened(bytes: Buffer, ...pairs: readonly EndToEndPair[]): Promise<Buffer> {
  const headerBytes = headerBytesIn(bytes.subarray(0, PREFIX_BYTES))
  const keyOf = (id: string) => {
    const pair = pairs.find(({ keyId }) => keyId === id)
    return pair && createPrivateKey(pair.privateKeyPem)
  }
  const opener = await ContentOpener.open(bytes.subarray(0, headerBytes), keyOf)
  const parts: Buffer[] = []
  for (let next = opener.next; next !== undefined; next = opener.next) {
    parts.push(opener.open(bytes.subarray(next.start, next.end)))
  }
  return Buffer.concat(parts)
}

test('each recipient opens what was encrypted, of any length, and nobody else does', async () => {
  const authority = await newAuthority()
  const [one, other, stranger] = await Promise.all(['1', '2', '3'].map((id) => newNode(authority, id)))
  assert.ok(one && other && stranger)
  for (const bytes of [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 20 * CHUNK + 77]) {
    const content = randomBytes(bytes)
    const whole = await sealed(content, [one.said, other.said])
    for (const { encryption } of [one, other]) assert.ok((await opened(whole, encryption)).equals(content))
    await assert.rejects(opened(whole, stranger.encryption), /keys that this node does not have/)
    const header = whole.subarray(0, headerBytesIn(whole))
    assert.deepEqual(keyIdsIn(header), {
      keyIds: [one.encryption.keyId, other.encryption.keyId],
      sizeBytes: whole.length,
    })
    if (bytes > 32) assert.ok(!whole.includes(content.subarray(0, 32)))
  }
})

test('a bit that was changed anywhere is noticed, and so are slots that changed places', async () => {
  const node = await newNode(await newAuthority(), '1')
  const content = randomBytes(3 * CHUNK + 5)
  const whole = await sealed(content, [node.said])
  const header = headerBytesIn(whole)
  const places = [0, 9, 20, header - 3, header, header + 40_000, header + 2 * CHUNK + 100, whole.length - 1]
  for (const place of places) {
    const changed = Buffer.from(whole)
    changed[place] = (changed[place] ?? 0) ^ 1
    await assert.rejects(opened(changed, node.encryption), EndToEndError, `byte ${place}`)
  }
  const slot = CHUNK + 28
  const swapped = Buffer.concat([
    whole.subarray(0, header),
    whole.subarray(header + slot, header + 2 * slot),
    whole.subarray(header, header + slot),
    whole.subarray(header + 2 * slot),
  ])
  await assert.rejects(opened(swapped, node.encryption), /part 1 of 4/)
  // The slots of one package behind the header of another one of the same length.
  const another = await sealed(content, [node.said])
  const mixed = Buffer.concat([another.subarray(0, headerBytesIn(another)), whole.subarray(header)])
  await assert.rejects(opened(mixed, node.encryption), /part 1 of 4/)
})

test('a key is believed when the node, its identity and the authority stand behind it', async () => {
  const authority = await newAuthority()
  const node = await newNode(authority, 'node-1')
  assert.equal(node.said.encryption.kid, node.encryption.keyId)
  assert.equal(node.said.identity.kid, node.identity.keyId)
  const names = { node: 'node-1', institution: 'institution' }
  const said = async (own: Partial<Parameters<typeof signKeyStatement>[0]>, proof = node.proof, at = NOW) => {
    const text = await signKeyStatement(
      { ...names, identity: node.identity, encryption: node.encryption, ...own },
      proof,
      at,
    )
    return await readKeyStatement(text, authority.certificatePem)
  }
  const stranger = await newNode(await newAuthority(), 'node-1')
  await assert.rejects(said({}, stranger.proof), /not one of the node authority/)
  await assert.rejects(said({ node: 'node-2' }), /not one of the node authority/)
  await assert.rejects(
    said({}, node.proof, new Date(NOW.getTime() + 7_200_000)),
    /not one of the node authority/,
  )
  // Another's encryption key put into it.
  const jws = JSON.parse(node.text)
  const claims = JSON.parse(Buffer.from(jws.payload, 'base64url').toString())
  claims.encryption = stranger.said.encryption
  jws.payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
  await assert.rejects(readKeyStatement(JSON.stringify(jws), authority.certificatePem), /does not fit/)
  // Signed by the certificate's key alone.
  const [, byCertificate] = JSON.parse(node.text).signatures
  const alone = { ...JSON.parse(node.text), signatures: [byCertificate, byCertificate] }
  await assert.rejects(readKeyStatement(JSON.stringify(alone), authority.certificatePem), /does not fit/)
})

test('contents are those that the sender has signed', async () => {
  const node = await newNode(await newAuthority(), '1')
  const instance: ListedInstance = {
    sopInstanceUid: '1.2.3',
    sopClassUid: '1.2',
    transferSyntaxUid: '1.2.840.10008.1.2.1',
    modality: 'CT',
    offset: 0,
    sizeBytes: 5,
    sha256: 'ab'.repeat(32),
  }
  const claims = {
    ...{ sender: 'a', recipients: ['b'], keyStatement: node.text, note: 'Prosím o názor.' },
    ...{ package: { sizeBytes: 5 }, iat: Math.floor(NOW.getTime() / 1000) },
  }
  const signed = async (listed: ListedInstance) => {
    async function* instances() {
      yield listed
    }
    const before = await signContents(node.identity, claims, instances())
    const statement = before.readUInt32BE(0)
    return {
      contents: readContents(before.toString('utf8', 4, 4 + statement)),
      list: before.subarray(4 + statement),
    }
  }
  const { contents, list } = await signed(instance)
  assert.equal(contents.claims.note, claims.note)
  assert.deepEqual(await contents.check(node.said, list), [instance])
  await assert.rejects(
    contents.check(node.said, Buffer.from(String(list).replace('1.2.3', '1.2.4'))),
    /not the one/,
  )
  for (const wrong of [
    { offset: 1 },
    { sizeBytes: -1 },
    { sha256: '../x' },
    { sopInstanceUid: '1'.repeat(300) },
  ]) {
    const other = await signed({ ...instance, ...wrong })
    await assert.rejects(other.contents.check(node.said, other.list), /names what cannot be in it/)
  }
  async function* many() {
    yield instance
    yield { ...instance, modality: 'x'.repeat(LONGEST_LIST) }
  }
  await assert.rejects(signContents(node.identity, claims, many()), /too long/)
  const stranger = await newNode(await newAuthority(), '1')
  await assert.rejects(contents.check(stranger.said, list), /does not fit/)
})

test('what is no key on P-256 is none', async () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' })
  const said = { encryption: { kty, crv, x, y, kid: 'other' } } as unknown as KeyStatement
  await assert.rejects(sealed(randomBytes(10), [said]))
})

test('a signed list of millions of lines that are none ends at the first of them', async () => {
  const node = await newNode(await newAuthority(), '1')
  const list = Buffer.alloc(LONGEST_LIST, '1\n')
  const claims = {
    ...{
      sender: 'a',
      recipients: ['b'],
      keyStatement: node.text,
      note: '',
      package: { sizeBytes: 5 },
      iat: 1,
    },
    list: {
      instances: LONGEST_LIST / 2,
      sizeBytes: list.length,
      sha256: createHash('sha256').update(list).digest('hex'),
    },
  }
  const signed = async (said: object) =>
    readContents(
      await new CompactSign(Buffer.from(JSON.stringify(said)))
        .setProtectedHeader({ alg: 'ES256', typ: 'epacs-end-to-end-contents+jws' })
        .sign(createPrivateKey(node.identity.privateKeyPem)),
    )
  const before = process.memoryUsage().heapUsed
  await assert.rejects((await signed(claims)).check(node.said, list), /names what cannot be in it/)
  assert.ok(process.memoryUsage().heapUsed - before < 50_000_000, 'no line of it was kept')
  await assert.rejects(signed({ ...claims, package: { sizeBytes: -1 } }), EndToEndError)
})
