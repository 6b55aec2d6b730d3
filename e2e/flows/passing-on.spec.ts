/** What goes beyond one sending: a report that travels along, forwarding, own settings, conditions of participation. */
import { network, sharedData } from '../support/network.ts'
import {
  expectResult,
  fileInput,
  fillWords,
  openMessage,
  openSendingTo,
  pressSend,
} from '../support/sending.ts'
import {
  certificatesOf,
  fillProvider,
  jtpUser,
  openSignIn,
  signInWithCertificate,
  signInWithJtp,
} from '../support/signing-in.ts'
import { backToView, expect, expectComplaints, test } from '../support/test.ts'
import { words } from '../support/words.ts'

const DAY_MS = 86_400_000
const PHONE = { width: 390, height: 844 }
const receiving = 'Nemocnice U Tří kaštanů'
/** Nobody else's: what is set would change under them. */
const LOGIN = 'zemanova'
const PDF = Buffer.from('%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\n%%EOF')

test('a report goes along as a PDF, and the recipient forwards both without uploading anything', async ({
  page,
  anotherPerson,
  t,
  look,
}) => {
  const sender = await anotherPerson()
  await test.step('the sender attaches a PDF; what is none is told at once', async () => {
    await signInWithJtp(sender, t, 'horak')
    await openSendingTo(sender, t, receiving)
    await fileInput(sender, t, 'files').setInputFiles(sharedData('files/ct/ct-3slice/01.dcm'))
    const report = sender.locator(`input[type=file][aria-label="${t('report:choose')}"]`)
    await report.setInputFiles({ name: 'nález.doc', mimeType: '', buffer: Buffer.from('no PDF') })
    await expect(sender.getByText(t('report:notPdf', { name: 'nález.doc' }))).toBeVisible()
    await report.setInputFiles({ name: 'nález.pdf', mimeType: 'application/pdf', buffer: PDF })
    await sender.getByLabel(t('report:name')).fill('Nález CT')
    await fillWords(sender, t, 'CT s nálezem')
    await look('report-attached', sender)
    await sender.setViewportSize(PHONE)
    await look('report-attached-phone', sender)
    await backToView(sender)
    await pressSend(sender, t)
    await expectResult(sender, t, 'CT s nálezem', 'complete')
    await expect(sender.getByRole('cell', { name: 'Nález CT' })).toBeVisible()
  })

  await test.step('the recipient sees it among the series, and forwards the message', async () => {
    await signInWithJtp(page, t, 'cerna')
    await openMessage(page, 'CT s nálezem')
    await page.getByRole('row').filter({ hasText: 'Nález CT' }).getByRole('link').click()
    await expect(page.getByRole('link', { name: t('opening:page.pdf') })).toBeVisible()
    await page.goBack()
    await page.getByRole('link', { name: t('forwarding:open') }).click()
    await expect(page.getByRole('heading', { level: 1, name: t('forwarding:title') })).toBeVisible()
    await page.getByRole('button', { name: t('forwarding:send') }).click()
    await expect(page.getByRole('alert')).toContainText(t('forwarding:missing.recipients'))
    await look('forward')
    await page.setViewportSize(PHONE)
    await look('forward-phone')
    await backToView(page)
    await page.getByRole('combobox', { name: t('sending:recipients.find') }).fill('labem')
    await page.getByRole('option').first().click()
    await page.getByLabel(t('sending:words.subject')).fill('Ke konzultaci')
    await page.getByRole('button', { name: t('forwarding:send') }).click()
    await expectResult(page, t, 'Ke konzultaci', 'complete')
    await expect(page.getByRole('cell', { name: 'Nález CT' })).toBeVisible()
    await look('forwarded')
    await page
      .getByRole('complementary')
      .getByRole('link', { name: /Nemocnice Na Výšině, / })
      .click()
    await expect(page.getByRole('heading', { level: 1, name: 'CT s nálezem' })).toBeVisible()
  })
})

test('what a person sets holds in another browser, too', async ({
  page,
  anotherPerson,
  t,
  look,
  complaints,
}) => {
  await signInWithJtp(page, t, LOGIN)
  await page.goto('/settings')
  await expect(page.getByRole('heading', { level: 1, name: t('settings:title') })).toBeVisible()
  await look('settings')
  await page.setViewportSize(PHONE)
  await look('settings-phone')
  await backToView(page)
  await page.getByLabel(t('settings:viewer.label')).selectOption({ label: 'Weasis' })
  await expect(page.getByText(t('settings:saved'))).toBeVisible()
  await page.getByLabel(t('settings:mail.arrivals.label')).selectOption('urgent')
  const worker = page.locator('section', {
    has: page.getByRole('heading', { name: t('settings:krzp.title') }),
  })
  await worker.getByLabel(t('settings:krzp.label')).fill('012 345 678')
  await worker.getByRole('button', { name: t('settings:krzp.save') }).click()
  await expect(worker).toContainText(t('settings:krzp.malformed'))
  await look('settings-krzp')
  await worker.getByLabel(t('settings:krzp.label')).fill('123 456 786')
  await worker.getByRole('button', { name: t('settings:krzp.save') }).click()
  await expect(worker).toContainText(t('settings:saved'))
  await expect(worker.getByLabel(t('settings:krzp.label'))).toHaveValue('123456786')
  await page.getByLabel(t('settings:language.label')).selectOption('en')
  const english = words('en')
  await expect(page.getByRole('heading', { level: 1, name: english('settings:title') })).toBeVisible()

  const elsewhere = await anotherPerson()
  await openSignIn(elsewhere, t)
  await elsewhere.getByRole('link', { name: t('signIn:jtp.enter') }).click()
  await fillProvider(elsewhere, jtpUser(LOGIN))
  await expect(
    elsewhere.getByRole('heading', { level: 1, name: english('mailbox:inbox.title') }),
  ).toBeVisible()
  await elsewhere.goto('/settings')
  await expect(elsewhere.getByLabel(english('settings:krzp.label'))).toHaveValue('123456786')
  await expect(elsewhere.getByLabel(english('settings:viewer.label'))).toHaveValue('weasis')
  await expect(elsewhere.getByLabel(english('settings:mail.arrivals.label'))).toHaveValue('urgent')
  // The number that is none was refused.
  expectComplaints(complaints, /422/)
})

test('a number of a health care worker that JTP says is shown, and nobody types it', async ({ page, t }) => {
  await signInWithJtp(page, t, 'novotna')
  await page.goto('/settings')
  await expect(page.getByText(t('settings:krzp.fromJtp', { number: '100000017' }))).toBeVisible()
  await expect(page.getByLabel(t('settings:krzp.label'))).toHaveCount(0)
})

test.describe('the operator', () => {
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    clientCertificates: async ({}, use) => use(certificatesOf(network().operator)),
  })

  test('publishes conditions of participation that hold from a day to come, and withdraws them', async ({
    page,
    t,
    look,
  }) => {
    await signInWithCertificate(page, t)
    await page.goto('/operator/conditions')
    await expect(page.getByRole('heading', { level: 1, name: t('conditions:title') })).toBeVisible()
    const begin = page.getByRole('button', { name: t('conditions:new') })
    await begin.click()
    await page.getByRole('button', { name: t('conditions:cancel') }).click()
    await expect(begin).toBeFocused()
    await begin.click()
    await page.getByRole('button', { name: t('conditions:publish') }).click()
    await expect(page.getByText(t('conditions:fault.day'))).toBeVisible()
    await look('conditions-new')
    await page.setViewportSize(PHONE)
    await look('conditions-new-phone')
    await backToView(page)
    // Far away: nobody who joins meanwhile agrees to it.
    const day = new Date(Date.now() + 700 * DAY_MS).toISOString().slice(0, 10)
    await page.getByLabel(t('conditions:day')).fill(day)
    await page.getByLabel(t('conditions:text.cs')).fill('# Podmínky\n\nNové znění.')
    await page.getByLabel(t('conditions:text.en')).fill('# Conditions\n\nThe new text.')
    await page.getByRole('button', { name: t('conditions:publish') }).click()
    await expect(page.getByText(t('conditions:published', { version: '2' }))).toBeVisible()
    const newest = page.getByRole('listitem').filter({ hasText: t('conditions:version', { version: '2' }) })
    await expect(newest).toContainText(t('conditions:state.coming'))
    await look('conditions')

    await newest.getByRole('button', { name: t('conditions:withdraw.open', { version: '2' }) }).click()
    await expect(page.getByRole('dialog')).toContainText(t('conditions:withdraw.title', { version: '2' }))
    await look('conditions-withdraw')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('conditions:withdraw.confirm') })
      .click()
    await expect(page.getByText(t('conditions:withdrawn', { version: '2' }))).toBeVisible()
    await expect(newest).toContainText(t('conditions:state.withdrawn'))
    await page.setViewportSize(PHONE)
    await look('conditions-withdrawn-phone')
  })
})
