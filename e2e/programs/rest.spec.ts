/** The whole way through the REST API, with nothing but curl and certificates. */
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, test } from '@playwright/test'
import { curlAs, json, tusChunk, tusCreation, tusHead } from '../support/curl.ts'
import { readMessage, untilSettled } from '../support/messages-api.ts'
import { network, sharedData } from '../support/network.ts'
import { imageDigests, judgeFileSet, unpack } from '../support/packages.ts'

function people() {
  const [sender, receiver] = network().users
  if (sender === undefined || receiver === undefined) throw new Error('the demo has too few people')
  return { sender, receiver }
}

test('a program sends a ZIP in two pieces, another downloads it in two pieces and deletes it', async () => {
  const folder = test.info().outputDir
  await mkdir(folder, { recursive: true })
  const { sender, receiver } = people()
  const send = curlAs(sender, network())
  const receive = curlAs(receiver, network())
  const zip = sharedData('zips/dicomdir_root.zip')
  const bytes = await readFile(zip)
  const half = Math.floor(bytes.length / 2)
  const pieces = [join(folder, 'first'), join(folder, 'second')] as const
  await writeFile(pieces[0], bytes.subarray(0, half))
  await writeFile(pieces[1], bytes.subarray(half))

  const created = await send('/api/uploads', ...tusCreation(bytes.length, 'dicomdir_root.zip'))
  expect(created.status).toBe(201)
  const upload = created.headers.get('location') ?? ''
  expect((await send(upload, ...tusChunk(0, pieces[0]))).status).toBe(204)

  const sent = await send(
    '/api/messages',
    ...json({ recipients: [receiver.institution], uploads: [basename(upload)], subject: 'Přes API' }),
  )
  expect(sent.status).toBe(201)
  const { id, status } = readMessage(sent.body)
  expect(status).toBe('uploading')

  const head = await send(upload, ...tusHead)
  expect(head.headers.get('upload-offset')).toBe(String(half))
  const wrong = await send(upload, ...tusChunk(half + 1, pieces[1]))
  expect(wrong.status).toBe(409)
  const last = await send(upload, ...tusChunk(half, pieces[1]))
  expect(last.headers.get('upload-offset')).toBe(String(bytes.length))

  const delivered = await untilSettled(send, id)
  expect(delivered).toMatchObject({ status: 'delivered', instances: 6 })
  expect((await receive('/api/messages?box=inbox&status=delivered')).body).toContain(id)

  const packagePath = `/api/messages/${id}/package`
  const saved = join(folder, 'package.zip')
  const beginning = await receive(packagePath, '--range', '0-99999')
  expect(beginning.status).toBe(206)
  expect(beginning.headers.get('content-range')).toBe(`bytes 0-99999/${delivered.sizeBytes}`)
  const plain = curlAs(receiver, network())
  await plain(packagePath, '--no-include', '--range', '0-99999', '--output', saved)
  await plain(packagePath, '--no-include', '--continue-at', '-', '--output', saved)
  expect((await stat(saved)).size).toBe(delivered.sizeBytes)
  const fileSet = await unpack(saved)
  await judgeFileSet(fileSet)
  const original = await unpack(await copyOf(zip, folder))
  expect(await imageDigests(fileSet)).toEqual(await imageDigests(original))

  expect((await receive(`/api/messages/${id}/data`, '--request', 'DELETE')).status).toBe(204)
  const gone = await receive(packagePath)
  expect(gone.status).toBe(410)
  expect(gone.headers.get('content-type')).toContain('application/problem+json')
  expect((await send(`/api/messages/${id}`)).body).toContain('"deleted"')
})

async function copyOf(file: string, folder: string): Promise<string> {
  const path = join(folder, 'sent.zip')
  await writeFile(path, await readFile(file))
  return path
}

test('what is refused says so in a problem: no certificate, a stranger’s message, no such recipient', async () => {
  const { sender, receiver } = people()
  const send = curlAs(sender, network())
  const stranger = curlAs(network().users[2] ?? receiver, network())
  const file = sharedData('files/mr/MR_small.dcm')
  const { size } = await stat(file)
  const upload =
    (await send('/api/uploads', ...tusCreation(size, 'MR_small.dcm'))).headers.get('location') ?? ''
  await send(upload, ...tusChunk(0, file))
  const uploads = [basename(upload)]
  const nobody = await send(
    '/api/messages',
    ...json({ recipients: ['01940000-0000-7000-8000-00000000dead'], uploads }),
  )
  expect(nobody.status).toBe(422)
  expect(JSON.parse(nobody.body)).toMatchObject({ code: 'unknown-recipient', status: 422 })

  const sent = await send('/api/messages', ...json({ recipients: [receiver.institution], uploads }))
  const { id } = await untilSettled(send, readMessage(sent.body).id)
  expect((await stranger(`/api/messages/${id}`)).status).toBe(404)
  expect((await stranger(`/api/messages/${id}/package`)).status).toBe(404)

  const visitor = curlAs(null, network())
  await expect(visitor('/api/messages')).resolves.toMatchObject({ status: 401 })
})
