/** Some studies of a message downloaded as a package of their own, and the package for media. */
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import type { ApiClient } from '../testing/api-client.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'

const { hornicka } = INSTITUTIONS
const SHARED = resolve(process.env.EPACS_SHARED ?? join(import.meta.dirname, '../../../../../shared'))
const JUDGE = join(SHARED, 'oracle/check_fileset.sh')
const XDM_GRAMMAR = join(import.meta.dirname, '../xdm/testing/metadata.rng')
const uidOf = (study: number) => `1.2.826.0.1.3680043.10.1234.${study}`

/** A patient's name that is markup. */
const HOSTILE = `<script>alert("1")</script>^]]>&'|~`

let network: TestNetwork
let sender: ApiClient
let receiver: ApiClient
let folder: string
let messageId: string
let path: string
const slices = [1, 2].flatMap((instance) =>
  [1, 2, 3].map((study) => ({
    study,
    bytes: ctSlice({
      study,
      instance,
      patientId: `P-${study}`,
      pixelBytes: 400_000,
      ...(study === 3 ? { patientName: HOSTILE } : {}),
    }),
  })),
)

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epacs-studies-'))
  network = await TestNetwork.start()
  sender = network.as('sender')
  receiver = network.as('receiver')
  const files = slices.map(({ bytes }, index) => ({ name: `IM${index}`, bytes }))
  messageId = (await sender.send([hornicka.id], files)).json.id
  await sender.until(messageId, 'delivered')
  path = `/api/messages/${messageId}/package`
})
after(async () => {
  await network.remove()
  await rm(folder, { recursive: true, force: true })
})

const statusAtReceiver = async () =>
  (await sender.get(`/api/messages/${messageId}`)).json.deliveries[0].status

test('the images of the chosen studies come unchanged, with a directory that names these alone', async () => {
  const { status, headers, body } = await receiver.get(`${path}?study=${uidOf(1)}&study=${uidOf(3)}`)
  assert.equal(status, 200)
  assert.equal(headers['content-type'], 'application/zip')
  assert.equal(Number(headers['content-length']), body.length)
  assert.match(
    String(headers['content-disposition']),
    /^attachment; filename="epacs-\d{8}-[0-9a-f]{8}\.zip"$/,
  )
  const file = join(folder, 'two.zip')
  await writeFile(file, body)
  execFileSync('unzip', ['-tqq', file])
  const names = execFileSync('unzip', ['-Z1', file]).toString().trim().split('\n')
  assert.equal(names.length, 5)
  const images = names.filter((name) => name !== 'DICOMDIR')
  const unpacked = images.map((name) => execFileSync('unzip', ['-p', file, name]))
  for (const { study, bytes } of slices) {
    assert.equal(
      unpacked.some((each) => each.equals(bytes)),
      study !== 2,
    )
  }
  execFileSync('unzip', ['-qq', file, 'DICOMDIR', '-d', folder])
  const dump = execFileSync('dcmdump', [
    '+P',
    'StudyInstanceUID',
    '+P',
    'ReferencedFileID',
    join(folder, 'DICOMDIR'),
  ])
  const values = [...dump.toString().matchAll(/\[(.*?)\]/g)].map(([, value]) => value?.replaceAll('\\', '/'))
  assert.deepEqual(values.toSorted(), [...images, uidOf(1), uidOf(3)].toSorted())
  await until('the download is noted', async () => (await statusAtReceiver()) === 'downloaded')
})

test('a broken download goes on where it ended; another choice is another package', async () => {
  const one = `${path}?study=${uidOf(2)}`
  const { headers, body } = await receiver.get(one)
  const etag = String(headers.etag)
  assert.match(etag, /^"[0-9a-f]{64}"$/)
  const first = await receiver.get(one, { range: 'bytes=0-299999' })
  const rest = await receiver.get(one, { range: 'bytes=300000-', 'if-range': etag })
  assert.deepEqual([first.status, rest.status], [206, 206])
  assert.ok(Buffer.concat([first.body, rest.body]).equals(body))
  assert.equal((await receiver.get(one, { 'if-none-match': etag })).status, 304)
  assert.notEqual((await receiver.call('HEAD', `${path}?study=${uidOf(1)}`)).headers.etag, etag)
  assert.notEqual((await receiver.call('HEAD', path)).headers.etag, etag)
})

test('for media: XDM beside the file-set, of known length, in parts, by the grammar, and no text becomes markup', async () => {
  const media = `${path}?form=xdm`
  const { status, headers, body } = await receiver.get(media)
  assert.equal(status, 200)
  assert.equal(Number(headers['content-length']), body.length)
  assert.match(String(headers['content-disposition']), /-xdm\.zip"$/)
  assert.equal(headers['last-modified'], undefined, 'only the ETag tells one version from the next')
  const first = await receiver.get(media, { range: 'bytes=0-2399999' })
  const rest = await receiver.get(media, { range: 'bytes=2400000-', 'if-range': String(headers.etag) })
  assert.deepEqual([first.status, rest.status], [206, 206])
  assert.ok(Buffer.concat([first.body, rest.body]).equals(body))

  const file = join(folder, 'media.zip')
  const root = join(folder, 'media')
  await writeFile(file, body)
  execFileSync('unzip', ['-qq', file, '-d', root])
  const names = execFileSync('unzip', ['-Z1', file]).toString().trim().split('\n')
  assert.deepEqual(names.slice(slices.length), [
    'DICOMDIR',
    ...[1, 2, 3].map((set) => `IHE_XDM/SUBSET0${set}/DOC00001`),
    'INDEX.HTM',
    'README.TXT',
    ...[1, 2, 3].map((set) => `IHE_XDM/SUBSET0${set}/METADATA.XML`),
  ])
  // ISO 9660 level 1: eight characters, and three behind a dot.
  for (const part of names.flatMap((name) => name.split('/'))) {
    assert.match(part, /^[A-Z0-9_]{1,8}(\.[A-Z0-9_]{1,3})?$/)
  }
  for (const { bytes } of slices) {
    assert.ok(names.slice(0, slices.length).some((name) => readFileSync(join(root, name)).equals(bytes)))
  }
  const judged = spawnSync('bash', [JUDGE, '-q', root], { encoding: 'utf8' })
  assert.equal(judged.status, 0, `${judged.stdout}${judged.stderr}`)

  const metadata = [1, 2, 3].map((set) => join(root, `IHE_XDM/SUBSET0${set}/METADATA.XML`))
  execFileSync('xmllint', ['--noout', '--nonet', '--relaxng', XDM_GRAMMAR, ...metadata], { stdio: 'pipe' })
  execFileSync('xmllint', ['--noout', '--nonet', join(root, 'INDEX.HTM')], { stdio: 'pipe' })
  for (const [index, path] of metadata.entries()) {
    const xml = readFileSync(path, 'utf8')
    const document = readFileSync(join(root, `IHE_XDM/SUBSET0${index + 1}/DOC00001`))
    const slotOf = (slot: string) =>
      new RegExp(`name="${slot}"><rim:ValueList><rim:Value>(.*?)<`).exec(xml)?.[1]
    assert.equal(slotOf('hash'), createHash('sha1').update(document).digest('hex'))
    assert.equal(slotOf('size'), String(document.length))
    assert.equal(slotOf('URI'), 'DOC00001')
  }
  const page = readFileSync(join(root, 'INDEX.HTM'), 'utf8')
  for (const text of [page, ...metadata.map((each) => readFileSync(each, 'utf8'))]) {
    assert.doesNotMatch(text, /<script/)
  }
  assert.match(page, /&lt;script&gt;/)
  for (const expected of [/Čáslav/, /CT hrudníku/, /href="README.TXT"/]) assert.match(page, expected)
  const readme = readFileSync(join(root, 'README.TXT'), 'utf8')
  assert.match(readme, /nemocnice.*\r\n/i)
  assert.doesNotMatch(readme, /Novák|P-1|script/)
})

test('a study that is not there is told, and so are words that are no UID', async () => {
  const unknown = await receiver.get(`${path}?study=${uidOf(1)}&study=1.2.3`)
  assert.deepEqual(
    [unknown.status, unknown.json.code, unknown.json.studies],
    [422, 'unknown-study', ['1.2.3']],
  )
  assert.equal((await receiver.get(`${path}?study=all`)).status, 400)
})

test('the audit trail tells which studies were taken', async () => {
  const events = await network.centre.db
    .selectFrom('audit_event')
    .where('message_id', '=', messageId)
    .where('action', '=', 'package.download')
    .select('details')
    .orderBy('position')
    .execute()
  assert.deepEqual(events[0]?.details, { studies: [uidOf(1), uidOf(3)] })
})

test('it is for those who may have the whole, as long as it is there', async () => {
  const one = `${path}?study=${uidOf(1)}`
  assert.equal((await sender.get(one)).status, 200)
  assert.equal((await network.as('uninvolved').get(one)).status, 404)
  assert.equal((await network.visitor().get(one)).status, 401)
  assert.equal((await receiver.call('DELETE', `/api/messages/${messageId}/data`)).status, 204)
  assert.equal((await receiver.get(one)).json.code, 'data-deleted')
})
