/** From the public page to an approved request: the form, its mistakes, the mail's link, the operator's answers. */
import { curlAs, json } from '../support/curl.ts'
import { network } from '../support/network.ts'
import { importRegister, linkMailedTo } from '../support/registering.ts'
import { expect, expectComplaints, type Page, test } from '../support/test.ts'
import type { Words } from '../support/words.ts'

const EMAIL = 'lekarka@ordinace.example'

async function decide(id: string, decision: string, words?: string): Promise<void> {
  const operator = curlAs(network().operator, network())
  const { status, body } = await operator(`/api/registrations/${id}/decision`, ...json({ decision, words }))
  expect(status, body).toBe(204)
}

const field = (page: Page, t: Words, name: string) =>
  page.getByRole('main').getByLabel(t(`registration:field.${name}.label`), { exact: true })

const state = (page: Page, t: Words, status: string) =>
  page
    .getByRole('main')
    .getByText(t(`registration:status.${status}.title`), { exact: true })
    .first()

test('a practice asks to join, answers a question and is approved', async ({ page, t, look, complaints }) => {
  await importRegister()
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

  await field(page, t, 'institution-ico').fill('99123012')
  await field(page, t, 'institution-name').focus()
  await expect(page.locator('#institution-ico-error')).toHaveText(t('registration:fault.invalid-ico'))
  await field(page, t, 'institution-ico').fill('99123011')
  await page.getByRole('button', { name: t('registration:lookUp.button') }).click()
  await expect(field(page, t, 'institution-name')).toHaveValue('Fakultní nemocnice Zkušební')
  await expect(field(page, t, 'institution-city')).toHaveValue('Brno')
  await expect(field(page, t, 'institution-kind')).toHaveValue('hospital')
  await field(page, t, 'representative-name').fill('MUDr. Jana Nová')

  await page.reload()
  await expect(page.getByText(t('registration:draft.restored'))).toBeVisible()
  await expect(field(page, t, 'institution-name')).toHaveValue('Fakultní nemocnice Zkušební')
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
  await expect(state(page, t, 'received')).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`/registration/${id}$`))
  await look('request-received')

  await decide(id, 'ask', 'Jaké je IČZ?')
  await page.reload()
  await expect(state(page, t, 'more-wanted')).toBeVisible()
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
  await expect(state(page, t, 'in-review')).toBeVisible()
  await expect(page.getByText('IČZ jsme doplnili.')).toBeVisible()

  await decide(id, 'approve')
  await page.reload()
  await expect(state(page, t, 'approved')).toBeVisible()
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
