/** Images come to the node by STOW-RS: from curl and from Orthanc's DICOMweb plugin, plain and over TLS. */
import assert from 'node:assert/strict'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startOrthanc } from '../../../../packages/dicom/src/network/testing/orthanc.ts'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { identities, run } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { INSTITUTIONS, TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { Hospital } from '../testing/hospital.ts'

const PLUGIN = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so'
const { hornicka, chyne } = INSTITUTIONS

let network: TestNetwork
let plain: Hospital
let full: Hospital
let [plainPort, fullPort] = [0, 0]
let caFile = ''
before(async () => {
  network = await TestNetwork.start()
  ;[plainPort, fullPort] = [await freePort(), await freePort()]
  plain = await Hospital.enrol(network, 'caslav', {
    logging: { level: 'debug' },
    stow: {
      port: plainPort,
      callers: [{ aeTitle: 'STATION', addresses: ['127.0.0.1'], recipients: [hornicka.aeTitle] }],
    },
  })
  const folder = await mkdtemp(join(network.folder, 'stow-'))
  const [own] = await identities(folder, ['stow'])
  assert.ok(own)
  caFile = own.files.ca
  full = await Hospital.enrol(network, 'caslav', {
    dicom: { diskReserveBytes: Number.MAX_SAFE_INTEGER },
    stow: {
      port: fullPort,
      callers: [{ aeTitle: 'STATION', addresses: ['127.0.0.1'] }],
      tls: { certificateFile: own.files.cert, keyFile: own.files.key },
    },
  })
  await Promise.all([plain.startAndReach(), full.startAndReach()])
})
after(async () => {
  await Promise.all([plain?.kill(), full?.kill()])
  await network?.remove()
})

interface Reason {
  readonly '00081197': { readonly Value: readonly number[] }
}

interface Stored {
  readonly status: number
  readonly text: string
  readonly reasons: readonly number[]
}

/** By curl. */
async function post(
  path: string,
  parts: readonly Uint8Array[],
  {
    url = `http://127.0.0.1:${plainPort}`,
    type = 'multipart/related; type="application/dicom"; boundary=part',
    accept = 'application/dicom+json',
    cut = 0,
    more = [] as readonly string[],
  } = {},
): Promise<Stored> {
  const body = Buffer.concat([
    ...parts.flatMap((part) => [
      Buffer.from('--part\r\nContent-Type: application/dicom\r\n\r\n'),
      part,
      Buffer.from('\r\n'),
    ]),
    Buffer.from('--part--\r\n'),
  ])
  const file = join(network.folder, 'stow-body')
  await writeFile(file, body.subarray(0, body.length - cut))
  const headers = ['-H', `Content-Type: ${type}`, '-H', `Accept: ${accept}`]
  const address = `${url}/dicom-web/${path}`
  const told = await run('curl', [
    ...['-s', '-w', '\n%{http_code}', ...headers, '--data-binary', `@${file}`, ...more],
    address,
  ])
  const [text = '', status = ''] = told.split(/\n(?=\d{3}$)/)
  const answer = text.startsWith('{') ? JSON.parse(text) : {}
  const failed: readonly Reason[] = [
    ...(answer['00081198']?.Value ?? []),
    ...(answer['0008119A']?.Value ?? []),
  ]
  const reasons = failed.flatMap((each) => each['00081197'].Value)
  return { status: Number(status), text, reasons }
}

interface SentMessage {
  readonly id: string
  readonly instances: number
  readonly subject: string
  readonly status: string
}

async function delivered(instances: number): Promise<SentMessage> {
  const find = async (): Promise<SentMessage | undefined> => {
    const { items } = (await network.as('sender').get('/api/messages?box=sent&pageSize=100')).json
    return items.find((each: SentMessage) => each.instances === instances && each.status === 'delivered')
  }
  await until(`a message of ${instances} images is delivered`, async () => (await find()) !== undefined)
  const found = await find()
  assert.ok(found)
  return found
}

test('a study is posted, each instance is told, and it comes to the recipient byte for byte', async () => {
  const slices = [1, 2, 3].map((instance) => ctSlice({ study: 1, instance, pixelBytes: 1_500_000 }))
  const { status, text } = await post(`${hornicka.aeTitle}/studies`, slices)
  assert.equal(status, 200, text)
  assert.equal(JSON.parse(text)['00081199'].Value.length, 3)
  const { id, subject } = await delivered(3)
  assert.equal(subject, `STATION → ${hornicka.aeTitle}`)
  const file = (await network.as('receiver').get(`/api/messages/${id}/package`)).body
  for (const slice of slices) assert.ok(file.includes(Buffer.from(storedObject(slice)?.dataSet ?? [0xaa])))
})

test('one bad part does not sink the others; the answer also as XML', async () => {
  const good = [1, 2, 3, 4].map((instance) => ctSlice({ study: 2, instance }))
  const { status, reasons } = await post(`${hornicka.aeTitle}/studies`, [
    ...good,
    Buffer.from('a holiday picture'),
  ])
  assert.deepEqual([status, reasons], [202, [0xc000]])
  // Sent again it is known, and success.
  const xml = await post(`${hornicka.aeTitle}/studies`, good, { accept: 'application/dicom+xml' })
  assert.equal(xml.status, 200)
  assert.match(xml.text, /<DicomAttribute tag="00081199" vr="SQ" keyword="ReferencedSOPSequence">/)
  await delivered(4)
})

test('what cannot be taken is told with its reason', async () => {
  const slice = [ctSlice({ study: 3, instance: 1 })]
  const to = `${hornicka.aeTitle}/studies`
  assert.deepEqual((await post(`${to}/1.2.3`, slice)).reasons, [0xa900])
  const statuses = [
    await post('NOBODY/studies', slice),
    // A participant, and not one that this caller may send to.
    await post(`${chyne.aeTitle}/studies`, slice),
    await post(to, slice, { type: 'application/dicom' }),
    await post(to, []),
    await post(to, slice, { cut: 300 }),
    await post(to, slice, { accept: 'image/png' }),
    await post(`${hornicka.aeTitle}/series`, slice),
    await post(to, slice, { more: ['--interface', '127.0.0.9'] }),
    await post(to, slice, { more: ['-X', 'PUT'] }),
  ].map(({ status }) => status)
  assert.deepEqual(statuses, [404, 404, 415, 400, 400, 406, 404, 403, 405])
  assert.equal(
    (await plain.state())?.outgoing.some(({ instances }) => instances === 1),
    false,
  )
})

test('over TLS; without space on the disk every instance is refused with A700', async () => {
  const { status, reasons } = await post(`${chyne.aeTitle}/studies`, [ctSlice({ study: 4, instance: 1 })], {
    url: `https://localhost:${fullPort}`,
    more: ['--cacert', caFile],
  })
  assert.deepEqual([status, reasons], [409, [0xa700]])
})

test("Orthanc's DICOMweb plugin sends a study", async (t) => {
  const servers = {
    node: { Url: `http://127.0.0.1:${plainPort}/dicom-web/${hornicka.aeTitle}/`, HasDelete: false },
  }
  const orthanc = await startOrthanc(t, await freePort(), {
    Plugins: [PLUGIN],
    DicomWeb: { Enable: true, Servers: servers },
  })
  const ids: string[] = []
  for (const instance of [1, 2, 3, 4, 5, 6]) {
    ids.push(await orthanc.take(ctSlice({ study: 5, instance, pixelBytes: 200_000 })))
  }
  await orthanc.rest('/dicom-web/servers/node/stow', { Resources: ids })
  await delivered(6)
})

test('the log names no patient of what was posted', async () => {
  const log = await plain.log()
  assert.match(log, /a study is complete/)
  assert.doesNotMatch(log, /nov[aá]k|\b(P-1|19600229)\b/i)
})
