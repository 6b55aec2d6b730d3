/** What can be sent, and what comes of it: files, folders, ZIPs, good, odd and bad. */
import { access, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dropFiles } from '../support/dropping.ts'
import { folderOf } from '../support/folders.ts'
import { sharedData } from '../support/network.ts'
import { digests, imageDigests, judgeFileSet, savedPackage, unpack } from '../support/packages.ts'
import {
  confirmPatients,
  expectResult,
  fileInput,
  filesWith,
  fillWords,
  openSendingTo,
  pressSend,
} from '../support/sending.ts'
import { signInWithJtp } from '../support/signing-in.ts'
import { expect, type Page, test } from '../support/test.ts'
import type { Words } from '../support/words.ts'

/** A CD as a patient brings it: images in folders with Czech names, and things around them. */
const compactDisc = {
  'CD pacienta/Snímky/řez 1': 'files/ct/ct-3slice/01.dcm',
  'CD pacienta/Snímky/řez 2': 'files/ct/ct-3slice/02.dcm',
  'CD pacienta/Snímky/hlouběji/řez 3.dcm': 'files/ct/ct-3slice/03.dcm',
  'CD pacienta/MR/obraz': 'files/mr/MR_small.dcm',
  'CD pacienta/autorun.inf': 'files/nondicom/README.txt',
}
const imagesOfDisc = Object.values(compactDisc)
  .filter((source) => source.endsWith('.dcm'))
  .map(sharedData)

async function downloaded(page: Page, t: Words, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('main')
      .getByRole('link', { name: t('messages:download') })
      .click(),
  ])
  return await unpack(await savedPackage(download, folder))
}

test.beforeEach(async ({ page, t }) => {
  await signInWithJtp(page, t, 'horak')
  await openSendingTo(page, t, 'Nemocnice Čtyř řek')
})

test('one loose file', async ({ page, t }, info) => {
  const file = sharedData('files/us/examples_rgb_color.dcm')
  await fileInput(page, t, 'files').setInputFiles(file)
  await fillWords(page, t, 'Jeden soubor')
  await pressSend(page, t)
  await expectResult(page, t, 'Jeden soubor', 'complete')
  await expect(filesWith(page, t, 'accepted')).toContainText('examples_rgb_color.dcm')
  expect(await imageDigests(await downloaded(page, t, info.outputDir))).toEqual(await digests([file]))
  const [media] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: t('messages:mediaDownload.download') }).click(),
  ])
  expect(media.suggestedFilename()).toMatch(/-xdm\.zip$/)
  const fileSet = await unpack(await savedPackage(media, join(info.outputDir, 'media')))
  expect(await imageDigests(join(fileSet, 'IMAGES'))).toEqual(await digests([file]))
  await judgeFileSet(fileSet)
  await access(join(fileSet, 'IHE_XDM', 'SUBSET01', 'METADATA.XML'))
})

test('a folder chosen with the button, under the names that it has', async ({ page, t }, info) => {
  const folder = await folderOf(join(info.outputDir, 'disk'), compactDisc)
  await fileInput(page, t, 'folder').setInputFiles(join(folder, 'CD pacienta'))
  await expect(page.getByRole('listitem').filter({ hasText: 'CD pacienta' })).toContainText(
    t('sending:files.inFolder', { count: 5, number: 5 }),
  )
  await fillWords(page, t, 'Složka')
  await confirmPatients(page, t)
  await pressSend(page, t)
  await expectResult(page, t, 'Složka', 'complete')
  await filesWith(page, t, 'accepted').getByRole('heading').click()
  await expect(page.getByText('CD pacienta/Snímky/hlouběji/řez 3.dcm')).toBeAttached()
  await expect(filesWith(page, t, 'left-out')).toContainText('CD pacienta/autorun.inf')
  const fileSet = await downloaded(page, t, info.outputDir)
  expect(await imageDigests(fileSet)).toEqual(await digests(imagesOfDisc))
  await judgeFileSet(fileSet)
})

test('a folder and a file dropped into the page', async ({ page, t }, info) => {
  const folder = await folderOf(join(info.outputDir, 'disk'), compactDisc)
  const loose = sharedData('files/sr/sr_document.dcm')
  await dropFiles(page, page.getByRole('button', { name: t('sending:files.chooseFolder') }), [
    join(folder, 'CD pacienta'),
    loose,
  ])
  await expect(page.getByRole('listitem').filter({ hasText: 'CD pacienta' })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'sr_document.dcm' })).toBeVisible()
  await fillWords(page, t, 'Přetaženo')
  await confirmPatients(page, t)
  await pressSend(page, t)
  await expectResult(page, t, 'Přetaženo', 'complete')
  expect(await imageDigests(await downloaded(page, t, info.outputDir))).toEqual(
    await digests([...imagesOfDisc, loose]),
  )
})

test('a ZIP with a DICOMDIR and a viewer beside it', async ({ page, t, look }, info) => {
  await fileInput(page, t, 'files').setInputFiles(sharedData('zips/cd_with_junk.zip'))
  await fillWords(page, t, 'CD v ZIP')
  await confirmPatients(page, t)
  await pressSend(page, t)
  await expectResult(page, t, 'CD v ZIP', 'complete')
  await expect(filesWith(page, t, 'left-out')).toContainText('cd_with_junk.zip/')
  await look('result-left-out')
  const fileSet = await downloaded(page, t, info.outputDir)
  expect(await imageDigests(fileSet)).toHaveLength(6)
  await judgeFileSet(fileSet)
})

test('a ZIP with a password is refused, with the reason and what to do', async ({ page, t, look }) => {
  await fileInput(page, t, 'files').setInputFiles(sharedData('zips/encrypted.zip'))
  await fillWords(page, t, 'Zaheslováno')
  await pressSend(page, t)
  await expectResult(page, t, 'Zaheslováno', 'rejected')
  const refused = filesWith(page, t, 'refused')
  await expect(refused).toContainText('encrypted.zip')
  await expect(refused).toContainText(t('outcomes:archive-encrypted.reason'))
  await expect(refused).toContainText(t('outcomes:archive-encrypted.advice'))

  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: t('messages:files.csv.save') }).click()
  const saved = await saving
  expect(saved.suggestedFilename()).toMatch(/^epacs-[0-9a-f-]+\.csv$/)
  const [head, row] = (await readFile(await saved.path(), 'utf8')).split('\r\n')
  expect(head).toContain(t('messages:files.csv.advice'))
  expect(row).toContain('encrypted.zip')
  expect(row).toContain(t('outcomes:archive-encrypted.advice').slice(0, 20))
  await expect(page.getByRole('link', { name: t('messages:download') })).toHaveCount(0)
  await look('result-rejected')
})

test('good, odd and bad files together: each is named, the good ones arrive', async ({
  page,
  t,
  look,
}, info) => {
  const good = sharedData('files/malformed/bad_dates.dcm')
  await fileInput(page, t, 'files').setInputFiles([
    good,
    sharedData('files/malformed/trunc_before_uids.dcm'),
    sharedData('files/nondicom/pacsman.png'),
    sharedData('files/nondicom/zero.dcm'),
    sharedData('zips/one_bad.zip'),
  ])
  await fillWords(page, t, 'Všehochuť')
  await confirmPatients(page, t)
  await pressSend(page, t)
  await expectResult(page, t, 'Všehochuť', 'partly')
  const refused = filesWith(page, t, 'refused')
  await expect(refused).toContainText('trunc_before_uids.dcm')
  await expect(refused).toContainText('zero.dcm')
  await expect(refused).toContainText('one_bad.zip/')
  await expect(refused).toContainText(t('outcomes:truncated.reason'))
  await expect(filesWith(page, t, 'warning')).toContainText('bad_dates.dcm')
  await expect(filesWith(page, t, 'warning')).toContainText(t('outcomes:invalid-date.reason'))
  await expect(page.getByText('pacsman.png')).toBeVisible()
  const byStudy = page.locator('section', {
    has: page.getByRole('heading', { name: t('messages:studyResults.title') }),
  })
  await expect(byStudy.getByText(t('messages:files.summary.warning_one'))).toBeVisible()
  await look('result-mixed')
  expect(await imageDigests(await downloaded(page, t, info.outputDir))).toEqual(
    expect.arrayContaining([...(await digests([good]))]),
  )
})

test('all or nothing: one bad file keeps the others back', async ({ page, t, look }) => {
  await fileInput(page, t, 'files').setInputFiles([
    sharedData('files/ct/ct-3slice/01.dcm'),
    sharedData('files/malformed/trunc_before_uids.dcm'),
  ])
  await fillWords(page, t, 'Vše, nebo nic')
  await page.getByLabel(t('sending:words.allOrNothing')).check()
  await pressSend(page, t)
  await expectResult(page, t, 'Vše, nebo nic', 'rejectedWhole')
  await look('result-all-or-nothing')
})

test('two patients in one message are never silent', async ({ page, t, look }) => {
  await fileInput(page, t, 'files').setInputFiles(sharedData('zips/two_patients.zip'))
  await fillWords(page, t, 'Dva pacienti')
  await confirmPatients(page, t)
  await pressSend(page, t)
  await expectResult(page, t, 'Dva pacienti', 'complete')
  await expect(page.getByText(t('messages:studies.severalPatients', { count: 2 }))).toBeVisible()
  await expect(page.getByRole('article')).toHaveCount(2)
  await look('result-two-patients')

  // What is put to the CD: a label for each patient, and on paper nothing else.
  await page.getByRole('link', { name: t('messages:mediaDownload.label') }).click()
  await expect(page.getByRole('heading', { level: 1, name: t('label:title') })).toBeFocused()
  const labels = page.getByRole('main').getByRole('article')
  await expect(labels).toHaveCount(2)
  await expect(labels.first()).toContainText(t('label:notForDiagnosis'))
  const sizeOf = async () => await labels.first().evaluate((label) => label.clientWidth)
  const wide = await sizeOf()
  await look('label')
  await page.getByRole('radio', { name: t('label:formats.stick') }).check()
  expect(await sizeOf()).toBeLessThan(wide)
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('banner')).toBeHidden()
  await expect(page.getByRole('button', { name: t('label:print') })).toBeHidden()
  await look('label-print-stick')
  await page.emulateMedia({ media: null })
  await page.getByRole('radio', { name: t('label:formats.case') }).check()
  await page.emulateMedia({ media: 'print' })
  await expect(labels).toHaveCount(2)
  await look('label-print')
  await page.emulateMedia({ media: null })
  await page.getByRole('link', { name: t('label:back') }).click()

  await page.getByRole('link', { name: t('receipt:open') }).click()
  await expect(page.getByRole('heading', { level: 1, name: t('receipt:title') })).toBeFocused()
  await expect(page.getByText('Dva pacienti')).toBeVisible()
  await expect(page.getByText(new RegExp(`^${t('messages:status.delivery.delivered')}: `))).toBeVisible()
  await expect(page.getByText(/^[0-9a-f]{64}$/)).toBeVisible()
  await look('receipt')
  await page.setViewportSize({ width: 390, height: 844 })
  await look('receipt-phone')
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('banner')).toBeHidden()
  await expect(page.getByRole('button', { name: t('receipt:print') })).toBeHidden()
  await expect(page.getByText('Dva pacienti')).toBeVisible()
})
