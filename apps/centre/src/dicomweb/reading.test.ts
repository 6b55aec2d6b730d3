/** A message over QIDO-RS and WADO-RS: every real image, frame by frame, beside what pydicom finds in it. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import type { DicomJson, JsonPersonName } from '@epacs/dicom/json'
import { decode as decodePng } from 'fast-png'
import jpeg from 'jpeg-js'
import type { ApiClient, SentFile } from '../testing/api-client.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { partsOf } from './testing/parts.ts'

const { hornicka } = INSTITUTIONS
const SHARED = resolve(process.env.EPACS_SHARED ?? join(import.meta.dirname, '../../../../../shared'), 'data')
const IMAGES = [
  'crdx/RG1_J2KI.dcm',
  'crdx/dx_image.dcm',
  'ct/CT_small.dcm',
  'ct/ct-3slice/01.dcm',
  'ct/explicit_VR-UN.dcm',
  'mg/OutOfBoundsOverlay.dcm',
  'mr/MR_small_RLE.dcm',
  'mr/ebe.dcm',
  'mr/emri_small.dcm',
  'mr/emri_small_RLE.dcm',
  'mr/emri_small_jpeg_2k_lossless.dcm',
  'mr/emri_small_jpeg_ls_lossless.dcm',
  'nm/JPEG-LL.dcm',
  'nm/JPGExtended.dcm',
  'rt/rtdose.dcm',
  'sc/HTJ2K_08_RGB_ident.dcm',
  'sc/JPEGLSNearLossless_08_ident.dcm',
  'sc/SC_rgb_jpeg_dcmtk.dcm',
  'sc/SC_rgb_rle_2frame.dcm',
  'sc/image_dfl.dcm',
  'sm/sm_image.dcm',
]
const VIEWER = 'https://viewer.example'
const EVERYTHING = 'multipart/related; type="application/octet-stream"; transfer-syntax=*'
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

interface Sent {
  readonly name: string
  readonly bytes: Buffer
  /** Of the message. */
  readonly base: string
  /** Of the instance. */
  readonly address: string
}

let network: TestNetwork
let receiver: ApiClient
const sent: Sent[] = []
/** Several of the images in one message. */
let several: string

const firstOf = (object: unknown, tag: string) => (object as DicomJson)[tag]?.Value?.[0]
const nameOf = (object: unknown) => (firstOf(object, '00100010') as JsonPersonName | undefined)?.Alphabetic

before(async () => {
  network = await TestNetwork.start({ dicomweb: { allowedOrigins: [VIEWER] } })
  receiver = network.as('receiver')
  for (const name of IMAGES) {
    const path = join(SHARED, 'files', name)
    if (!existsSync(path)) throw new Error(`${path} is missing: set EPACS_SHARED`)
    const bytes = readFileSync(path)
    const base = await delivered([{ name: 'IM1', bytes }])
    const [object] = (await receiver.get(`${base}/instances`)).json
    const [study, series, instance] = ['0020000D', '0020000E', '00080018'].map((tag) => firstOf(object, tag))
    sent.push({
      name,
      bytes,
      base,
      address: `${base}/studies/${study}/series/${series}/instances/${instance}`,
    })
  }
  several = await delivered(
    sent
      .filter(({ name }) => !name.includes('emri_small_'))
      .map(({ name, bytes }) => ({ name: name.replaceAll('/', '-'), bytes })),
  )
})
after(async () => await network?.remove())

async function delivered(files: readonly SentFile[]): Promise<string> {
  const sender = network.as('sender')
  const { id } = (await sender.send([hornicka.id], files)).json
  await sender.until(id, 'delivered')
  return `/dicomweb/messages/${id}`
}

function one(wanted: string): Sent {
  const found = sent.find(({ name }) => name === wanted)
  if (found === undefined) throw new Error(`${wanted} was not sent`)
  return found
}

test('each frame is what pydicom cuts out of the file', async () => {
  const input = IMAGES.map((name) => join(SHARED, 'files', name)).join('\n')
  const script = join(import.meta.dirname, 'testing/frames.py')
  const lines = execFileSync('/usr/bin/python3', [script], { input, maxBuffer: 1e8 }).toString().trim()
  let frames = 0
  for (const line of lines.split('\n')) {
    const expected: { path: string; frames: string[] } = JSON.parse(line)
    const { address } = one(relative(join(SHARED, 'files'), expected.path))
    const numbers = expected.frames.map((_, index) => index + 1)
    const answer = await receiver.get(`${address}/frames/${numbers.join(',')}`, {
      accept: EVERYTHING,
    })
    assert.equal(answer.status, 200, `${expected.path}: ${answer.body.toString().slice(0, 300)}`)
    assert.deepEqual(
      partsOf(answer).map(({ bytes }) => sha256(bytes)),
      expected.frames,
      expected.path,
    )
    frames += numbers.length
  }
  assert.ok(frames > 60, `${frames} frames`)
})

test('instances come back as the files that were sent, alone and with their study', async () => {
  for (const { name, bytes, address } of sent) {
    const answer = await receiver.get(address, { accept: 'application/dicom; transfer-syntax=*' })
    assert.equal(answer.status, 200, name)
    // What stands before the data set may have had to be put right.
    assert.ok(answer.body.subarray(512 - bytes.length).equals(bytes.subarray(512)), name)
    if (name !== 'rt/rtdose.dcm') assert.equal(sha256(answer.body), sha256(bytes), name)
  }
  for (const study of (await receiver.get(`${several}/studies`)).json) {
    const answer = await receiver.get(`${several}/studies/${firstOf(study, '0020000D')}`, {
      accept: 'multipart/related; type="application/dicom"; transfer-syntax=*',
    })
    const parts = partsOf(answer)
    assert.equal(parts.length, firstOf(study, '00201208'))
    for (const { bytes } of parts)
      assert.ok(sent.some((each) => bytes.subarray(512 - each.bytes.length).equals(each.bytes.subarray(512))))
  }
})

test('studies are searched for by patient, date and modality; nothing found is said as such', async () => {
  const all = (await receiver.get(`${several}/studies`)).json
  const study = all.find((each: unknown) => nameOf(each) === 'CompressedSamples^CT1')
  assert.ok(study, JSON.stringify(all.map((each: unknown) => firstOf(each, '00100010'))))
  const found = async (query: string) => {
    const answer = await receiver.get(`${several}/studies?${query}`)
    return answer.status === 204 ? [] : answer.json.map((each: unknown) => firstOf(each, '0020000D'))
  }
  const uid = firstOf(study, '0020000D')
  assert.deepEqual(await found('PatientName=compressedsamples*ct?'), [uid])
  assert.deepEqual(await found(`00100010=CompressedSamples^CT1&ModalitiesInStudy=CT`), [uid])
  assert.deepEqual(await found(`StudyInstanceUID=${uid}&StudyDate=20040101-20041231`), [uid])
  assert.deepEqual(await found(`StudyInstanceUID=${uid}&StudyDate=-20031231`), [])
  assert.deepEqual(await found('PatientName=nobody'), [])
  assert.equal((await receiver.get(`${several}/studies?PatientName=nobody`)).status, 204)
  assert.equal((await receiver.get(`${several}/studies?NoSuchAttribute=1`)).status, 400)
  const page = await receiver.get(`${several}/studies?limit=2&offset=1`)
  assert.equal(page.json.length, 2)
  assert.match(String(page.headers.warning), /^299/)
})

test('the end of a long list is found without reading what comes before it', async (t) => {
  const all = (await receiver.get(`${several}/instances`)).json
  const open = t.mock.method(network.centre.store, 'open')
  const last = (await receiver.get(`${several}/instances?limit=1&offset=${all.length - 1}`)).json
  assert.deepEqual(last, all.slice(-1))
  // Head and rest of one instance.
  assert.ok(open.mock.callCount() <= 2, `${open.mock.callCount()} reads`)
  const [first] = (await receiver.get(`${several}/instances?limit=1`)).json
  assert.deepEqual(first, all[0])
  assert.ok(open.mock.callCount() <= 4, `${open.mock.callCount()} reads`)
})

test('metadata tells all but the pixels, which are referred to', async () => {
  const { address } = one('ct/CT_small.dcm')
  const [object] = (await receiver.get(`${address}/metadata`, { accept: 'application/dicom+json' })).json
  assert.equal(firstOf(object, '00280010'), 128)
  assert.equal(nameOf(object), 'CompressedSamples^CT1')
  assert.equal(object['00020010'], undefined)
  const pixels = await receiver.get(new URL(object['7FE00010'].BulkDataURI).pathname, {
    accept: 'application/octet-stream',
  })
  assert.equal(pixels.body.length, 128 * 128 * 2)
  const xml = await receiver.get(`${address}/metadata`, {
    accept: 'multipart/related; type="application/dicom+xml"',
  })
  assert.match(
    partsOf(xml)[0]?.bytes.toString() ?? '',
    /<DicomAttribute tag="00280010" vr="US" keyword="Rows"><Value number="1">128</,
  )
})

test('metadata that was told once is told again without reading the images', async (t) => {
  const study = firstOf((await receiver.get(`${several}/studies?limit=1`)).json[0], '0020000D')
  const address = `${several}/studies/${study}/metadata`
  const plain = await receiver.get(address)
  const packed = await receiver.get(address, { 'accept-encoding': 'br, gzip' })
  assert.equal(packed.headers['content-encoding'], 'gzip')
  assert.match(String(packed.headers.vary), /Accept-Encoding/)
  assert.deepEqual(JSON.parse(gunzipSync(packed.body).toString()), plain.json)
  const open = t.mock.method(network.centre.store, 'open')
  const again = await receiver.get(address, { 'accept-encoding': 'gzip' })
  assert.ok(again.body.equals(packed.body))
  assert.equal(open.mock.callCount(), 0)
  const unpacked = await receiver.get(address, { 'accept-encoding': 'gzip;q=0' })
  assert.equal(unpacked.headers['content-encoding'], undefined)
  assert.deepEqual(unpacked.json, plain.json)
})

test('frames that are deflated one by one leave as viewers show them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'epacs-deflated-'))
  const file = join(folder, 'IM1')
  const native = one('mr/emri_small.dcm')
  const script = join(import.meta.dirname, 'testing/deflate_frames.py')
  execFileSync('/usr/bin/python3', [script, join(SHARED, 'files', native.name), file])
  const base = await delivered([{ name: 'IM1', bytes: readFileSync(file) }])
  rmSync(folder, { recursive: true })
  const address = base + native.address.slice(native.base.length)
  for (const number of [1, 10]) {
    const [frame] = partsOf(await receiver.get(`${address}/frames/${number}`, { accept: EVERYTHING }))
    const [expected] = partsOf(
      await receiver.get(`${native.address}/frames/${number}`, { accept: EVERYTHING }),
    )
    assert.ok(expected !== undefined && expected.bytes.length > 0)
    assert.ok(frame?.bytes.equals(expected.bytes), `frame ${number}`)
    assert.equal(frame?.type, expected.type)
  }
  const pictures = await Promise.all(
    [address, native.address].map((each) => receiver.get(`${each}/rendered`, { accept: 'image/png' })),
  )
  assert.equal(pictures[0]?.status, 200)
  assert.deepEqual(pictures[0]?.body, pictures[1]?.body)
  const [stored] = partsOf(
    await receiver.get(address, { accept: 'multipart/related; type="application/dicom"' }),
  )
  assert.ok(stored?.bytes.includes('1.2.840.10008.1.2.8.1'), 'the file itself is as it came')
})

test('each image can be had as a picture, in the size that is wanted', async () => {
  for (const { name, address } of sent) {
    const answer = await receiver.get(`${address}/rendered`, { accept: 'image/png' })
    assert.equal(answer.status, 200, `${name}: ${answer.body.toString().slice(0, 200)}`)
    const { width, height, data } = decodePng(answer.body)
    assert.ok(width > 8 && height > 8, name)
    assert.ok(new Set(data).size > 2, `${name} is of one colour`)
    const small = await receiver.get(`${address}/thumbnail`)
    assert.equal(small.headers['content-type'], 'image/jpeg', name)
    const thumbnail = jpeg.decode(small.body)
    assert.ok(Math.max(thumbnail.width, thumbnail.height) <= 128, name)
  }
})

test('a study and a series can be had as pictures: one of them, or all that can be shown', async () => {
  const studies = (await receiver.get(`${several}/studies`)).json
  for (const study of studies) {
    const uid = firstOf(study, '0020000D')
    const number = firstOf(study, '00201208')
    const inParts = await receiver.get(`${several}/studies/${uid}/rendered?viewport=64,64`, {
      accept: 'multipart/related; type="image/png"',
    })
    assert.equal(inParts.status, 200, inParts.body.toString().slice(0, 200))
    const parts = partsOf(inParts)
    assert.equal(parts.length, Number(number))
    for (const { type, bytes } of parts) {
      assert.equal(type, 'image/png')
      const { width, height } = decodePng(bytes)
      assert.ok(Math.max(width, height) <= 64)
    }
  }
  const { address } = one('ct/CT_small.dcm')
  const series = address.replace(/\/instances\/.*/, '')
  const study = series.replace(/\/series\/.*/, '')
  for (const each of [series, study]) {
    const single = await receiver.get(`${each}/rendered`, { accept: 'image/png' })
    assert.equal(single.headers['content-type'], 'image/png')
    const small = jpeg.decode((await receiver.get(`${each}/thumbnail`)).body)
    assert.ok(Math.max(small.width, small.height) <= 128)
  }
  assert.equal((await receiver.get(`${study}1/rendered`)).status, 404)
  assert.equal((await receiver.get(`${study}/rendered`, { accept: 'text/html' })).status, 406)
})

test('a series is shown by the image in its middle, or by nothing; a document is given as it is', async () => {
  const { address } = one('ct/CT_small.dcm')
  const [ofImages = ''] = address.split('/instances/')
  const picture = await receiver.get(`${ofImages}/thumbnail`)
  assert.equal(picture.status, 200)
  assert.ok(jpeg.decode(picture.body).width <= 128)
  const pdf = readFileSync(join(SHARED, 'files/pdf/pdf.dcm'))
  const base = await delivered([{ name: 'IM1', bytes: pdf }])
  const [object] = (await receiver.get(`${base}/instances`)).json
  const [study, series, instance] = ['0020000D', '0020000E', '00080018'].map((tag) => firstOf(object, tag))
  const ofDocument = `${base}/studies/${study}/series/${series}`
  assert.equal((await receiver.get(`${ofDocument}/thumbnail`)).status, 204)
  const rendered = await receiver.get(`${ofDocument}/instances/${instance}/rendered`, {
    accept: 'application/pdf',
  })
  assert.equal(rendered.headers['content-type'], 'application/pdf')
  assert.equal(rendered.body.subarray(0, 5).toString(), '%PDF-')
  assert.ok(pdf.includes(rendered.body))
  const asJpeg = await receiver.get(`${ofDocument}/instances/${instance}/rendered`, { accept: 'image/jpeg' })
  assert.equal(asJpeg.status, 406)
})

test('the window makes the picture', async () => {
  const { address } = one('ct/CT_small.dcm')
  const [bone, lung] = await Promise.all(
    ['1500,3000,linear', '-600,1200,linear'].map((window) =>
      receiver.get(`${address}/rendered?window=${window}`),
    ),
  )
  assert.equal(bone?.status, 200)
  assert.notDeepEqual(bone?.body, lung?.body)
  assert.equal((await receiver.get(`${address}/rendered?window=wide`)).status, 400)
})

test('what is not there, and what cannot be had as it is asked for', async () => {
  const { address } = one('ct/CT_small.dcm')
  assert.equal((await receiver.get(`${address}/frames/2`)).status, 404)
  assert.equal((await receiver.get(`${address}/frames/0`)).status, 400)
  assert.equal((await receiver.get(`${address}1`)).status, 404)
  assert.equal((await receiver.get(`${address}/bulkdata/00091234`)).status, 404)
  assert.equal((await receiver.get(address, { accept: 'text/html' })).status, 406)
  const jpeg = { accept: 'multipart/related; type="image/jpeg"' }
  assert.equal((await receiver.get(`${address}/frames/1`, jpeg)).status, 406)
})

test('a viewer on another site that the operator allows may read, others may not', async () => {
  const asked = (origin: string) =>
    receiver.get(`${several}/studies`, { origin, 'sec-fetch-site': 'cross-site' })
  const allowed = await asked(VIEWER)
  assert.equal(allowed.status, 200)
  assert.equal(allowed.headers['access-control-allow-origin'], VIEWER)
  assert.equal((await asked('https://elsewhere.example')).status, 401)
  const api = await receiver.get('/api/messages', { origin: VIEWER, 'sec-fetch-site': 'cross-site' })
  assert.equal(api.status, 401)
  const preflight = await receiver.call('OPTIONS', `${several}/studies`, {
    headers: { origin: VIEWER, 'access-control-request-method': 'GET', 'sec-fetch-site': 'cross-site' },
  })
  assert.equal(preflight.status, 204)
})

test('strangers learn nothing, not even that the message exists; the deleted is gone', async () => {
  assert.equal((await network.as('uninvolved').get(`${several}/studies`)).status, 404)
  assert.equal((await network.as('operator').get(`${several}/studies`)).status, 403)
  assert.equal((await network.visitor().get(`${several}/studies`)).status, 401)
  const id = several.split('/').at(-1)
  assert.equal((await receiver.call('DELETE', `/api/messages/${id}/data`)).status, 204)
  assert.equal((await receiver.get(`${several}/studies`)).status, 410)
})
