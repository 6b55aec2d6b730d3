/** How long one is signed in, and what is on the screen when one is not any more. */
import { logoutToken } from '../support/back-channel.ts'
import { sharedData } from '../support/network.ts'
import { fileInput, fillWords, openBox, openFilters, openSendingTo, pressSend } from '../support/sending.ts'
import { fillProvider, jtpUser, openSignIn, signInWithJtp } from '../support/signing-in.ts'
import { expect, expectComplaints, openMenu, test } from '../support/test.ts'

test('a reload and a new tab keep the session', async ({ page, context, t }) => {
  await signInWithJtp(page, t, 'cerna')
  await page.reload()
  await openMenu(page, t)
  await expect(page.getByRole('banner').getByRole('button', { name: /Zdeňka Černá/ })).toBeVisible()
  const tab = await context.newPage()
  await tab.goto('/')
  await openMenu(tab, t)
  await expect(tab.getByRole('banner').getByRole('button', { name: /Zdeňka Černá/ })).toBeVisible()
  await tab.goto('/sent')
  await expect(tab.getByRole('heading', { level: 1, name: t('mailbox:sent.title') })).toBeVisible()
})

test('who leaves the page before it has heard of the sign-in is signed in on the next one', async ({
  page,
  t,
  complaints,
}) => {
  let asked = 0
  await page.route('**/api/session', (route) => {
    asked++
    return route.abort()
  })
  await openSignIn(page, t)
  await page.getByRole('link', { name: t('signIn:jtp.enter') }).click()
  await fillProvider(page, jtpUser('cerna'))
  await expect.poll(() => asked).toBeGreaterThan(0)
  await page.unroute('**/api/session')
  await page.goto('/help')
  await openMenu(page, t)
  await expect(page.getByRole('banner').getByRole('button', { name: /Zdeňka Černá/ })).toBeVisible()
  expectComplaints(complaints, /api\/session|ERR_FAILED/)
})

test('when the session has ended, patients leave the screen and one comes back to the same place', async ({
  page,
  context,
  t,
  look,
  complaints,
}) => {
  // The last thing that the page asks by itself.
  const begun = page.waitForResponse('**/api/settings')
  await signInWithJtp(page, t, 'horak')
  await begun
  await expect(page.getByRole('row').filter({ hasText: 'CT k posouzení' }).first()).toBeVisible()
  await openFilters(page, t)
  await page.getByRole('searchbox').fill('posouzeni')
  await expect(page).toHaveURL(/\/mailbox\?q=posouzeni/)
  await context.clearCookies()
  // Whatever asks first: this, or a message that has just come, before this stands in the address.
  await page.getByRole('searchbox').fill('posouzeni ct')
  await expect(page.getByRole('heading', { level: 1, name: t('signIn:ended.title') })).toBeVisible()
  await expect(page.getByRole('table')).toHaveCount(0)
  await look('session-ended')
  await page.getByRole('link', { name: t('signIn:ended.again') }).click()
  await page.getByRole('link', { name: t('signIn:jtp.enter') }).click()
  await fillProvider(page, jtpUser('horak'))
  await expect(page).toHaveURL(/\/mailbox\?q=posouzeni/)
  await expect(page.getByRole('row').filter({ hasText: 'CT k posouzení' }).first()).toBeVisible()
  expectComplaints(complaints, /401/)
})

test('who signs in elsewhere leaves the page that has opened a public one', async ({
  page,
  context,
  baseURL,
  t,
}) => {
  await page.goto('about:blank')
  const opening = page.waitForEvent('popup')
  await page.evaluate((url) => void Object.assign(window, { held: open(url) }), `${baseURL}/`)
  const opened = await opening
  await expect(opened.getByRole('contentinfo')).toBeVisible()
  const isLost = () => page.evaluate('held.closed')
  expect(await isLost(), 'the opener holds it').toBe(false)
  await signInWithJtp(await context.newPage(), t, 'horak')
  await openMenu(opened, t)
  await expect(opened.getByRole('banner').getByRole('button', { name: /Štěpán Horák/ })).toBeVisible()
  expect(await isLost(), 'the opener has lost it').toBe(true)
})

test('signing out in one tab empties the other', async ({ page, context, t, complaints }) => {
  await signInWithJtp(page, t, 'horak')
  const tab = await context.newPage()
  await tab.goto('/mailbox')
  await expect(tab.getByRole('table')).toBeVisible()
  await openMenu(page, t)
  await page
    .getByRole('banner')
    .getByRole('button', { name: /Štěpán Horák/ })
    .click()
  await page.getByRole('button', { name: t('common:account.signOut') }).click()
  await openMenu(page, t)
  await expect(page.getByRole('link', { name: t('common:signIn') })).toBeVisible()
  await expect(tab.getByRole('heading', { level: 1, name: t('signIn:ended.title') })).toBeVisible()
  await expect(tab.getByRole('table')).toHaveCount(0)
  expectComplaints(complaints, /401/)
})

test('JTP ends the session by itself, and patients leave the open page', async ({
  page,
  anotherPerson,
  t,
  complaints,
}) => {
  // Nobody else in these tests: all sessions of the person end.
  const login = 'prochazka'
  await openSignIn(page, t)
  await page.getByRole('link', { name: t('signIn:jtp.enter') }).click()
  await fillProvider(page, jtpUser(login))
  await page.getByRole('main').getByRole('button', { name: 'Nemocnice Na Výšině' }).click()
  await expect(page.getByRole('table')).toBeVisible()
  const form = { logout_token: await logoutToken(login) }
  const jtp = (await anotherPerson()).request
  const answer = await jtp.post('/sign-in/jtp/back-channel-logout', { form })
  expect(answer.status()).toBe(200)
  await expect(page.getByRole('heading', { level: 1, name: t('signIn:ended.title') })).toBeVisible({
    timeout: 60_000,
  })
  await expect(page.getByRole('table')).toHaveCount(0)
  expectComplaints(complaints, /401|EventSource/)
})

test('a program without a certificate is let in, and signed out among the own sessions', async ({
  page,
  anotherPerson,
  t,
  look,
  complaints,
}) => {
  const form = { client_id: 'epacs', host: 'stanice-17' }
  // Without the person's cookies.
  const program = (await anotherPerson()).request
  const asked = await (await program.post('/sign-in/device/authorization', { form })).json()
  await page.goto(asked.verification_uri_complete)
  await expect(page.getByRole('link', { name: t('signIn:jtp.enter') })).toBeVisible()
  expect(page.url()).not.toContain(asked.user_code)
  await page.getByRole('link', { name: t('signIn:jtp.enter') }).click()
  await fillProvider(page, jtpUser('cerna'))
  await expect(page.getByRole('heading', { level: 1, name: t('device:title') })).toBeVisible()
  await expect(page.getByText(asked.user_code)).toBeVisible()
  await expect(page.getByText('stanice-17')).toBeVisible()
  await look('device')
  await page.getByRole('button', { name: t('device:allow') }).click()
  await expect(page.getByRole('heading', { name: t('device:allowed.title') })).toBeVisible()
  const grant_type = 'urn:ietf:params:oauth:grant-type:device_code'
  const answer = await program.post('/sign-in/device/token', {
    form: { grant_type, device_code: asked.device_code, client_id: 'epacs' },
  })
  expect(await answer.json()).toMatchObject({ token_type: 'Bearer' })

  await page.goto('/device')
  await page.getByLabel(t('device:code')).fill('bcdf ghjk')
  await page.getByRole('button', { name: t('device:continue') }).click()
  await expect(page.getByText(t('device:unknown'))).toBeVisible()
  await look('device-unknown')
  // Others sign in as she meanwhile: in how many browsers is not told here, but the program is none of them.
  await page.goto('/settings')
  await expect(page.getByText(t('settings:sessions.programs', { count: 1, number: '1' }))).toBeVisible()
  await page.goto('/sessions')
  const listed = page.getByRole('listitem').filter({ hasText: 'stanice-17' })
  await listed.getByRole('button').click()
  await expect(listed).toHaveCount(0)
  // Before the sign-in, and for the code that nobody has.
  expectComplaints(complaints, /401|404/)
})

test('a message arrives while the mailbox is open', async ({ page, anotherPerson, t }) => {
  await signInWithJtp(page, t, 'cerna')
  await openBox(page, t, 'mailbox')
  const sender = await anotherPerson()
  await signInWithJtp(sender, t, 'horak')
  await openSendingTo(sender, t, 'Nemocnice U Tří kaštanů')
  await fileInput(sender, t, 'files').setInputFiles(sharedData('files/mr/MR_small.dcm'))
  await fillWords(sender, t, 'Přišlo samo')
  await pressSend(sender, t)
  await expect(page.getByRole('link', { name: 'Přišlo samo', exact: true })).toBeVisible()
  await expect(page).toHaveTitle(/^\(\d+\) /)
})
