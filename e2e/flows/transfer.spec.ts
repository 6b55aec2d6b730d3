/** A transfer that takes a while: it is watched, paused, cut off, cancelled, and left. */
import { join } from 'node:path'
import { type CuttableLine, openLine } from '../support/cuttable-line.ts'
import { writeLargeInstance } from '../support/large-instance.ts'
import { digests, imageDigests, savedPackage, unpack } from '../support/packages.ts'
import {
  expectResult,
  fileInput,
  fillWords,
  openBox,
  openSendingTo,
  pressSend,
  rowOf,
} from '../support/sending.ts'
import { fillProvider, jtpUser, signInWithJtp } from '../support/signing-in.ts'
import { expect, expectComplaints, type Page, test } from '../support/test.ts'
import type { Words } from '../support/words.ts'

const MEBIBYTE = 1024 * 1024
const FRAMES = 24

let line: CuttableLine

async function begin(page: Page, t: Words, file: string, subject: string): Promise<void> {
  await fileInput(page, t, 'files').setInputFiles(file)
  await fillWords(page, t, subject)
  line.limitUpload(MEBIBYTE)
  await pressSend(page, t)
  await expect(page.getByRole('heading', { name: t('sending:transfer.phase.sending') })).toBeVisible()
  await expect
    .poll(async () => Number(await page.getByRole('progressbar').getAttribute('aria-valuenow')))
    .toBeGreaterThan(5)
}

test.beforeEach(async ({ page, t, baseURL }) => {
  line = await openLine(baseURL ?? '')
  await signInWithJtp(page, t, 'horak')
  await openSendingTo(page, t, 'Nemocnice Čtyř řek', line.url)
})

test.afterEach(() => line.close())

test('progress in bytes, a pause, a lost connection, and nothing is lost', async ({
  page,
  t,
  look,
  complaints,
}, info) => {
  const file = join(info.outputDir, 'velky.dcm')
  await writeLargeInstance(file, FRAMES)
  await begin(page, t, file, 'Přerušený přenos')
  await expect(page.getByText(/^[\d,]+\sMB\sz\s25,2\sMB$/)).toBeVisible()
  await expect(page.getByText(/^[\d,]+\s(kB|MB)\/s$/)).toBeVisible()
  await expect(page.getByText(/^asi \d+ (sekund|minut)/)).toBeVisible()
  await look('transfer')

  await page.getByRole('button', { name: t('sending:transfer.pause') }).click()
  await expect(page.getByRole('heading', { name: t('sending:transfer.phase.paused') })).toBeVisible()
  await look('transfer-paused')
  await page.getByRole('button', { name: t('sending:transfer.resume') }).click()
  await expect(page.getByRole('heading', { name: t('sending:transfer.phase.sending') })).toBeVisible()

  line.cut()
  await expect(page.getByRole('heading', { name: t('sending:transfer.phase.waiting') })).toBeVisible()
  await look('transfer-waiting')
  line.mend()
  line.limitUpload(undefined)
  await expectResult(page, t, 'Přerušený přenos', 'complete')
  expectComplaints(complaints, /ERR_CONNECTION|ERR_NETWORK|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE/)

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: t('messages:download') }).click(),
  ])
  const fileSet = await unpack(await savedPackage(download, info.outputDir))
  expect(await imageDigests(fileSet)).toEqual(await digests([file]))
})

test('a cancelled sending reaches nobody, and the form is still there', async ({ page, t }, info) => {
  const file = join(info.outputDir, 'velky.dcm')
  await writeLargeInstance(file, FRAMES)
  await begin(page, t, file, 'Zrušený přenos')
  await page.getByRole('button', { name: t('sending:transfer.cancel') }).click()
  await expect(page.getByLabel(t('sending:words.subject'))).toHaveValue('Zrušený přenos')
  await expect(page.getByRole('listitem').filter({ hasText: 'velky.dcm' })).toBeVisible()
  await openBox(page, t, 'sent')
  await expect(rowOf(page, 'Zrušený přenos')).toContainText(t('messages:status.message.cancelled'))
})

test('leaving the page in the middle asks, and staying goes on', async ({ page, t }, info) => {
  const file = join(info.outputDir, 'velky.dcm')
  await writeLargeInstance(file, FRAMES)
  await begin(page, t, file, 'Odejít?')
  page.once('dialog', (dialog) => void dialog.dismiss())
  await page
    .getByRole('banner')
    .getByRole('link', { name: t('common:nav.institutions') })
    .click()
  await expect(page.getByRole('progressbar')).toBeVisible()
  // The browser itself asks before another page; nothing else goes on while it does.
  const asked = page.waitForEvent('dialog')
  const leaving = page.evaluate(() => location.assign('/help'))
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await leaving
  await expect(page.getByRole('progressbar')).toBeVisible()
  line.limitUpload(undefined)
  await expectResult(page, t, 'Odejít?', 'complete')
})

test('the session ends in the middle: after signing in elsewhere the transfer goes on', async ({
  page,
  context,
  t,
  look,
  complaints,
}, info) => {
  const file = join(info.outputDir, 'velky.dcm')
  await writeLargeInstance(file, FRAMES)
  await begin(page, t, file, 'Přenos přes konec přihlášení')
  await page.getByRole('button', { name: t('sending:transfer.pause') }).click()
  await context.clearCookies()
  await page.getByRole('button', { name: t('sending:transfer.resume') }).click()
  await expect(page.getByText(t('signIn:ended.title'))).toBeVisible()
  await look('transfer-session-ended')

  const [tab] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: t('signIn:ended.againInTab') }).click(),
  ])
  await tab.getByRole('link', { name: t('signIn:jtp.enter') }).click()
  // The provider's own cookies are gone, too.
  await fillProvider(tab, jtpUser('horak'))
  await expect(tab.getByRole('heading', { level: 1, name: t('mailbox:inbox.title') })).toBeVisible()
  // The sign-in comes back to the portal's own address, past the line.
  await tab.goto(`${line.url}/mailbox`)
  await expect(page.getByText(t('signIn:ended.title'))).toBeHidden()
  await page.getByRole('button', { name: t('sending:transfer.resume') }).click()
  line.limitUpload(undefined)
  await expectResult(page, t, 'Přenos přes konec přihlášení', 'complete')
  expectComplaints(complaints, /401/)
})
