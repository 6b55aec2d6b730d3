import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { ApiClient } from '../testing/api-client.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'

const { hornicka } = INSTITUTIONS
const PDF = Buffer.from('%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\n%%EOF')

let network: TestNetwork
let sender: ApiClient
let receiver: ApiClient
before(async () => {
  network = await TestNetwork.start({ intake: { largestDocumentBytes: 1000 } })
  sender = network.as('sender')
  receiver = network.as('receiver')
})
after(() => network.remove())

const image = async (study: number) =>
  await sender.upload({ name: 'IM1', bytes: ctSlice({ study, instance: 1 }) })

const send = async (uploads: readonly string[], documents: readonly object[]) =>
  await sender.call('POST', '/api/messages', { json: { recipients: [hornicka.id], uploads, documents } })

test('a PDF that is sent along is a document of the study, and leaves as it came', async () => {
  const upload = await sender.upload({ name: 'nález.pdf', bytes: PDF })
  const { status, json } = await send([await image(1)], [{ upload, title: 'Nález\nCT' }])
  assert.equal(status, 201)
  const message = await sender.until(json.id, 'delivered')
  const [study] = message.studies
  assert.deepEqual(study.modalities, ['CT', 'DOC'])
  const { seriesInstanceUid, description } = study.series[1]
  assert.equal(description, 'Nález CT')
  const series = `/dicomweb/messages/${json.id}/studies/${study.studyInstanceUid}/series/${seriesInstanceUid}`
  const found = await receiver.get(`${series}/instances`, { accept: 'application/dicom+json' })
  const [{ '00080018': uid, '00100010': name }] = JSON.parse(found.body.toString())
  assert.ok(uid.Value[0].startsWith('2.25.'))
  assert.equal(name?.Value?.[0]?.Alphabetic ?? 'Novák^Ondřej', 'Novák^Ondřej')
  const rendered = await receiver.get(`${series}/instances/${uid.Value[0]}/rendered`, {
    accept: 'application/pdf',
  })
  assert.ok(rendered.body.subarray(0, PDF.length).equals(PDF))
})

test('what is no PDF is named in the result, and the images arrive', async () => {
  const upload = await sender.upload({ name: 'nález.doc', bytes: Buffer.from('a document') })
  const { json } = await send([await image(2)], [{ upload, title: 'Nález' }])
  const { files } = await sender.until(json.id, 'delivered')
  assert.deepEqual(
    files.map(({ path, code }: { path: string; code: string | null }) => [path, code]),
    [
      ['nález.doc', 'not-pdf'],
      ['IM1', null],
    ],
  )
})

test('a PDF that is too large is refused before it travels, and one that is named twice, too', async () => {
  const large = await sender.createUpload('nález.pdf', 1001)
  const uploads = [await image(3)]
  const tooLarge = await send(uploads, [{ upload: large, title: 'Nález' }])
  assert.deepEqual(
    [tooLarge.status, tooLarge.json.code, tooLarge.json.mostBytes],
    [413, 'document-too-large', 1000],
  )
  const twice = await send(uploads, [{ upload: uploads[0], title: 'Nález' }])
  assert.equal(twice.status, 400)
})

test('a request without PDFs is known again by what it was known by before there were any', async () => {
  const upload = await image(4)
  const headers = { 'idempotency-key': 'begun before an upgrade' }
  const json = { recipients: [hornicka.id], uploads: [upload], documents: [] }
  const made = await sender.call('POST', '/api/messages', { json, headers })
  const { request_sha256 } = await network.centre.db
    .selectFrom('message')
    .where('id', '=', made.json.id)
    .select('request_sha256')
    .executeTakeFirstOrThrow()
  const before =
    `{"recipients":["${hornicka.id}"],"uploads":["${upload}"],"subject":"","note":"","urgent":false,` +
    '"allOrNothing":false,"inReplyTo":null}'
  assert.equal(request_sha256?.toString('hex'), createHash('sha256').update(before).digest('hex'))
})

test('a title without anything to read, and a study that is no UID, are refused', async () => {
  const upload = await sender.upload({ name: 'nález.pdf', bytes: PDF })
  const uploads = [await image(5)]
  for (const wrong of [
    { title: '' },
    { title: ' \u2003\n\u0001 ' },
    { title: 'Nález\u0000' },
    { title: 'Nález', study: '1.2\u0000' },
    { title: 'Nález', study: 'CT' },
    { title: 'Nález', study: '.' },
  ]) {
    const { status } = await send(uploads, [{ upload, ...wrong }])
    assert.equal(status, 400, JSON.stringify(wrong))
  }
  // As odd as the intake takes them.
  const odd = await send(uploads, [{ upload, title: ' N ', study: '1.02.' }])
  assert.equal(odd.status, 201)
})
