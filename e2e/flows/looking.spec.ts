/** What the browser finds in chosen files before anything is sent, and what is then not sent. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { folderOf } from '../support/folders.ts'
import { sharedData } from '../support/network.ts'
import { digests, imageDigests, savedPackage, unpack } from '../support/packages.ts'
import { gapsSoFar, watchGaps, watchMachine } from '../support/page-watch.ts'
import {
  confirmPatients,
  expectResult,
  fileInput,
  filesWith,
  fillWords,
  foundText,
  openSendingTo,
  pressSend,
} from '../support/sending.ts'
import { signInWithJtp } from '../support/signing-in.ts'
import { expect, type Page, test } from '../support/test.ts'
import type { Words } from '../support/words.ts'

const PHONE = { width: 390, height: 844 }

test.beforeEach(async ({ page, t }) => {
  await signInWithJtp(page, t, 'horak')
  await openSendingTo(page, t, 'Nemocnice Čtyř řek')
})

function panel(page: Page, t: Words) {
  return page.locator('section').filter({ has: page.getByRole('heading', { name: t('looking:title') }) })
}

async function imagesReceived(page: Page, t: Words, folder: string): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true })
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('main')
      .getByRole('link', { name: t('messages:download') })
      .click(),
  ])
  return await imageDigests(await unpack(await savedPackage(download, folder)))
}

test('a folder of two patients is sent only once that is confirmed', async ({ page, t, look }, info) => {
  const folder = await folderOf(join(info.outputDir, 'disk'), {
    'CD/CT/1': 'files/ct/ct-3slice/01.dcm',
    'CD/CT/2': 'files/ct/ct-3slice/02.dcm',
    'CD/MR/1': 'files/mr/MR_small.dcm',
    'CD/autorun.inf': 'files/nondicom/README.txt',
  })
  await fileInput(page, t, 'folder').setInputFiles(join(folder, 'CD'))
  const found = panel(page, t)
  await expect(found.getByRole('article')).toHaveCount(2)
  await expect(found.getByText(foundText(t, { patients: 2, studies: 2, series: 2, images: 3 }))).toBeVisible()
  await found.getByText(t('looking:files.leftOut', { count: 1, number: 1 })).click()
  await expect(found.getByText('CD/autorun.inf')).toBeVisible()
  await look('looking-two-patients')
  await fillWords(page, t, 'Dva pacienti ve složce')
  await pressSend(page, t)
  const question = page.getByLabel(t('looking:several.confirm'))
  await expect(page.getByRole('link', { name: t('looking:missing.patients') })).toBeVisible()
  await look('looking-unanswered')
  await page.getByRole('link', { name: t('looking:missing.patients') }).click()
  await expect(question).toBeFocused()
  await page.keyboard.press('Space')
  await expect(question).toBeChecked()
  await expect(page.getByRole('link', { name: t('looking:missing.patients') })).toHaveCount(0)
  await page.setViewportSize(PHONE)
  await look('looking-two-patients-phone')
  await pressSend(page, t)
  await expectResult(page, t, 'Dva pacienti ve složce', 'complete')
})

test('a series that is left out of loose files does not arrive, nor anything that tells of it', async ({
  page,
  t,
  look,
}, info) => {
  const kept = ['01', '02', '03'].map((name) => sharedData(`files/ct/ct-3slice/${name}.dcm`))
  await fileInput(page, t, 'files').setInputFiles([
    ...kept,
    sharedData('files/mr/MR_small.dcm'),
    sharedData('files/nondicom/README.txt'),
  ])
  const found = panel(page, t)
  await expect(found.getByRole('article')).toHaveCount(2)
  const other = found.getByRole('article').nth(1)
  await other.getByRole('row').nth(1).getByRole('checkbox').uncheck()
  await expect(found.getByText(foundText(t, { patients: 1, studies: 1, series: 1, images: 3 }))).toBeVisible()
  // With one patient left there is nothing to confirm.
  await expect(page.getByLabel(t('looking:several.confirm'))).toHaveCount(0)
  await look('looking-left-out')
  await fillWords(page, t, 'Bez jedné série')
  await pressSend(page, t)
  await expectResult(page, t, 'Bez jedné série', 'complete')
  await expect(page.getByText('README.txt')).toHaveCount(0)
  await expect(page.getByText('MR_small.dcm')).toHaveCount(0)
  expect(await imagesReceived(page, t, info.outputDir)).toEqual(await digests(kept))
})

test('a patient left out of a ZIP does not travel; the rest of the ZIP does', async ({ page, t }, info) => {
  await fileInput(page, t, 'files').setInputFiles(sharedData('zips/two_patients.zip'))
  const found = panel(page, t)
  await expect(found.getByRole('article')).toHaveCount(2)
  const sent: number[] = []
  page.on('request', (request) => {
    if (request.method() === 'PATCH') sent.push(request.postDataBuffer()?.length ?? 0)
  })
  const second = found.getByRole('article').nth(1)
  await second.getByRole('checkbox').first().uncheck()
  await expect(found.getByText(foundText(t, { patients: 1 }))).toBeVisible()
  await fillWords(page, t, 'Jeden ze ZIPu')
  await pressSend(page, t)
  await expectResult(page, t, 'Jeden ze ZIPu', 'complete')
  await expect(page.getByRole('article')).toHaveCount(1)
  await expect(filesWith(page, t, 'accepted')).toContainText('two_patients.zip/')
  expect((await imagesReceived(page, t, info.outputDir)).length).toBeGreaterThan(0)
})

test('a file that the DICOMDIR of a ZIP names and that is missing is told before sending', async ({
  page,
  t,
  look,
}) => {
  await fileInput(page, t, 'files').setInputFiles(sharedData('zips/dicomdir_missing.zip'))
  const found = panel(page, t)
  await expect(found.getByText(t('looking:files.missing', { count: 1, number: 1 }))).toBeVisible()
  await expect(found.getByText(t('outcomes:dicomdir-file-missing.reason'))).toBeVisible()
  await look('looking-dicomdir')
})

test('an archive that cannot be looked into can be sent all the same', async ({ page, t, look }) => {
  await fileInput(page, t, 'files').setInputFiles([
    sharedData('zips/truncated.zip'),
    sharedData('files/charset/cz_cp1250_declared_isoir100.dcm'),
    sharedData('files/charset/cz_isoir101_declared_isoir100.dcm'),
  ])
  const found = panel(page, t)
  await expect(found.getByText(t('looking:notLookedInto.title'))).toBeVisible()
  await expect(found.getByText('truncated.zip')).toBeVisible()
  await expect(
    found.getByText(t('looking:readingShown', { likely: 'Žlutý Kůň', set: 'windows-1250' })),
  ).toBeVisible()
  await look('looking-odd')
  await page.setViewportSize(PHONE)
  await look('looking-odd-phone')
  await fillWords(page, t, 'Nahlédnout nejde')
  if (await page.getByLabel(t('looking:several.confirm')).isVisible()) await confirmPatients(page, t)
  await pressSend(page, t)
  await expectResult(page, t, 'Nahlédnout nejde', 'partly')
})

test('each series shows its middle image, whatever it is compressed by, or says why it does not', async ({
  page,
  t,
  look,
}) => {
  const withPicture = [
    'files/ct/ct-3slice/01.dcm',
    // JPEG baseline, extended with twelve bits, lossless, and lossless in colours
    'files/us/examples_ybr_color.dcm',
    'files/nm/JPGExtended.dcm',
    'files/us/JPGLosslessP14SV1_1s_1f_8b.dcm',
    'files/op/sample-op.dcm',
    // JPEG-LS, JPEG 2000, High-Throughput JPEG 2000, run lengths
    'files/sm/sm_image_jpegls_nobot.dcm',
    'files/ct/j2k.dcm',
    'files/crdx/RG3_J2KI.dcm',
    'files/sc/HTJ2KLossless_08_RGB_ident.dcm',
    'files/us/OBXXXX1A_rle_2frame.dcm',
  ]
  const chosen = [...withPicture, 'files/rt/rtplan.dcm']
  const programs: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('.wasm')) programs.push(request.url())
  })
  await fileInput(page, t, 'files').setInputFiles(chosen.map(sharedData))
  const found = panel(page, t)
  await expect(
    found.getByText(t('looking:counted.series', { count: chosen.length, number: chosen.length })),
  ).toBeVisible()
  const pictures = found.getByRole('img', { name: t('looking:picture.of') })
  await expect(async () => {
    // Only those that are seen are made.
    for (const row of await found.getByRole('row').all()) await row.scrollIntoViewIfNeeded()
    await expect(pictures).toHaveCount(withPicture.length, { timeout: 1000 })
  }).toPass()
  await expect(found.getByText(t('looking:picture.none.no-image'))).toBeVisible()
  expect(programs, 'the codecs come once').toHaveLength(1)
  const shades = await pictures.evaluateAll((canvases) =>
    canvases.map((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) return 0
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
      return new Set(pixels).size
    }),
  )
  for (const count of shades) expect(count, 'a picture is no even area').toBeGreaterThan(2)
  await look('looking-pictures')
  await page.setViewportSize(PHONE)
  await look('looking-pictures-phone')
})

test('one patient under two spellings is pointed out, and several recipients get the message', async ({
  page,
  t,
  look,
}, info) => {
  const image = (await readFile(sharedData('files/mr/MR_small.dcm'))).toString('latin1')
  const other = join(info.outputDir, 'other.dcm')
  const spelt = image.replace('CompressedSamples^MR1', 'CompressedSample^MR1 ')
  await mkdir(info.outputDir, { recursive: true })
  await writeFile(
    other,
    Buffer.from(spelt.replaceAll('20040826185059.5457', '20040826185059.5458'), 'latin1'),
  )
  await fileInput(page, t, 'files').setInputFiles([sharedData('files/mr/MR_small.dcm'), other])
  await expect(
    panel(page, t)
      .getByText(t('looking:spellings', { names: '…' }).split('…')[0] ?? '')
      .filter({ hasText: 'CompressedSample^MR1' }),
  ).toBeVisible()
  await page.getByRole('combobox', { name: t('sending:recipients.findMore') }).fill('tri kastanu')
  await page.getByRole('option').first().click()
  const chosen = page.getByRole('list', { name: t('sending:recipients.chosen') }).getByRole('listitem')
  await expect(chosen).toHaveCount(2)
  await look('looking-spellings')
  await fillWords(page, t, 'Dvěma příjemcům')
  await pressSend(page, t)
  // One Patient ID of two people cannot stand in one package: the centre takes the first.
  await expectResult(page, t, 'Dvěma příjemcům', 'partly')
  await expect(page.getByText(t('messages:studyResults.none'))).toBeVisible()
  await look('result-nothing-of-a-study')
  const delivered = page.getByText(t('messages:status.delivery.delivered'), { exact: true })
  await expect(page.getByRole('complementary').filter({ hasText: 'kaštanů' }).locator(delivered)).toHaveCount(
    2,
  )

  const thumbnail = page.locator('img[src$="/thumbnail"]').first()
  await thumbnail.scrollIntoViewIfNeeded()
  await expect
    .poll(() => thumbnail.evaluate((img) => (img instanceof HTMLImageElement ? img.naturalWidth : 0)))
    .toBeGreaterThan(0)

  // As the node of a recipient would have told, whose PACS refuses the image.
  await page.route(/\/api\/messages\/[0-9a-f-]{36}$/, async (route) => {
    const answer = await route.fetch()
    const message = await answer.json()
    const [institution] = message.recipients
    const refused = [{ sopInstanceUid: '1.2.3', status: 0xa700, comment: 'out of resources' }]
    const atPacs = [{ institution, stored: 0, refused, atEach: [], decompressed: 0, waitsForDecision: false }]
    await route.fulfill({ response: answer, json: { ...message, atPacs } })
  })
  await page.reload()
  await expect(page.getByText(t('messages:atPacs.stored_one', { stored: '0', number: '1' }))).toBeVisible()
  await page.getByText(t('messages:atPacs.refused_one', { number: '1' })).click()
  await expect(page.getByText(t('messages:atPacs.status', { status: 'A700' }))).toBeVisible()
  await look('message-at-pacs')
})

/** Of an element in Explicit VR Little Endian: behind its tag, its VR and two bytes of length. */
function uidAt(text: string, tagAndVr: string): string {
  const at = text.indexOf(tagAndVr) + tagAndVr.length + 2
  return /^[0-9.]+/.exec(text.slice(at))?.[0] ?? ''
}

/** Copies of one image that differ in the UIDs: as many series as there are hundreds of them. */
async function manyImages(folder: string, count: number): Promise<string> {
  const image = await readFile(sharedData('files/mr/MR_small.dcm'))
  const text = image.toString('latin1')
  const instance = uidAt(text, '\x08\x00\x18\x00UI')
  const series = uidAt(text, '\x20\x00\x0e\x00UI')
  const numbered = (uid: string, number: number) =>
    `${uid.slice(0, uid.length - 6)}${String(100_000 + number)}`
  for (let index = 0; index < count; index += 1) {
    const copy = text
      .replaceAll(instance, numbered(instance, index))
      .replaceAll(series, numbered(series, Math.floor(index / 100)))
    const place = join(folder, `S${Math.floor(index / 1000)}`)
    if (index % 1000 === 0) await mkdir(place, { recursive: true })
    await writeFile(join(place, `IM${index}`), Buffer.from(copy, 'latin1'))
  }
  return folder
}

test('five thousand files are listed while the page goes on answering', async ({ page, t, look }, info) => {
  const folder = await manyImages(join(info.outputDir, 'disk', 'archive'), 5000)
  const machine = watchMachine()
  await watchGaps(page, 'change')
  await fileInput(page, t, 'folder').setInputFiles(folder)
  const chosenAt = Date.now()
  await expect(panel(page, t).getByRole('row').nth(1)).toBeVisible()
  const listedMs = Date.now() - chosenAt
  await expect(panel(page, t).getByText(foundText(t, { patients: 1, studies: 1, series: 50 }))).toBeVisible({
    timeout: 60_000,
  })
  const doneMs = Date.now() - chosenAt
  const { longestMs, noticed } = await gapsSoFar(page)
  const machineMs = machine.stop()
  info.annotations.push({
    type: 'measured',
    description: `listed after ${listedMs} ms, looked at after ${doneMs} ms, longest gap ${Math.round(longestMs)} ms (machine ${Math.round(machineMs)} ms), noticed ${noticed}`,
  })
  await look('looking-many')
  // A machine on which a process without work waits that long is busy, and there looking takes as much longer, too. A
  // page that does the work itself stands for nearly all of that time.
  expect(longestMs).toBeLessThan(Math.max(1000, 5 * machineMs, doneMs / 4))
})
