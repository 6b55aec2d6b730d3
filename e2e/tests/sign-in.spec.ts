import { network } from '../support/network.ts'
import {
  certificatesOf,
  fillProvider,
  jtpUser,
  openSignIn,
  signInWithCertificate,
} from '../support/signing-in.ts'
import { expect, openMenu, test } from '../support/test.ts'

test('through JTP: wrong password, right password, out again', async ({ page, t, look, language }) => {
  await openSignIn(page, t)
  await page.getByRole('link', { name: t('signIn:jtp.enter') }).click()
  // The demo's provider speaks Czech and English.
  await expect(page.locator('html')).toHaveAttribute('lang', language === 'en' ? 'en' : 'cs')
  await look('jtp')
  await fillProvider(page, { login: 'novotna', password: 'guessed' })
  await expect(page.getByRole('alert')).toBeVisible()
  await look('jtp-wrong')
  await fillProvider(page, jtpUser('novotna'))
  await expect(page.getByRole('heading', { level: 1, name: t('mailbox:inbox.title') })).toBeVisible()

  await openMenu(page, t)
  const banner = page.getByRole('banner')
  const account = banner.getByRole('button', { name: 'MUDr. Barbora Novotná' })
  await expect(account).toBeVisible()
  await expect(account).toContainText('neurologická ordinace')
  await account.click()
  await look('account')
  await banner.getByRole('button', { name: t('common:account.signOut') }).click()
  await openMenu(page, t)
  await expect(banner.getByRole('link', { name: t('common:signIn') })).toBeVisible()
})

test('what one wanted to see comes after the sign-in', async ({ page, t, complaints }) => {
  await page.goto('/sent')
  await expect(page.getByRole('heading', { level: 1, name: t('signIn:title') })).toBeVisible()
  // Asking who one is has no other answer for a visitor than 401, and the browser notes it.
  complaints.length = 0
  await page.getByRole('link', { name: t('signIn:jtp.enter') }).click()
  await fillProvider(page, jtpUser('cerna'))
  await expect(page.getByRole('heading', { level: 1, name: t('mailbox:sent.title') })).toBeVisible()
})

test('JTP without the role: it is said whom to ask', async ({ page, t, look }) => {
  await openSignIn(page, t)
  await page.getByRole('link', { name: t('signIn:jtp.enter') }).click()
  await fillProvider(page, jtpUser('recepce'))
  await expect(page).toHaveURL(/\/sign-in\?problem=/)
  await expect(page.getByRole('alert')).toContainText(t('signIn:problem.missing-role.advice'))
  await look('sign-in-missing-role')
})

test('JTP without a mailbox: the request to join opens, with what JTP knows', async ({ page, t, look }) => {
  await openSignIn(page, t)
  await page.getByRole('link', { name: t('signIn:jtp.enter') }).click()
  await fillProvider(page, jtpUser('host'))
  await expect(page).toHaveURL(/\/registration\/new$/)
  await expect(page.getByText(t('registration:identity.jtp.filledIn'))).toBeVisible()
  await expect(page.locator('#representative-name')).toHaveValue('MUDr. Cyril Neznámý')
  await look('registration-from-jtp')
})

test('giving up at JTP leads back', async ({ page, t }) => {
  await openSignIn(page, t)
  await page.getByRole('link', { name: t('signIn:jtp.enter') }).click()
  await page.locator('button[name=cancel]').click()
  await expect(page).toHaveURL(/\/sign-in\?problem=/)
  await expect(page.getByRole('alert')).toBeVisible()
})

test('without a fitting certificate it is said which one is needed, with the list', async ({
  page,
  t,
  look,
}) => {
  await page.goto('/sign-in?problem=no-certificate')
  const notice = page.getByRole('alert')
  await expect(notice).toContainText(t('signIn:problem.no-certificate.title'))
  await look('sign-in-no-certificate')
  await notice.getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1, name: t('authorities:title') })).toBeVisible()
  await expect(page.getByRole('heading', { level: 2, name: 'ePACS Demo CA' })).toBeVisible()
  // Another test's authority may stand beside it for a while.
  await expect(page.getByText(/^([0-9A-F]{2} ){31}[0-9A-F]{2}$/).first()).toBeVisible()
})

test.describe('with a personal certificate', () => {
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    clientCertificates: async ({}, use) => use(certificatesOf(network().users[0])),
  })

  test('the name stands in the header', async ({ page, t }) => {
    await signInWithCertificate(page, t)
    await expect(page.getByRole('heading', { level: 1, name: t('mailbox:inbox.title') })).toBeVisible()
    await openMenu(page, t)
    const account = page.getByRole('banner').getByRole('button', { name: network().users[0]?.name ?? '' })
    await expect(account).toBeVisible()
    await expect(account).toContainText('Nemocnice Na Výšině')
  })
})

test.describe('with the certificate of an operator', () => {
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    clientCertificates: async ({}, use) => use(certificatesOf(network().operator)),
  })

  test('no mailbox is shown, and it is said why', async ({ page, t, look }) => {
    await signInWithCertificate(page, t)
    await openMenu(page, t)
    await expect(page.getByRole('banner').getByRole('button', { name: /Zápotocký/ })).toContainText(
      t('common:account.operator'),
    )
    await page.goto('/sent')
    await expect(page.getByRole('heading', { level: 1, name: t('signIn:noMailbox.title') })).toBeVisible()
    await look('no-mailbox')
  })
})

test('the certificate entrance without a certificate says so', async ({ page, t }) => {
  await openSignIn(page, t)
  await page.getByRole('link', { name: t('signIn:certificate.enter') }).click()
  await expect(page).toHaveURL(/\/sign-in\?problem=no-certificate/)
  await expect(page.getByRole('alert')).toContainText(t('signIn:problem.no-certificate.title'))
})
