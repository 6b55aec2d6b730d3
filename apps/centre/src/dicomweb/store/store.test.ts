/** STOW-RS: a program stores studies in an institution, and the institution has a message. */
import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { request as httpsRequest } from 'node:https'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Answer, ApiClient } from '../../testing/api-client.ts'
import { ctSlice } from '../../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../../testing/network.ts'
import { until } from '../../testing/until.ts'

const { hornicka, chyne } = INSTITUTIONS
const BOUNDARY = 'a-boundary'
const TYPE = `multipart/related; type="application/dicom"; boundary=${BOUNDARY}`

let network: TestNetwork
let sender: ApiClient
before(async () => {
  network = await TestNetwork.start()
  sender = network.as('sender')
})
after(async () => await network?.remove())

function body(...parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat([
    ...parts.flatMap((part) => [
      Buffer.from(`--${BOUNDARY}\r\nContent-Type: application/dicom\r\n\r\n`),
      part,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ])
}

async function store(to: string, content: Buffer, headers: Record<string, string> = {}): Promise<Answer> {
  return await sender.call('POST', `/dicomweb/institutions/${to}/studies`, {
    headers: { 'content-type': TYPE, accept: 'application/dicom+json', ...headers },
    body: content,
  })
}

const messageOf = ({ headers }: Answer) => /messages\/([^>]+)/.exec(String(headers.link))?.[1] ?? ''
const waitingFiles = async () =>
  (await readdir(join(network.folder, 'data/uploads'), { recursive: true, withFileTypes: true })).filter(
    (each) => each.isFile(),
  ).length
/** Of what was delivered, a job removes them. */
const untilNoneWaits = () => until('the received bytes are gone', async () => (await waitingFiles()) === 0)

test('a study is stored: each instance is told, and the receiver has it', async () => {
  const slices = [1, 2, 3].map((instance) => ctSlice({ instance }))
  const answer = await store(hornicka.id, body(...slices))
  assert.equal(answer.status, 200, answer.body.toString())
  assert.equal(answer.json['00081199'].Value.length, 3)
  assert.equal(answer.json['00081198'], undefined)
  const message = (await network.as('receiver').get(`/api/messages/${messageOf(answer)}`)).json
  assert.equal(message.instances, 3)
  const url = new URL(answer.json['00081190'].Value[0])
  assert.equal((await sender.get(`${url.pathname}/instances`)).json.length, 3)
  await untilNoneWaits()
})

test('one bad part does not sink the others; what is no DICOM at all is told without a name', async () => {
  const answer = await store(hornicka.id, body(ctSlice({ instance: 1 }), Buffer.from('a holiday picture')))
  assert.equal(answer.status, 202)
  assert.equal(answer.json['00081199'].Value.length, 1)
  assert.equal(answer.json['0008119A'].Value[0]['00081197'].Value[0], 0xc000)
})

test('nothing of it is DICOM: refused as a whole', async () => {
  const answer = await store(hornicka.id, body(Buffer.from('a'), Buffer.from('b')))
  assert.equal(answer.status, 409)
  assert.equal(answer.json['0008119A'].Value.length, 2)
})

test('instances of another study than the address names are not taken', async () => {
  await untilNoneWaits()
  const study = '1.2.3'
  const answer = await sender.call('POST', `/dicomweb/institutions/${hornicka.id}/studies/${study}`, {
    headers: { 'content-type': TYPE },
    body: body(ctSlice({ instance: 1 })),
  })
  assert.equal(answer.status, 409)
  assert.equal(answer.json['00081198'].Value[0]['00081197'].Value[0], 0xa900)
  assert.equal(await waitingFiles(), 0)
})

test('the answer as XML', async () => {
  const answer = await store(hornicka.id, body(ctSlice({ instance: 1 })), { accept: 'application/dicom+xml' })
  assert.equal(answer.status, 200)
  assert.match(
    answer.body.toString(),
    /<DicomAttribute tag="00081199" vr="SQ" keyword="ReferencedSOPSequence"><Item number="1">/,
  )
})

test('what cannot be taken is said before or without anything being left', async () => {
  await untilNoneWaits()
  assert.equal(
    (await store('01940000-0000-7000-8000-00000000ffff', body(ctSlice({ instance: 1 })))).status,
    404,
  )
  assert.equal(
    (await store(hornicka.id, body(ctSlice({ instance: 1 })), { 'content-type': 'application/dicom' }))
      .status,
    415,
  )
  assert.equal((await store(hornicka.id, body())).status, 400)
  assert.equal((await store(hornicka.id, body(ctSlice({ instance: 1 })).subarray(0, 1000))).status, 400)
  const tooMuch = await store(chyne.id, body(ctSlice({ instance: 1 }), Buffer.alloc(3 * 1024 ** 2)))
  assert.equal(tooMuch.json.code, 'mailbox-full')
  assert.equal(await waitingFiles(), 0)
  assert.equal(
    (
      await network.visitor().call('POST', `/dicomweb/institutions/${hornicka.id}/studies`, {
        headers: { 'content-type': TYPE },
        body: body(ctSlice({ instance: 1 })),
      })
    ).status,
    401,
  )
})

test('a sender that goes away in the middle leaves nothing', async () => {
  await untilNoneWaits()
  const whole = body(ctSlice({ instance: 1 }), ctSlice({ instance: 2 }))
  const outgoing = httpsRequest(new URL(`/dicomweb/institutions/${hornicka.id}/studies`, sender.origin), {
    method: 'POST',
    agent: sender.agent,
    headers: { 'content-type': TYPE, 'content-length': whole.length },
  })
  outgoing.on('error', () => {})
  outgoing.write(whole.subarray(0, whole.length - 200))
  await until('the first part is there', async () => (await waitingFiles()) > 0)
  outgoing.destroy()
  await until('nothing is left', async () => (await waitingFiles()) === 0)
})
