/** Without a mouse: past the header in one step, a decision on a request to join, and images looked at and left again. */
import { tabTo } from '../support/keyboard.ts'
import { certificatesOf, network, sharedData } from '../support/network.ts'
import { enterWithCertificate, jtpUser, signInWithJtp } from '../support/signing-in.ts'
import { requestToJoin } from '../support/staff.ts'
import { storeIn } from '../support/storing.ts'
import { expect, type Page, test } from '../support/test.ts'
import type { Words } from '../support/words.ts'

/** The first thing that Tab comes to, on every page; seen only then. */
async function skipToContent(page: Page, t: Words): Promise<void> {
  const link = page.getByRole('link', { name: t('common:skipToContent') })
  await expect(link).not.toBeInViewport()
  await page.keyboard.press('Tab')
  await expect(link).toBeFocused()
  await expect(link).toBeInViewport()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('main').locator(':focus')).toHaveCount(1)
}

test.describe('an operator', () => {
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    clientCertificates: async ({}, use) => use(certificatesOf(network().operator)),
  })

  test('refuses a request to join with the keyboard alone', async ({ page, t }) => {
    const institution = 'Nemocnice Bez myši'
    await requestToJoin({ institution, email: 'bezmysi@example.cz', language: 'cs' })
    await enterWithCertificate(page, '/operator/registrations')
    await expect(page.getByRole('link', { name: institution })).toBeVisible()
    await skipToContent(page, t)
    await tabTo(page, 'searchbox', t('operator:registrations.search'))
    await page.keyboard.type('bez myši')
    await expect(page.getByRole('main').getByRole('rowheader')).toHaveCount(1)
    await tabTo(page, 'link', institution)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: institution })).toBeFocused()

    await tabTo(page, 'button', t('operator:decision.take'))
    await page.keyboard.press('Enter')
    await expect(page.getByText(t('operator:dialogue.move.in-review'))).toBeVisible()
    await tabTo(page, 'radio', new RegExp(t('operator:decision.approve.name')))
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowUp')
    await expect(
      page.getByRole('radio', { name: new RegExp(t('operator:decision.refuse.name')) }),
    ).toBeChecked()
    await tabTo(page, 'button', t('operator:decision.refuse.submit'))
    await page.keyboard.press('Enter')
    await expect(page.getByLabel(t('operator:decision.words'))).toBeFocused()
    await page.keyboard.type('Zařízení zdravotní služby neposkytuje.')
    await tabTo(page, 'button', t('operator:decision.refuse.submit'))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toBeVisible()
    await tabTo(page, 'button', t('operator:decision.refuse.confirm'))
    await page.keyboard.press('Enter')
    await expect(page.getByText(t('operator:result.refuse.title'))).toBeVisible()
    // The answer's button is gone: the keyboard goes on from what came of it, not from the top of the page.
    await expect(page.getByRole('main').locator(':focus')).toHaveCount(1)
  })
})

test('images are opened in the viewer and left again with the keyboard alone', async ({ page, t }) => {
  const { institution } = jtpUser('cerna')
  const sender = network().users.find((each) => each.institution !== institution)
  if (institution === null || sender === undefined) throw new Error('nobody can send to the reader')
  const { id } = await storeIn(institution, sender, [sharedData('files/mr/MR_small.dcm')])
  await signInWithJtp(page, t, 'cerna')
  await page.goto(`/messages/${id}`)
  await expect(page.getByRole('link', { name: t('opening:view') }).first()).toBeVisible()
  await skipToContent(page, t)
  await tabTo(page, 'link', new RegExp(t('opening:view')))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/viewer\//)
  await expect(page.locator('canvas.cornerstone-canvas').first()).toBeVisible({ timeout: 90_000 })
  await expect(page.locator('#first-image')).toHaveCount(0)
  await tabTo(page, 'link', t('viewer:notice.back'))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/messages/${id}$`))
})
