/** From the public page to an approved request: the form, its mistakes, the mail's link, the operator's answers. */
import { certificatesOf, network } from '../support/network.ts'
import { decide, expectStatus, fillFields, linkMailedTo } from '../support/registering.ts'
import { signInWithCertificate } from '../support/signing-in.ts'
import { expect, expectComplaints, type Page, test } from '../support/test.ts'
import type { Words } from '../support/words.ts'

const EMAIL = 'lekarka@ordinace.example'

const field = (page: Page, t: Words, name: string) =>
  page.getByRole('main').getByLabel(t(`registration:field.${name}.label`), { exact: true })

test('a practice asks to join, answers a question and is approved', async ({ page, t, look, complaints }) => {
  await page.goto('/join')
  await page.getByRole('link', { name: t('join:apply.fill') }).click()
  await expect(page.getByRole('heading', { level: 1, name: t('registration:title') })).toBeFocused()

  const send = page.getByRole('button', { name: t('registration:send') })
  await send.click()
  await expect(page.getByRole('main').getByRole('alert')).toBeFocused()
  await look('registration-errors')
  await page
    .getByRole('alert')
    .getByRole('link', { name: t('registration:field.institution-ico.label') })
    .click()
  await expect(field(page, t, 'institution-ico')).toBeFocused()

  await field(page, t, 'institution-ico').fill('99000112')
  await field(page, t, 'institution-name').focus()
  await expect(page.locator('#institution-ico-error')).toHaveText(t('registration:fault.invalid-ico'))
  await field(page, t, 'institution-ico').fill('99000113')
  await page.getByRole('button', { name: t('registration:lookUp.button') }).click()
  await expect(field(page, t, 'institution-name')).toHaveValue('Sanatorium Pod Jedlovým vrchem')
  await expect(field(page, t, 'institution-city')).toHaveValue('Liberec')
  await expect(field(page, t, 'institution-kind')).toHaveValue('specialised')
  await field(page, t, 'representative-name').fill('MUDr. Jana Nová')

  await page.reload()
  await expect(page.getByText(t('registration:draft.restored'))).toBeVisible()
  await expect(field(page, t, 'institution-name')).toHaveValue('Sanatorium Pod Jedlovým vrchem')
  await expect(field(page, t, 'representative-name')).toHaveValue('MUDr. Jana Nová')

  await field(page, t, 'representative-function').fill('lékařka')
  await field(page, t, 'representative-email').fill(EMAIL)
  await field(page, t, 'representative-phone').fill('+420 777 123 456')
  await page.getByRole('radio', { name: t('registration:way.certificate.label') }).check()
  await page.getByRole('checkbox', { name: t('registration:field.conditions-agreed.label') }).check()

  // What only the centre knows to be wrong stands at its field too.
  await field(page, t, 'institution-name').fill('Viz https://example.cz')
  await send.click()
  await expect(page.locator('#institution-name-error')).toHaveText(t('registration:fault.no-web-addresses'))
  expectComplaints(complaints, /422/)
  await field(page, t, 'institution-name').fill('Nemocnice Zkušební')
  await look('registration-filled')
  await send.dblclick()
  await expect(page.getByRole('heading', { level: 1, name: t('registration:sent.title') })).toBeFocused()
  await page.getByRole('button', { name: t('registration:again.send') }).click()
  await expect(page.locator('[aria-live=polite]', { hasText: t('registration:again.done') })).toBeVisible()
  await look('registration-sent')
  expect(await page.evaluate(() => localStorage.getItem('epacs-registration-draft'))).toBeNull()

  const link = await linkMailedTo(EMAIL)
  const id = /registration\/([^#]+)#/.exec(link)?.[1] ?? ''
  await page.goto(link)
  await expectStatus(page, t, 'received')
  await expect(page).toHaveURL(new RegExp(`/registration/${id}$`))
  await look('request-received')

  await decide(id, 'ask', 'Jaké je IČZ?')
  await page.reload()
  await expectStatus(page, t, 'more-wanted')
  await expect(page.getByText('Jaké je IČZ?')).toBeVisible()
  await look('request-more-wanted')
  await page.getByRole('button', { name: t('registration:correct.begin') }).click()
  await expect(page.getByRole('heading', { level: 2, name: t('registration:correct.title') })).toBeFocused()
  await page.locator('#institution-icz').fill('12345678')
  await look('request-correction')
  await page.getByRole('button', { name: t('registration:correct.save') }).click()
  await expect(page.getByText(t('registration:correct.saved'))).toBeVisible()
  await page.getByLabel(t('registration:reply.label')).fill('IČZ jsme doplnili.')
  await page.getByRole('button', { name: t('registration:reply.send') }).click()
  await expectStatus(page, t, 'in-review')
  await expect(page.getByText('IČZ jsme doplnili.')).toBeVisible()

  await decide(id, 'approve')
  await page.reload()
  await expectStatus(page, t, 'approved')
  await expect(page.getByText(t('registration:next.certificate'))).toBeVisible()
  await look('request-approved')
})

test('a draft can be discarded', async ({ page, t }) => {
  await page.goto('/registration/new')
  await field(page, t, 'institution-name').fill('Ordinace')
  await page.getByRole('button', { name: t('registration:draft.discard') }).click()
  await expect(field(page, t, 'institution-name')).toHaveValue('')
  await page.reload()
  await expect(field(page, t, 'institution-name')).toHaveValue('')
})

test('a slip is told without pushing away what the field was left for', async ({ page, t }) => {
  await page.goto('/registration/new')
  await page.getByRole('radio', { name: t('institutions:eligibility.eu-provider') }).check()
  await page.locator('#institution-country').selectOption('DE')
  const telephone = page.locator('#representative-phone')
  await expect(telephone).toHaveAccessibleDescription(t('registration:phonePrefix', { prefix: '+49' }))
  await telephone.fill('12')
  const way = page.getByRole('radio', { name: t('registration:way.certificate.label') })
  await way.click()
  await expect(way).toBeChecked()
  await expect(page.locator('#representative-phone-error')).toHaveText(t('registration:fault.invalid-phone'))
})

const REPRESENTATIVE = {
  'representative-name': 'Ing. Tomáš Dvořák',
  'representative-function': 'správce IT',
  'representative-phone': '+420 777 123 458',
}

test('a hospital of another state asks for a node', async ({ page, t, look, complaints }) => {
  await page.goto('/registration/new')
  await page.getByRole('radio', { name: t('institutions:eligibility.eu-provider') }).check()
  await expect(page.locator('#institution-ico')).toHaveCount(0)
  await page.getByRole('radio', { name: t('registration:way.node.label') }).check()
  const send = page.getByRole('button', { name: t('registration:send') })
  await send.click()
  const missing = page.getByRole('main').getByRole('alert')
  for (const name of ['institution-country', 'institution-registerNumber', 'nodeSupplier'])
    await expect(missing).toContainText(t(`registration:field.${name}.label`))
  await page.locator('#institution-country').selectOption('SK')
  await expect(page.locator('#institution-register')).toHaveValue('sk-ico')
  await page.locator('#institution-kind').selectOption('hospital')
  await fillFields(page, {
    'institution-registerNumber': '00165548',
    'institution-name': 'Nemocnica Pod Hradom',
    'institution-street': 'Hradná 5',
    'institution-city': 'Trenčín',
    'institution-postalCode': '91101',
    ...REPRESENTATIVE,
    'representative-email': 'hradom@example.sk',
    nodeSupplier: 'Uzly a siete, s. r. o.',
  })
  await page.locator('#conditions-agreed').check()
  await look('registration-abroad-node')
  await send.click()
  await expect(page.locator('#institution-registerNumber-error')).toHaveText(
    t('registration:fault.invalid-register-number'),
  )
  expectComplaints(complaints, /422/)
  await fillFields(page, { 'institution-registerNumber': '00165549' })
  await send.click()
  await expect(page.getByRole('heading', { level: 1, name: t('registration:sent.title') })).toBeFocused()
})

test.describe('the operator', () => {
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    clientCertificates: async ({}, use) => use(certificatesOf(network().operator)),
  })

  test('enters a request that came by e-mail', async ({ page, t, look }) => {
    const institution = 'Ordinace Dopisem'
    const email = 'dopisem@example.cz'
    await signInWithCertificate(page, t)
    await page.goto('/registration/new')
    await expect(page.getByRole('checkbox', { name: t('registration:onBehalf.label') })).toBeChecked()
    await page.locator('#institution-kind').selectOption('private-practice')
    await fillFields(page, {
      'institution-ico': '99123088',
      'institution-name': institution,
      'institution-street': 'Poštovní 1',
      'institution-city': 'Tábor',
      'institution-postalCode': '390 01',
      ...REPRESENTATIVE,
      'representative-email': email,
    })
    await page.getByRole('radio', { name: t('registration:way.certificate.label') }).check()
    await page.getByLabel(t('registration:onBehalf.language')).selectOption('en')
    await page.locator('#conditions-agreed').check()
    await look('registration-on-behalf')
    await page.getByRole('button', { name: t('registration:send') }).click()
    await expect(page.getByRole('heading', { level: 1, name: t('registration:sent.entered') })).toBeFocused()
    await look('registration-entered')
    // The oldest stand first, and other tests add to them: beyond twenty the new one is on another page.
    await page.goto('/operator/registrations?order=newest')
    await page.getByRole('link', { name: institution }).click()
    await expect(page.getByRole('main').getByText('English', { exact: true })).toBeVisible()
    await page.goto(await linkMailedTo(email))
    await expectStatus(page, t, 'received')
  })
})
