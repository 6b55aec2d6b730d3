/** What a representative, a colleague and somebody invited see. */
import { certified, HOSPITAL, invited, joinHospital, openAccount, REPRESENTATIVE } from '../support/people.ts'
import { certificatesOf, signInWithCertificate, signInWithJtp } from '../support/signing-in.ts'
import { expect, expectComplaints, test } from '../support/test.ts'

test.describe('the representative', () => {
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    clientCertificates: async ({}, use) => use(certificatesOf(certified(REPRESENTATIVE))),
  })

  test('invites, withdraws, and is told what is missing', async ({ page, t, look }, info) => {
    await signInWithCertificate(page, t)
    await openAccount(page, t, REPRESENTATIVE)
    await look('account-representative')
    await page.getByRole('link', { name: t('common:account.ownInstitution') }).click()
    await expect(page.getByRole('heading', { level: 1, name: t('people:title') })).toBeVisible()
    await expect(page.getByRole('row').filter({ hasText: 'Benešová' })).toBeVisible()
    await page.getByRole('button', { name: t('people:invite.send') }).click()
    await expect(page.getByText(t('people:invite.emailWrong'))).toBeVisible()
    await look('people-invite-wrong')

    const name = `Mgr. Eva ${info.project.name}`
    const email = `${info.project.name}-${info.retry}@example.cz`
    // In English the form for data subjects on the same page has a field of this name, too.
    const invitation = page.locator('form', {
      has: page.getByRole('button', { name: t('people:invite.send') }),
    })
    await invitation.getByLabel(t('people:invite.name')).fill(name)
    await page.getByRole('textbox', { name: t('people:invite.email'), exact: true }).fill(email)
    await page.getByRole('button', { name: t('people:invite.send') }).click()
    await expect(page.getByText(t('people:invite.sent', { email }))).toBeVisible()
    const row = page.getByRole('row').filter({ hasText: email })
    await expect(row).toBeVisible()
    await look('people')
    await row.getByRole('button').click()
    await expect(page.getByRole('dialog')).toContainText(email)
    await look('people-withdraw')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('people:withdrawal.withdraw') })
      .click()
    await expect(row).toHaveCount(0)

    await page
      .getByRole('button', { name: t('people:removal.button', { name: 'Mgr. Simona Benešová' }) })
      .click()
    await expect(page.getByRole('dialog')).toContainText(t('people:removal.text'))
    await look('people-remove')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })
})

test('a colleague sees who the representative is, and own sessions', async ({ page, t, look }) => {
  await signInWithJtp(page, t, 'horak')
  await page.goto('/institution')
  await expect(page.getByRole('heading', { name: t('people:representatives.title') })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('Jana Hvězdová')
  await expect(page.getByRole('button', { name: t('people:contacts.add') })).toHaveCount(0)
  await look('people-colleague')
  await page.goto('/sessions')
  await expect(page.getByText(t('sessions:this'))).toBeVisible()
  await look('sessions')
})

test('a starred institution is offered first, and no more when the star is taken back', async ({
  page,
  t,
  look,
}, info) => {
  // The views run at once, for the same person.
  const name =
    info.project.name === 'en-desk' ? 'Sanatorium Pod Jedlovým vrchem' : 'Plicní ordinace Na Pasekách'
  await signInWithJtp(page, t, 'horak')
  const likely = page.getByRole('button', { name: `${t('favourites:choose')} ${name}` })
  const star = page.getByRole('button', { name: t('favourites:star', { name }) })

  await test.step('starred where it is looked up', async () => {
    await page.goto(`/institutions?q=${encodeURIComponent(name)}`)
    await page.getByRole('link', { name, exact: true }).click()
    const favourite = page.getByRole('button', { name: t('favourites:favourite') })
    await expect(favourite).toHaveAttribute('aria-pressed', 'false')
    await favourite.click()
    await expect(favourite).toHaveAttribute('aria-pressed', 'true')
    await look('institution-favourite')
  })

  await test.step('offered in a new message', async () => {
    await page.goto('/send')
    await expect(star).toHaveAttribute('aria-pressed', 'true')
    await look('send-favourites')
    await page.getByRole('combobox', { name: t('sending:recipients.find') }).fill('e')
    const options = page.getByRole('option')
    await expect(options.first()).toBeVisible()
    expect((await options.allTextContents()).slice(0, 2).join()).toContain(name)
    await page.keyboard.press('Escape')
    await likely.click()
    await expect(page.getByRole('list', { name: t('sending:recipients.chosen') })).toContainText(name)
    await expect(likely).toHaveCount(0)
    // Not lost with the button: it stays with the list, or goes to the field when there is no list any more.
    await expect(page.locator('h3:focus, [role=combobox]:focus')).toHaveCount(1)
    await look('send-favourite-chosen')
  })

  await test.step('the star is taken back at the recipient', async () => {
    await star.click()
    await expect(star).toHaveAttribute('aria-pressed', 'false')
    await page.reload()
    await expect(page.getByRole('combobox', { name: t('sending:recipients.find') })).toBeVisible()
    await expect(likely).toHaveCount(0)
  })
})

test('an invitation says who invites into what; an old link is explained', async ({
  page,
  t,
  look,
  complaints,
}) => {
  await page.goto(await invited('Mgr. Ivana Nová'))
  await expect(page.getByRole('heading', { level: 1, name: t('invitation:title') })).toBeVisible()
  await expect(page.getByRole('main')).toContainText(HOSPITAL)
  await expect(page.getByRole('main')).toContainText('MUDr. Jana Hvězdová')
  await look('invitation')
  await page.goto(`/invitation#${'A'.repeat(43)}`)
  await expect(page.getByRole('heading', { level: 1, name: t('invitation:gone.title') })).toBeVisible()
  await look('invitation-gone')
  expectComplaints(complaints, /404/)
})

test.describe('somebody of two institutions', () => {
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    clientCertificates: async ({}, use) => use(certificatesOf(certified('Kučírková'))),
  })

  test('chooses at the sign-in and switches in the header', async ({ page, t, look }) => {
    await joinHospital('Kučírková')
    await signInWithCertificate(page, t)
    await expect(page.getByRole('heading', { level: 1, name: t('signIn:choose.title') })).toBeVisible()
    await look('choose-institution')
    await page.getByRole('main').getByRole('button', { name: HOSPITAL }).click()
    await expect(page.getByRole('heading', { level: 1, name: t('mailbox:inbox.title') })).toBeVisible()
    await expect(page.getByRole('banner')).toContainText(HOSPITAL)
    await look('mailbox-of-two')
    await openAccount(page, t, 'Kučírková')
    await look('account-of-two')
    const other = page.getByRole('banner').getByRole('button', { pressed: false, name: /ordinace/ })
    await other.click()
    await expect(page.getByRole('banner')).not.toContainText(HOSPITAL, { useInnerText: true })
  })
})

test('after JTP, whose choice has timed out starts again', async ({ page, t, look, complaints }) => {
  await page.goto('/sign-in?choose=institution')
  await expect(page.getByRole('heading', { level: 1, name: t('signIn:choose.title') })).toBeVisible()
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(page.getByRole('link', { name: t('signIn:choose.again') })).toBeVisible()
  // To ask once more would bring the same.
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0)
  await look('choose-again')
  expectComplaints(complaints, /401/)
})
