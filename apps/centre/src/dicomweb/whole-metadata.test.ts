/** Metadata of instances that go on behind their pixel data: whichever way they came in, whatever their encoding. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import type { DicomJson, JsonElement } from '@epacs/dicom/json'
import { STATUS, store } from '@epacs/dicom/network'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import {
  BIG,
  bytes,
  EXPLICIT,
  IMPLICIT,
  instance,
  SMALL_IMAGE,
  uint16,
  type WrittenElement,
  writeDataSet,
  writeHead,
  writeFile as writeObject,
} from '../../../../packages/dicom/src/testing/write-object.ts'
import { makeZip } from '../../../../packages/intake/src/testing/zip-maker.ts'
import {
  associate,
  type DicomTestNetwork,
  prepareDicomNetwork,
} from '../dicom-entrance/testing/dicom-network.ts'
import type { ApiClient, SentFile } from '../testing/api-client.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS } from '../testing/network.ts'
import { until } from '../testing/until.ts'

const { hornicka, chyne } = INSTITUTIONS
const SHARED = resolve(process.env.EPACS_SHARED ?? join(import.meta.dirname, '../../../../../shared'), 'data')
const SIGNATURES: WrittenElement = {
  tag: 0xfffafffa,
  items: [
    [
      { tag: 0x04000005, vr: 'US', value: uint16(1) },
      { tag: 0x04000120, vr: 'OB', value: new Uint8Array(256).fill(7) },
    ],
  ],
}
const BEHIND: readonly WrittenElement[] = [
  { tag: 0x7fe10010, vr: 'LO', value: 'MAKER' },
  { tag: 0x7fe11010, vr: 'OB', value: new Uint8Array(10_000).fill(9) },
  SIGNATURES,
  { tag: 0xfffcfffc, vr: 'OB', value: new Uint8Array(64) },
]
const TAGS = ['7FE10010', '7FE11010', 'FFFAFFFA', 'FFFCFFFC']
const PIXEL_BYTES = 4_000_000

let here: DicomTestNetwork
let sender: ApiClient
let receiver: ApiClient
before(async () => {
  here = await prepareDicomNetwork()
  await here.network.startHere()
  sender = here.network.as('sender')
  receiver = here.network.as('receiver')
})
after(() => here.network.remove())

const image = (study: number, pixelBytes = 1000) =>
  Buffer.concat([ctSlice({ study, instance: 1, pixelBytes }), writeDataSet(BEHIND, EXPLICIT)])

async function delivered(files: readonly SentFile[]): Promise<string> {
  const { id } = (await sender.send([hornicka.id], files)).json
  await sender.until(id, 'delivered')
  return id
}

/** Of each instance of a message, with what stands before its pixel data left out. */
async function behind(messageId: string, reader = receiver): Promise<DicomJson[]> {
  const base = `/dicomweb/messages/${messageId}`
  const studies = (await reader.get(`${base}/studies`)).json
  const told: DicomJson[] = []
  for (const study of studies) {
    const answer = await reader.get(`${base}/studies/${study['0020000D'].Value[0]}/metadata`)
    assert.equal(answer.status, 200, answer.body.toString().slice(0, 300))
    for (const object of answer.json) {
      assert.equal(object['00100020'].vr, 'LO')
      told.push(Object.fromEntries(Object.entries<JsonElement>(object).filter(([tag]) => tag > '7FE00010')))
    }
  }
  return told
}

async function requireAllIsTold(messageId: string, reader = receiver): Promise<void> {
  const [object] = await behind(messageId, reader)
  assert.deepEqual(Object.keys(object ?? {}), TAGS)
  assert.deepEqual(object?.['7FE10010']?.Value, ['MAKER'])
  const uri = object['7FE11010']?.BulkDataURI
  assert.ok(uri !== undefined)
  const value = await reader.get(new URL(uri).pathname, { accept: 'application/octet-stream' })
  assert.ok(value.body.equals(Buffer.alloc(10_000, 9)))
}

test('signatures, padding and private groups of what was uploaded, loose and in a ZIP, are told', async () => {
  await requireAllIsTold(await delivered([{ name: 'IM1', bytes: image(1) }]))
  for (const method of [0, 8] as const) {
    const zip = makeZip([{ name: 'CD/IM1', data: image(2), method }])
    await requireAllIsTold(await delivered([{ name: 'CD.zip', bytes: zip }]))
  }
})

test('of what came over a DICOM association', async () => {
  const association = await associate({ port: here.port })
  const object = storedObject(image(3))
  assert.ok(object !== undefined)
  assert.equal((await store(association, object)).status, STATUS.success)
  await association.release()
  const found = async (): Promise<string | undefined> => {
    const { items } = (await receiver.get('/api/messages?box=inbox&pageSize=100')).json
    return items.find(
      ({ studies }: { studies: readonly { studyInstanceUid: string }[] }) =>
        studies[0]?.studyInstanceUid.endsWith('.1234.3') === true,
    )?.id
  }
  await until('the message is there', async () => (await found()) !== undefined)
  await requireAllIsTold((await found()) ?? '')
})

test('of what was stored by STOW-RS', async () => {
  const answer = await sender.call('POST', `/dicomweb/institutions/${hornicka.id}/studies`, {
    headers: {
      'content-type': 'multipart/related; type="application/dicom"; boundary=b',
      accept: 'application/dicom+json',
    },
    body: bytes('--b\r\nContent-Type: application/dicom\r\n\r\n', image(4), '\r\n--b--\r\n'),
  })
  assert.equal(answer.status, 200, answer.body.toString())
  await requireAllIsTold(/messages\/([^>]+)/.exec(String(answer.headers.link))?.[1] ?? '')
})

test('of what was sent on, the whole message and a study of it', async () => {
  const id = await delivered([5, 6].map((study) => ({ name: `IM${study}`, bytes: image(study) })))
  const { studies } = (await receiver.get(`/api/messages/${id}`)).json
  for (const chosen of [{}, { studies: [studies[1].studyInstanceUid] }]) {
    const json = { recipients: [chyne.id], ...chosen }
    const made = await receiver.call('POST', `/api/messages/${id}/forward`, { json })
    await receiver.until(made.json.id, 'delivered')
    await requireAllIsTold(made.json.id, here.network.as('second'))
  }
})

test('a large image is not read through for it', async (t) => {
  const id = await delivered([{ name: 'IM1', bytes: image(7, PIXEL_BYTES) }])
  const { store } = here.network.centre
  let readBytes = 0
  const open = store.open.bind(store)
  t.mock.method(store, 'open', async (key: Parameters<typeof open>[0]) => {
    const opened = await open(key)
    if (opened === undefined) return undefined
    const stream: typeof opened.stream = (range) => {
      const bytes = opened.stream(range)
      bytes.on('data', (chunk: Uint8Array) => {
        readBytes += chunk.length
      })
      return bytes
    }
    return { ...opened, stream }
  })
  const [object] = await behind(id)
  assert.deepEqual(Object.keys(object ?? {}), TAGS)
  const address = new URL(object?.['7FE11010']?.BulkDataURI ?? '').pathname
  const value = await receiver.get(address, { accept: 'application/octet-stream' })
  assert.equal(value.body.length, 10_000)
  assert.ok(readBytes > 0 && readBytes < PIXEL_BYTES / 10, `${readBytes} bytes`)
})

test('of a package whose index does not say where it goes on, what stands before the pixels is told', async () => {
  const id = await delivered([{ name: 'IM1', bytes: image(8) }])
  const { body } = await receiver.get(`/api/messages/${id}/package`)
  const sha256 = createHash('sha256').update(body).digest('hex')
  const path = (await here.network.centre.store.indexFile({ messageId: id, sha256 }))?.path
  assert.ok(path !== undefined)
  const text = await readFile(path, 'utf8')
  const earlier = text.replace(/"offsetBehindPixelData":\d+,/, '')
  assert.notEqual(earlier, text)
  await writeFile(path, earlier)
  assert.deepEqual(await behind(id), [{}])
})

test('what pydicom finds behind the pixel data is told, in every encoding', async () => {
  const own = await mkdtemp(join(here.network.folder, 'behind-'))
  const elements = (number: number) =>
    instance(
      { tag: 0x00080018, vr: 'UI', value: `2.25.9${number}` },
      { tag: 0x00280002, vr: 'US', value: uint16(1) },
      ...SMALL_IMAGE,
      ...BEHIND,
    )
  const compressed = instance(...elements(4).filter(({ tag }) => tag !== 0x7fe00010), {
    tag: 0x7fe00010,
    fragments: [new Uint8Array(0), bytes([0xff, 0xd8], 'frame', [0xff, 0xd9, 0])],
  })
  const made = [
    writeObject(elements(0), IMPLICIT),
    writeObject(elements(1), { ...EXPLICIT, lengths: 'undefined' }),
    writeObject(elements(2), BIG),
    bytes(
      writeHead({ transferSyntaxUid: '1.2.840.10008.1.2.1.99', sopInstanceUid: '2.25.93' }),
      deflateRawSync(writeDataSet(elements(3), EXPLICIT)),
    ),
    bytes(writeHead({ transferSyntaxUid: '1.2.840.10008.1.2.4.50' }), writeDataSet(compressed, EXPLICIT)),
  ]
  const paths = ['ct/CT_small.dcm', 'mr/MR_small_RLE.dcm', 'sc/image_dfl.dcm'].map((name) =>
    join(SHARED, 'files', name),
  )
  for (const path of paths) if (!existsSync(path)) throw new Error(`${path} is missing: set EPACS_SHARED`)
  for (const [number, file] of made.entries()) {
    const path = join(own, `${number}.dcm`)
    await writeFile(path, file)
    paths.push(path)
  }
  const script = join(import.meta.dirname, 'testing/behind.py')
  const options = { input: paths.join('\n'), maxBuffer: 1e8 }
  const lines = execFileSync('/usr/bin/python3', [script], options).toString().trim().split('\n')
  let elementsBehind = 0
  for (const line of lines) {
    const { path, behind: expected }: { path: string; behind: DicomJson } = JSON.parse(line)
    const [object = {}] = await behind(await delivered([{ name: 'IM1', bytes: await readFile(path) }]))
    for (const [tag, element] of Object.entries(object)) {
      if (element.BulkDataURI === undefined) continue
      const address = new URL(element.BulkDataURI).pathname
      const { body } = await receiver.get(address, { accept: 'application/octet-stream' })
      Object.assign(object, { [tag]: { vr: element.vr, InlineBinary: body.toString('base64') } })
    }
    assert.deepEqual(object, expected, basename(path))
    elementsBehind += Object.keys(object).length
  }
  assert.ok(elementsBehind >= 5 * TAGS.length, `${elementsBehind}`)
})
