/** The centre goes down and comes back in the middle of two uploads: a person's and a program's. Both go on. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { curlAs, json, tusChunk, tusCreation, tusHead } from '../support/curl.ts'
import { type CuttableLine, openLine } from '../support/cuttable-line.ts'
import { type RunningDemo, startDemo } from '../support/demo-process.ts'
import { writeLargeInstance } from '../support/large-instance.ts'
import { readMessage, untilSettled } from '../support/messages-api.ts'
import { accessOf, dataFolder, FIRST_PORT } from '../support/network.ts'
import { digests, imageDigests, savedPackage, unpack } from '../support/packages.ts'
import { expectResult, fileInput, fillWords, openSendingTo, pressSend } from '../support/sending.ts'
import { signInWithJtp } from '../support/signing-in.ts'
import { expect, expectComplaints, test } from '../support/test.ts'

const port = FIRST_PORT + 10
const folder = `${dataFolder}-restart`
const MEBIBYTE = 1024 * 1024

test.use({ baseURL: `https://localhost:${port}` })

let demo: RunningDemo | undefined
let line: CuttableLine | undefined

test.afterEach(async () => {
  await line?.close()
  await demo?.stop()
  await rm(folder, { recursive: true, force: true })
})

test('a restart of the centre costs no upload', async ({ page, t, complaints, baseURL }, info) => {
  // Two starts of a network, each of which may take as long as the one before all tests.
  test.setTimeout(600_000)
  await rm(folder, { recursive: true, force: true })
  demo = await startDemo(folder, port)
  line = await openLine(baseURL ?? '')
  const access = accessOf(folder)
  const [sender, receiver] = access.users
  if (sender === undefined || receiver === undefined) throw new Error('the demo has too few people')
  const curl = curlAs(sender, access)

  const file = join(info.outputDir, 'velky.dcm')
  await writeLargeInstance(file, 24)
  await signInWithJtp(page, t, 'horak')
  await openSendingTo(page, t, 'Nemocnice Čtyř řek', line.url)
  await fileInput(page, t, 'files').setInputFiles(file)
  await fillWords(page, t, 'Restart')
  line.limitUpload(MEBIBYTE)
  await pressSend(page, t)
  await expect
    .poll(async () => Number(await page.getByRole('progressbar').getAttribute('aria-valuenow')))
    .toBeGreaterThan(10)

  const other = join(info.outputDir, 'other.dcm')
  await writeLargeInstance(other, 4)
  const bytes = await readFile(other)
  const half = 2 * MEBIBYTE
  await writeFile(`${other}.1`, bytes.subarray(0, half))
  await writeFile(`${other}.2`, bytes.subarray(half))
  const upload =
    (await curl('/api/uploads', ...tusCreation(bytes.length, 'other.dcm'))).headers.get('location') ?? ''
  expect((await curl(upload, ...tusChunk(0, `${other}.1`))).status).toBe(204)

  await demo.stop()
  demo = undefined
  await expect(page.getByRole('heading', { name: t('sending:transfer.phase.waiting') })).toBeVisible()
  demo = await startDemo(folder, port)

  await test.step('the program asks how far it came, and goes on', async () => {
    expect((await curl(upload, ...tusHead)).headers.get('upload-offset')).toBe(String(half))
    expect((await curl(upload, ...tusChunk(half, `${other}.2`))).status).toBe(204)
    const sent = await curl(
      '/api/messages',
      ...json({ recipients: [receiver.institution], uploads: [basename(upload)] }),
    )
    expect(await untilSettled(curl, readMessage(sent.body).id)).toMatchObject({ status: 'delivered' })
  })

  await test.step('the page goes on by itself', async () => {
    line?.limitUpload(undefined)
    await expectResult(page, t, 'Restart', 'complete')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: t('messages:download') }).click(),
    ])
    const fileSet = await unpack(await savedPackage(download, info.outputDir))
    expect(await imageDigests(fileSet)).toEqual(await digests([file]))
  })
  // Or its event stream would break off when the network is stopped.
  await page.close()
  expectComplaints(
    complaints,
    /ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_NETWORK|ERR_HTTP|ERR_INCOMPLETE|502|503/,
  )
})
