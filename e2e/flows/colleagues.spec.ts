/** Colleagues come and go; a person of two institutions sends in the right name; sessions are ended from afar. */
import { renewedCertificate } from '../support/certificates.ts'
import { writeLargeInstance } from '../support/large-instance.ts'
import { sharedData } from '../support/network.ts'
import { certified, HOSPITAL, invited, joinHospital, openAccount, REPRESENTATIVE } from '../support/people.ts'
import { expectResult, fileInput, fillWords, openSendingTo, pressSend } from '../support/sending.ts'
import {
  certificatesOf,
  enterWithCertificate,
  offerCertificate,
  signInWithCertificate,
} from '../support/signing-in.ts'
import { expect, expectComplaints, test } from '../support/test.ts'

const FAR = 'Nemocnice U Tří kaštanů'

test.describe('a colleague', () => {
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    clientCertificates: async ({}, use) => use(certificatesOf(certified('Kubíček'))),
  })

  test('comes in by the link of the mail, sends, and is shut out at once when removed', async ({
    page,
    anotherPerson,
    t,
    complaints,
  }) => {
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    const link = await invited('MUDr. Ivo Kubíček')
    const secret = link.split('#')[1] ?? ''
    await page.goto(link)
    await page.getByRole('button', { name: t('invitation:ways.certificate.accept') }).click()
    await expect(page.getByRole('heading', { level: 1, name: t('mailbox:inbox.title') })).toBeVisible()
    await expect(page.getByRole('banner')).toContainText(HOSPITAL)
    expect(asked.filter((url) => url.split('#')[0]?.includes(secret))).toEqual([])

    await openSendingTo(page, t, FAR)
    await fileInput(page, t, 'files').setInputFiles(sharedData('files/mr/MR_small.dcm'))
    await fillWords(page, t, 'Od nového kolegy')
    await pressSend(page, t)
    await expectResult(page, t, 'Od nového kolegy', 'complete')
    await expect(page.getByRole('main')).toContainText(HOSPITAL)

    const representative = await anotherPerson(certified(REPRESENTATIVE))
    await enterWithCertificate(representative, '/institution')
    await representative
      .getByRole('button', { name: t('people:removal.button', { name: 'MUDr. Ivo Kubíček' }) })
      .click()
    await representative
      .getByRole('dialog')
      .getByRole('button', { name: t('people:removal.remove'), exact: true })
      .click()
    await expect(
      representative.getByText(t('people:removal.done', { name: 'MUDr. Ivo Kubíček' })),
    ).toBeVisible()

    await page.goto('/mailbox')
    await expect(page.getByRole('heading', { level: 1, name: t('signIn:title') })).toBeVisible()
    expectComplaints(complaints, /401/)
  })
})

test.describe('the representative', () => {
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    clientCertificates: async ({}, use) => use(certificatesOf(certified(REPRESENTATIVE))),
  })

  test('confirms a colleague’s renewed certificate, and keeps the contacts that others see', async ({
    page,
    anotherPerson,
    t,
    look,
  }, info) => {
    const colleague = certified('Benešová')
    const renewed = await anotherPerson(await renewedCertificate(colleague, info.outputPath('renewed')))
    await offerCertificate(renewed, t)
    await expect(renewed.getByRole('alert')).toContainText(t('signIn:problem.renewal-waiting.title'))

    await enterWithCertificate(page, '/institution')
    const waiting = page
      .getByRole('listitem')
      .filter({ hasText: t('people:renewals.fingerprint') })
      .filter({ hasText: colleague.name })
    await expect(waiting).toBeVisible()
    await look('people-renewal')
    await waiting.getByRole('button', { name: t('people:renewals.confirm') }).click()
    await expect(page.getByText(t('people:renewals.confirmed', { name: colleague.name }))).toBeVisible()

    // The same page keeps the addresses of the institution's programs.
    await page.getByLabel(t('webhooks:new.url')).fill('https://hospital.example/epacs')
    await page.getByRole('checkbox', { name: t('webhooks:happening.message-arrived'), exact: true }).check()
    await page.getByRole('button', { name: t('webhooks:new.add') }).click()
    await expect(page.getByText(/whsec_/)).toBeVisible()
    await expect(page.getByText(t('webhooks:standing.new'))).toBeVisible()
    await page.getByRole('button', { name: t('webhooks:secret.renew') }).click()
    const renewal = page.getByRole('dialog', { name: t('webhooks:secret.title') })
    await renewal.getByRole('button', { name: t('webhooks:secret.renew') }).click()
    await expect(page.getByText(t('webhooks:secret.told'))).toBeVisible()
    await expect(page.getByText(/whsec_/)).toHaveCount(2)
    await page.getByLabel(t('people:mailLanguage.label'), { exact: true }).selectOption('en')
    await expect(page.getByText(t('people:mailLanguage.saved'))).toBeVisible()
    await look('people-webhooks')
    await signInWithCertificate(renewed, t)
    await expect(renewed.getByRole('heading', { level: 1, name: t('mailbox:inbox.title') })).toBeVisible()

    const field = (name: string) => page.getByLabel(t(`people:contacts.field.${name}`), { exact: true })
    const act = (what: string, name: string) =>
      page.getByRole('button', { name: t(`people:contacts.${what}Label`, { name }) })
    await page.getByRole('button', { name: t('people:contacts.add') }).click()
    await expect(field('name')).toBeFocused()
    const form = page.getByRole('form', { name: t('people:contacts.form') })
    await form.getByLabel(t('people:contacts.field.email')).fill('ne-cela@')
    await page.getByRole('button', { name: t('people:contacts.save') }).click()
    await expect(form).toContainText(t('people:contacts.wrong.name'))
    await look('people-contact-wrong')
    await field('name').fill('Příjem snímků')
    await form.getByLabel(t('people:contacts.field.email')).fill('prijem@navysine.example')
    await page.getByRole('button', { name: t('people:contacts.save') }).click()
    await act('up', 'Příjem snímků').click()
    await act('edit', 'Příjem snímků').click()
    await field('phone').fill('+420 777 123 459')
    await page.getByRole('button', { name: t('people:contacts.save') }).click()
    await expect(act('edit', 'Příjem snímků')).toBeVisible()

    const visitor = await anotherPerson()
    await visitor.goto(`/institutions/${colleague.institution}`)
    await expect(visitor.getByRole('main')).toContainText('Příjem snímků')
    await expect(visitor.getByRole('main')).toContainText('+420 777 123 459')
    await act('remove', 'Příjem snímků').click()
    await expect(act('edit', 'Příjem snímků')).toHaveCount(0)
  })
})

test.describe('somebody of another institution', () => {
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    clientCertificates: async ({}, use) => use(certificatesOf(certified('Ježková'))),
  })

  test('accepts an invitation with the session at hand, though the line breaks once it is accepted', async ({
    page,
    t,
    look,
    complaints,
  }) => {
    await signInWithCertificate(page, t)
    await page.goto(await invited('doc. Ing. Klára Ježková, Ph.D.'))
    const accept = t('invitation:own.accept', { name: certified('Ježková').name })
    await expect(page.getByRole('button', { name: accept })).toBeVisible()
    await look('invitation-own-session')
    await page.route('**/api/session/institution', (route) => route.abort(), { times: 1 })
    await page.getByRole('button', { name: accept }).click()
    await expect(page.getByRole('main').getByRole('alert')).toBeVisible()
    expectComplaints(complaints, /ERR_FAILED/)
    await page.getByRole('button', { name: accept }).click()
    await expect(page.getByRole('heading', { level: 1, name: t('mailbox:inbox.title') })).toBeVisible()
    await expect(page.getByRole('banner')).toContainText(HOSPITAL)
  })
})

test.describe('a person of two institutions', () => {
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    clientCertificates: async ({}, use) => use(certificatesOf(certified('Šťastný'))),
  })

  test('chooses, switches, and what is sent goes in the name in which it was begun', async ({
    page,
    context,
    t,
    look,
    complaints,
  }, info) => {
    const file = info.outputPath('velky.dcm')
    await writeLargeInstance(file, 24)
    await joinHospital('Šťastný')
    await signInWithCertificate(page, t)
    await page.getByRole('main').getByRole('button', { name: HOSPITAL }).click()
    await expect(page.getByRole('heading', { level: 1, name: t('mailbox:inbox.title') })).toBeVisible()

    await openSendingTo(page, t, FAR)
    await expect(page.getByRole('main').getByText(HOSPITAL)).toBeVisible()
    await fileInput(page, t, 'files').setInputFiles(file)
    await fillWords(page, t, 'Ve správném jménu')
    let letGo = () => {}
    const switched = new Promise<void>((resolve) => {
      letGo = resolve
    })
    await page.route('**/api/uploads/**', async (route) => {
      await switched
      await route.continue()
    })
    await pressSend(page, t)
    await expect(page.getByText(t('sending:transfer.keepOpen'))).toBeVisible()

    await test.step('switching in the same tab asks first', async () => {
      page.once('dialog', (dialog) => void dialog.dismiss())
      await openAccount(page, t, 'Šťastný')
      await page
        .getByRole('banner')
        .getByRole('button', { pressed: false, name: /Čtyř řek/ })
        .click()
      await expect(page.getByText(t('sending:transfer.keepOpen'))).toBeVisible()
    })
    await test.step('another tab switches', async () => {
      const tab = await context.newPage()
      await tab.goto('/mailbox')
      await openAccount(tab, t, 'Šťastný')
      await tab
        .getByRole('banner')
        .getByRole('button', { pressed: false, name: /Čtyř řek/ })
        .click()
      await expect(tab.getByRole('banner')).not.toContainText(HOSPITAL, { useInnerText: true })
      await tab.close()
    })
    letGo()
    await expect(page).toHaveURL(/\/messages\//, { timeout: 60_000 })

    await test.step('the finished message says whose it is, and leads there', async () => {
      await expect(page.getByRole('heading', { level: 1, name: t('messages:ofOther.title') })).toBeVisible()
      await look('message-of-other-institution')
      await page.getByRole('button', { name: t('messages:ofOther.switch', { owner: HOSPITAL }) }).click()
      await expectResult(page, t, 'Ve správném jménu', 'complete')
      await expect(page.getByRole('banner')).toContainText(HOSPITAL)
    })
    await page.goto('/sent')
    await expect(page.getByRole('link', { name: 'Ve správném jménu', exact: true })).toBeVisible()
    // The message belongs to the institution that was switched away from.
    expectComplaints(complaints, /404/)
  })
})

test.describe('somebody with two browsers', () => {
  /** Signed in by no other test: what it has open is seen, and ended. */
  const person = () => certified('Větrovec')

  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    clientCertificates: async ({}, use) => use(certificatesOf(person())),
  })

  test('ends the second session from the first', async ({ page, anotherPerson, t, look, complaints }) => {
    const elsewhere = await anotherPerson(person())
    await enterWithCertificate(elsewhere, '/mailbox')
    await enterWithCertificate(page, '/sessions')
    const sessions = page.getByRole('list', { name: t('sessions:title') }).getByRole('listitem')
    await expect(sessions).toHaveCount(2)
    await look('two-sessions')
    await sessions.getByRole('button').click()
    await expect(sessions).toHaveCount(1)
    await expect(page.getByText(t('sessions:ended'))).toBeVisible()
    await elsewhere.goto('/sent')
    await expect(elsewhere.getByRole('heading', { level: 1, name: t('signIn:title') })).toBeVisible()
    await page.goto('/sent')
    await expect(page.getByRole('heading', { level: 1, name: t('mailbox:sent.title') })).toBeVisible()
    expectComplaints(complaints, /401/)
  })
})
