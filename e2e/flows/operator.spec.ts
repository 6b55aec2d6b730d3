/** What operators and auditors do, and what comes of it for others. */
import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { renewedCertificate, type StrangeAuthority, strangeAuthority } from '../support/certificates.ts'
import { certificatesOf, network } from '../support/network.ts'
import { enterWithCertificate, offerCertificate, signInWithCertificate } from '../support/signing-in.ts'
import { bind, isLetIn, mailsTo, refusedMail, requestToJoin } from '../support/staff.ts'
import { expect, expectComplaints, type Page, test } from '../support/test.ts'
import type { Words } from '../support/words.ts'

test.use({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
  clientCertificates: async ({}, use) => use(certificatesOf(network().operator)),
})

function personCalled(part: string) {
  const person = network().users.find(({ name }) => name.includes(part))
  if (person === undefined) throw new Error(`the demo has nobody called ${part}`)
  return person
}

async function openRequest(page: Page, id: string, institution: string): Promise<void> {
  await enterWithCertificate(page, `/operator/registrations/${id}`)
  await expect(page.getByRole('heading', { level: 1, name: institution })).toBeVisible()
}

async function chooseTemplate(page: Page, t: Words, beginning: string): Promise<void> {
  const templates = page.getByLabel(t('operator:decision.template'))
  const option = templates.locator('option').filter({ hasText: beginning })
  await templates.selectOption((await option.getAttribute('value')) ?? '')
  await expect(page.getByLabel(t('operator:decision.words'))).toHaveValue(new RegExp(`^${beginning}`))
}

test('approving makes an institution that others find, and invites its representative', async ({
  page,
  t,
}) => {
  const institution = 'Nemocnice Schválená'
  const email = 'schvalena@example.cz'
  const id = await requestToJoin({ institution, email, ico: '99123053' })
  await openRequest(page, id, institution)
  // With the keyboard alone.
  await page.getByRole('radio', { name: t('operator:decision.approve.name') }).focus()
  await page.keyboard.press('Space')
  await page.getByLabel(t('operator:decision.quota')).fill('12,5')
  await page.getByRole('button', { name: t('operator:decision.approve.submit') }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('dialog').getByRole('button').last()).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText(t('operator:result.approve.title'))).toBeVisible()
  await expect(page.getByText(/12[,.]5\sGB/)).toBeVisible()
  await page.getByRole('main').getByRole('link', { name: institution }).click()
  await expect(page).toHaveURL(/\/institutions\/[\da-f-]+$/)
  await expect(page.getByRole('heading', { level: 1, name: institution })).toBeVisible()
  await expect.poll(async () => (await mailsTo(email)).join('')).toContain('/invitation#')
})

test('asking sends the words with the way to answer, and the request waits for the applicant', async ({
  page,
  t,
}) => {
  const institution = 'Nemocnice Tázaná'
  const email = 'tazana@example.cz'
  const id = await requestToJoin({ institution, email })
  await openRequest(page, id, institution)
  await page.getByRole('radio', { name: t('operator:decision.ask.name') }).check()
  await chooseTemplate(page, t, 'Napište nám prosím, jakou máte')
  await page.getByRole('button', { name: t('operator:decision.ask.submit') }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('operator:decision.ask.confirm') })
    .click()
  await expect(page.getByText(t('operator:result.ask.title'))).toBeVisible()
  await expect(page.getByText(t('operator:status.more-wanted')).first()).toBeVisible()
  await expect.poll(async () => (await mailsTo(email)).length).toBeGreaterThan(1)
  await page.goto('/operator/registrations?status=more-wanted')
  await expect(page.getByRole('link', { name: institution })).toBeVisible()
})

test('a refusal in the applicant’s language closes the request', async ({ page, t }) => {
  const institution = 'Refused Hospital'
  const email = 'refused@example.cz'
  const id = await requestToJoin({ institution, email, language: 'en' })
  await openRequest(page, id, institution)
  await page.getByRole('radio', { name: t('operator:decision.refuse.name') }).check()
  await chooseTemplate(page, t, 'Your institution takes part already')
  await page.getByRole('button', { name: t('operator:decision.refuse.submit') }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('operator:decision.refuse.confirm') })
    .click()
  await expect(page.getByText(t('operator:result.refuse.title'))).toBeVisible()
  await expect(page.getByRole('radio')).toHaveCount(0)
  await expect.poll(async () => (await mailsTo(email)).length).toBeGreaterThan(1)
})

test('two operators decide at once: the second is told', async ({ page, t, complaints, anotherPerson }) => {
  const institution = 'Nemocnice Dvojí'
  const id = await requestToJoin({ institution, email: 'dvoji@example.cz' })
  await openRequest(page, id, institution)
  await page.getByRole('radio', { name: t('operator:decision.approve.name') }).check()
  await page.getByRole('button', { name: t('operator:decision.approve.submit') }).click()
  const colleague = await anotherPerson(network().operator)
  await openRequest(colleague, id, institution)
  await colleague.getByRole('radio', { name: t('operator:decision.approve.name') }).check()
  await colleague.getByRole('button', { name: t('operator:decision.approve.submit') }).click()
  for (const each of [colleague, page]) {
    await each
      .getByRole('dialog')
      .getByRole('button', { name: t('operator:decision.approve.confirm') })
      .click()
    if (each === colleague) await expect(each.getByText(t('operator:result.approve.title'))).toBeVisible()
  }
  await expect(page.getByRole('alert')).toContainText(t('operator:problem.registration-closed.title'))
  expectComplaints(complaints, /status of 409/)
})

test('an authority is accepted and lets a person in; withdrawn, it shuts them out', async ({
  page,
  t,
  complaints,
  anotherPerson,
}, info) => {
  const person = personCalled('Benešová')
  const authority: StrangeAuthority = await strangeAuthority(
    'Nova osobni autorita',
    info.outputPath('authority'),
  )
  try {
    const certificate = await authority.certify(person)
    await bind(certificate, person.name)
    const visitor = await anotherPerson(certificate)
    await offerCertificate(visitor, t)
    await expect(visitor).toHaveURL(/problem=untrusted-certificate/)

    await enterWithCertificate(page, '/operator/authorities')
    await page.getByRole('button', { name: t('operator:authorities.add') }).click()
    await page.getByLabel(t('operator:authorities.name'), { exact: true }).fill(authority.name)
    await page.getByLabel(t('operator:authorities.files')).setInputFiles(authority.cert)
    await expect(page.getByLabel(t('operator:authorities.pem'))).toHaveValue(/BEGIN CERTIFICATE/)
    await page.getByRole('button', { name: t('operator:authorities.keepNew') }).click()
    await expect(page.getByText(t('operator:authorities.added', { name: authority.name }))).toBeVisible()

    await signInWithCertificate(visitor, t)
    await expect(visitor.getByRole('heading', { level: 1, name: t('mailbox:inbox.title') })).toBeVisible()

    const card = page.getByRole('article').filter({ hasText: authority.name })
    await card.getByRole('button', { name: t('operator:authorities.withdraw') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('operator:authorities.withdraw') })
      .click()
    await expect(page.getByText(t('operator:authorities.withdrawn', { name: authority.name }))).toBeVisible()
    const isSignedIn = async () => (await visitor.request.get('/api/session')).status() === 200
    await expect.poll(isSignedIn, { timeout: 60_000 }).toBe(false)
    await visitor.goto('/mailbox')
    await offerCertificate(visitor, t)
    await expect(visitor).toHaveURL(/problem=untrusted-certificate/)
    // That the session has ended the browser notes as failed requests, which is what they are.
    expectComplaints(complaints, /status of 401|EventSource/)
  } finally {
    authority.close()
  }
})

test('a gateway that an operator adds may call at once; withdrawn, it may not', async ({
  page,
  t,
  complaints,
}) => {
  const { dicom } = network()
  const called = Object.keys(dicom.calledAeTitles)[0] ?? ''
  const institution = 'Kadaňská poliklinika'
  const id = await requestToJoin({ institution, email: 'brana@example.cz', ico: '99123088' })
  await openRequest(page, id, institution)
  await page.getByRole('radio', { name: t('operator:decision.approve.name') }).check()
  await page.getByRole('button', { name: t('operator:decision.approve.submit') }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('operator:decision.approve.confirm') })
    .click()
  await expect(page.getByText(t('operator:result.approve.title'))).toBeVisible()

  await page.goto('/operator/gateways')
  await page.getByLabel(t('gateways:search')).fill(institution)
  const card = page.getByRole('article').filter({ hasText: institution })
  await expect(page.getByRole('article')).toHaveCount(1)
  expect(await isLetIn('KADAN_CT', called)).toBe(false)
  await card.getByRole('button', { name: t('gateways:add') }).click()
  await page.getByLabel(t('gateways:callingTitle')).fill('KADAN_CT')
  await page.getByLabel(t('gateways:addresses')).fill('127.0.0.0/8')
  await page.getByRole('button', { name: t('gateways:keepNew') }).click()
  await expect(
    page.getByText(t('gateways:happened.added', { aeTitle: 'KADAN_CT', name: institution })),
  ).toBeVisible()
  expect(await isLetIn('KADAN_CT', called)).toBe(true)

  // Under which it is called itself: one that somebody else has is refused.
  await card.getByRole('button', { name: `${t('gateways:changeTitle')} ${institution}` }).click()
  const field = page.getByLabel(t('gateways:calledTitle', { name: institution }))
  await field.fill(called)
  await card.getByRole('button', { name: t('gateways:keep'), exact: true }).click()
  await expect(page.getByText(t('operator:problem.ae-title-known.title'))).toBeVisible()
  await field.fill('KADAN')
  await card.getByRole('button', { name: t('gateways:keep'), exact: true }).click()
  await expect(
    page.getByText(t('gateways:happened.titled', { aeTitle: 'KADAN', name: institution })),
  ).toBeVisible()
  expect(await isLetIn('KADAN_CT', 'KADAN')).toBe(true)

  await card.getByRole('button', { name: t('gateways:withdraw') }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('gateways:withdraw') })
    .click()
  await expect(
    page.getByText(t('gateways:happened.withdrawn', { aeTitle: 'KADAN_CT', name: institution })),
  ).toBeVisible()
  expect(await isLetIn('KADAN_CT', called)).toBe(false)
  expectComplaints(complaints, /status of 409/)
})

test('a renewed certificate opens the mailbox once it is confirmed', async ({
  page,
  t,
  anotherPerson,
}, info) => {
  // Of one institution, whatever other tests do: whoever has come to a second one is asked which of them acts.
  const person = personCalled('Hvězdová')
  const renewed = await renewedCertificate(person, info.outputPath('renewed'))
  const other = await anotherPerson(renewed)
  await offerCertificate(other, t)
  await expect(other).toHaveURL(/problem=renewal-waiting/)

  await enterWithCertificate(page, '/operator/renewals')
  const { fingerprint256 } = new X509Certificate(await readFile(renewed.cert))
  const isThisOne = new RegExp(fingerprint256.replaceAll(':', '\\W*'), 'i')
  const card = page.getByRole('article').filter({ hasText: isThisOne })
  await card.getByRole('button', { name: t('operator:renewals.confirm') }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('operator:renewals.confirm') })
    .click()
  await expect(page.getByText(t('operator:renewals.done.confirmed', { name: person.name }))).toBeVisible()

  await signInWithCertificate(other, t)
  await expect(other.getByRole('heading', { level: 1, name: t('mailbox:inbox.title') })).toBeVisible()
})

test('a mail that failed is tried again and leaves', async ({ page, t }) => {
  const address = 'zkusit-znovu@example.cz'
  await refusedMail(address)
  await enterWithCertificate(page, '/operator/mail?status=failed')
  const row = page.getByRole('row').filter({ hasText: address })
  await row.getByRole('button', { name: t('operator:mail.retry') }).click()
  await expect(page.getByText(t('operator:mail.tried', { to: address }))).toBeVisible()
  await expect(row).toBeHidden()
  await expect.poll(async () => (await mailsTo(address)).length).toBe(1)
})

test('an auditor takes the trail away, narrowed as it is shown, and may change nothing', async ({
  t,
  language,
  look,
  anotherPerson,
}) => {
  const auditor = await anotherPerson(network().auditor)
  await signInWithCertificate(auditor, t)
  await expect(auditor.getByRole('heading', { level: 1, name: t('audit:title') })).toBeVisible()
  await auditor.getByLabel(t('audit:filter.action')).selectOption('session.')
  await expect(auditor).toHaveURL(/action=session/)
  const [download] = await Promise.all([
    auditor.waitForEvent('download'),
    auditor.getByRole('link', { name: t('audit:exportAs.csv') }).click(),
  ])
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n')
  expect(lines[0]).toMatch(/^\uFEFFposition,at,action,/)
  expect(lines.length).toBeGreaterThan(1)
  for (const line of lines.slice(1)) expect(line).toMatch(/^\d+,[^,]+,session\./)
  // By the words of an action, which the centre has no codes of.
  await auditor.getByLabel(t('audit:filter.action')).selectOption('')
  const [first, second] = {
    cs: ['stazeni', 'auditniho'],
    en: ['trail', 'downloaded'],
    sk: ['stiahnutie', 'auditneho'],
  }[language]
  await auditor.getByRole('searchbox', { name: t('audit:filter.search') }).fill(`${first} ${second}`)
  await auditor.keyboard.press('Enter')
  await expect(auditor).toHaveURL(new RegExp(`q=${first}`))
  const rows = auditor.getByRole('row').filter({ has: auditor.getByRole('cell') })
  await expect(rows.first()).toContainText(t('audit:action.audit.export'))
  await expect(rows.filter({ hasText: t('audit:action.session.begin') })).toHaveCount(0)
  await look('audit-search', auditor)
  await auditor.setViewportSize({ width: 390, height: 844 })
  await look('audit-search-phone', auditor)
  await auditor.getByRole('button', { name: t('audit:chain.begin') }).click()
  await expect(auditor.getByRole('status').getByText(t('audit:chain.whole'))).toBeVisible()
  await auditor.getByLabel(t('audit:extract.id')).fill('X-1')
  await auditor.getByRole('textbox', { name: t('audit:extract.name') }).fill('Nikdo Takový')
  const [extract] = await Promise.all([
    auditor.waitForEvent('download'),
    auditor.getByRole('button', { name: t('audit:extract.make') }).click(),
  ])
  expect(extract.suggestedFilename()).toMatch(/^epacs-extract-.*\.zip$/)
  await expect(auditor.getByText(t('audit:extract.done'))).toBeVisible()
  const refused = await auditor.request.get('/api/registrations')
  expect(refused.status()).toBe(403)
})

test('the end of the session takes the console off the screen', async ({ page, t, complaints }) => {
  // The last thing that the page asks by itself.
  const begun = page.waitForResponse('**/api/settings')
  await signInWithCertificate(page, t)
  await begun
  await expect(page.getByRole('heading', { level: 1, name: t('operator:registrations.title') })).toBeVisible()
  await page.context().clearCookies()
  const parts = page.getByRole('navigation', { name: t('operator:console.label') })
  const fold = parts.getByRole('button')
  if (await fold.isVisible()) await fold.click()
  await parts.getByRole('link').last().click()
  await expect(page.getByRole('heading', { level: 1, name: t('signIn:ended.title') })).toBeVisible()
  expectComplaints(complaints, /status of 401/)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test("the console's parts fold under a button that says where one is", async ({ page, t, look }) => {
    await signInWithCertificate(page, t)
    const heading = page.getByRole('heading', { level: 1 })
    await expect(heading).toHaveText(t('operator:registrations.title'))
    const parts = page.getByRole('navigation', { name: t('operator:console.label') })
    const fold = parts.getByRole('button')
    await expect(fold).toContainText(t('operator:console.registrations'))
    await expect(parts.getByRole('link')).toHaveCount(0)
    // The page's own heading is in the upper third of the window.
    expect((await heading.boundingBox())?.y).toBeLessThan(844 / 3)
    await fold.focus()
    await page.keyboard.press('Enter')
    await expect(parts.getByRole('link')).toHaveCount(12)
    await look('operator-console-parts')
    await parts.getByRole('link', { name: t('operator:console.operations') }).click()
    await expect(page).toHaveURL(/\/operator\/operations$/)
    await expect(parts.getByRole('link')).toHaveCount(0)
    await expect(fold).toContainText(t('operator:console.operations'))
  })
})
