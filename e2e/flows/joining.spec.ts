/** Both ways in, from a public page to the first message: a practice with a certificate, a hospital through JTP. */
import { readFile } from 'node:fs/promises'
import { tabTo } from '../support/keyboard.ts'
import { certificatesOf, sharedData } from '../support/network.ts'
import { savedPackage } from '../support/packages.ts'
import { decide, expectStatus, fillFields, linkMailedTo, newcomer } from '../support/registering.ts'
import {
  expectResult,
  fileInput,
  fillWords,
  openMessage,
  openSendingTo,
  pressSend,
} from '../support/sending.ts'
import { fillProvider, jtpUser, offerCertificate, openSignIn } from '../support/signing-in.ts'
import { expect, type Page, test } from '../support/test.ts'
import type { Words } from '../support/words.ts'

const HOSPITAL = 'Nemocnice Pod Kopcem'
const PRACTICE = 'Kožní ordinace Na Rynku'

test.use({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
  clientCertificates: async ({}, use) => use(certificatesOf(newcomer())),
})

async function throughJtp(page: Page, t: Words, login: string): Promise<void> {
  await openSignIn(page, t)
  await page.getByRole('link', { name: t('signIn:jtp.enter') }).click()
  await fillProvider(page, jtpUser(login))
}

async function expectInbox(page: Page, t: Words, institution: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: t('mailbox:inbox.title') })).toBeVisible()
  await expect(page.getByRole('banner')).toContainText(institution)
}

test('a practice and a hospital join, and the first message goes from one to the other', async ({
  page,
  anotherPerson,
  t,
  look,
}, info) => {
  const sent = page.getByRole('heading', { level: 1, name: t('registration:sent.title') })
  const hospital = await anotherPerson()
  let [practiceLink, hospitalLink] = ['', '']

  await test.step('the practice shows a certificate that nobody knows, and fills in the form by keys', async () => {
    await page.goto('/')
    // A link that is pressed before the program has come opens a document, which focuses nothing.
    await page.waitForLoadState('networkidle')
    await page
      .getByRole('main')
      .getByRole('link', { name: t('about:apply') })
      .click()
    await expect(page.getByRole('heading', { level: 1, name: t('registration:title') })).toBeFocused()
    await offerCertificate(page, t)
    const notice = page.getByRole('alert')
    await expect(notice).toContainText(t('signIn:problem.unknown-certificate.title'))
    await look('sign-in-unknown-certificate')
    await notice.getByRole('link', { name: t('signIn:askWithCertificate') }).click()
    await expect(page.locator('#representative-name')).toHaveValue('MUDr. Rudolf Nováček')
    await expect(
      page.getByRole('checkbox', { name: t('registration:identity.certificate.use') }),
    ).toBeChecked()

    await tabTo(page, 'textbox', t('registration:field.institution-ico.label'))
    await page.keyboard.type('99001021')
    await tabTo(page, 'button', t('registration:lookUp.button'))
    await page.keyboard.press('Enter')
    await expect(page.locator('#institution-name')).toHaveValue(PRACTICE)
    await tabTo(page, 'textbox', t('registration:field.representative-function.label'))
    await page.keyboard.type('lékař')
    await tabTo(page, 'textbox', t('registration:field.representative-phone.label'))
    await page.keyboard.type('+420 777 123 456')
    await tabTo(page, 'checkbox', t('registration:field.conditions-agreed.label'))
    await page.keyboard.press('Space')
    await look('registration-from-certificate')
    await tabTo(page, 'button', t('registration:send'))
    await page.keyboard.press('Enter')
    await expect(sent).toBeFocused()
    practiceLink = await linkMailedTo('novacek@narynku.example.cz')
    await page.goto(practiceLink)
    await expectStatus(page, t, 'received')
  })

  await test.step('who comes from JTP without a mailbox finds the form, filled in', async () => {
    await throughJtp(hospital, t, 'vlkova')
    await expect(hospital).toHaveURL(/\/registration\/new$/)
    await expect(hospital.locator('#institution-name')).toHaveValue(HOSPITAL)
    await expect(hospital.locator('#representative-name')).toHaveValue('MUDr. Irena Vlková')
    await fillFields(hospital, { 'representative-function': 'lékařka', 'representative-phone': '777123457' })
    await hospital.locator('#conditions-agreed').check()
    await look('registration-from-jtp', hospital)
    await hospital.getByRole('button', { name: t('registration:send') }).click()
    await expect(
      hospital.getByRole('heading', { level: 1, name: t('registration:sent.title') }),
    ).toBeFocused()
    hospitalLink = await linkMailedTo('vlkova@podkopcem.example.cz')
    await hospital.goto(hospitalLink)
    await expectStatus(hospital, t, 'received')
  })

  await test.step('until the approval, a colleague is told that the request waits', async () => {
    const colleague = await anotherPerson()
    await throughJtp(colleague, t, 'malina')
    const title = t('registration:waiting.colleague.title')
    await expect(colleague.getByRole('heading', { level: 1, name: title })).toBeVisible()
    await look('registration-waiting', colleague)
    for (const link of [practiceLink, hospitalLink])
      await decide(/registration\/([^#]+)#/.exec(link)?.[1] ?? '', 'approve')
    await throughJtp(colleague, t, 'malina')
    await expectInbox(colleague, t, HOSPITAL)
  })

  await test.step('the approved request leads in, and the first message goes', async () => {
    await page.reload()
    await page.getByRole('link', { name: t('registration:next.enter.certificate') }).click()
    await expectInbox(page, t, PRACTICE)
    await openSendingTo(page, t, HOSPITAL)
    await fileInput(page, t, 'files').setInputFiles(sharedData('files/mr/MR_small.dcm'))
    await fillWords(page, t, 'První zpráva')
    await pressSend(page, t)
    await expectResult(page, t, 'První zpráva', 'complete')
  })

  await test.step('and arrives', async () => {
    await hospital.reload()
    await hospital.getByRole('link', { name: t('registration:next.enter.jtp') }).click()
    await fillProvider(hospital, jtpUser('vlkova'))
    await expectInbox(hospital, t, HOSPITAL)
    await openMessage(hospital, 'První zpráva')
    const [download] = await Promise.all([
      hospital.waitForEvent('download'),
      hospital.getByRole('link', { name: t('messages:download') }).click(),
    ])
    const saved = await readFile(await savedPackage(download, info.outputDir))
    expect(saved.subarray(0, 2).toString()).toBe('PK')
  })
})

test('suppliers of nodes are named with their addresses; where there are none, the operator is', async ({
  page,
  t,
}) => {
  const [, suppliers = ''] = /<suppliers>(.*)<\/suppliers>/.exec(t('join:ways.node.text.1')) ?? []
  await page.goto('/join')
  await page.getByRole('link', { name: suppliers }).click()
  await expect(page).toHaveURL(/#suppliers$/)
  const supplier = page.getByRole('listitem').filter({ hasText: 'Uzly pro nemocnice, s. r. o.' })
  await expect(supplier).toBeInViewport()
  const addresses = supplier.getByRole('link')
  await expect(addresses).toHaveText(['uzly.example.cz', 'obchod@uzly.example.cz', '+420 000 000 210'])
  await expect(addresses.last()).toHaveAttribute('href', 'tel:+420000000210')
  await expect(
    page.getByRole('listitem').filter({ hasText: 'Archivy a brány' }).getByRole('link'),
  ).toHaveCount(2)
  await page.route('**/api/node-suppliers', (route) => route.fulfill({ json: { items: [] } }))
  await page.reload()
  await expect(page.getByText('provozovatel@epacs.example.cz')).not.toHaveCount(0)
  await expect(page.getByText(t('join:suppliers.none').split('.')[0] ?? '')).toBeVisible()
})
