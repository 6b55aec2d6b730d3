/** Every page of the console, in its states: whole, accessible, no wider than the window. */
import { renewedCertificate } from '../support/certificates.ts'
import { certificatesOf, network } from '../support/network.ts'
import {
  enterWithCertificate,
  offerCertificate,
  signInWithCertificate,
  signInWithJtp,
} from '../support/signing-in.ts'
import { refusedMail, requestToJoin } from '../support/staff.ts'
import { expect, expectComplaints, openMenu, type Page, test } from '../support/test.ts'

/** Names that no other project's run uses: all share one network. */
const named = (words: string) => `${words} ${test.info().project.name}`
const address = (name: string) => `${name}-${test.info().project.name}@example.cz`

async function open(page: Page, path: string, title: string): Promise<void> {
  await enterWithCertificate(page, path)
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
}

test.describe('an operator', () => {
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    clientCertificates: async ({}, use) => use(certificatesOf(network().operator)),
  })

  test('comes to the requests, with their count in the navigation', async ({ page, t, look }) => {
    const institution = named('Nemocnice Kadaň nad Řekou')
    await requestToJoin({ institution, email: address('fronta') })
    await signInWithCertificate(page, t)
    await expect(page).toHaveURL(/\/operator\/registrations$/)
    await expect(
      page.getByRole('heading', { level: 1, name: t('operator:registrations.title') }),
    ).toBeVisible()
    await openMenu(page, t)
    const tab = page.getByRole('banner').getByRole('link', { name: t('common:nav.operator') })
    await expect(tab).toHaveAttribute('aria-current', 'page')
    await expect(tab).toContainText(/\d/)
    await page.goto('/operator/registrations')
    await expect(page.getByRole('link', { name: institution })).toBeVisible()
    await look('operator-registrations')
    await page.getByLabel(t('operator:registrations.search')).fill(test.info().project.name)
    await expect(page.getByRole('link', { name: institution })).toBeVisible()
    await page
      .getByRole('navigation', { name: t('operator:registrations.states') })
      .getByRole('link', { name: t('operator:registrations.filter.refused') })
      .click()
    await expect(page.getByText(t('operator:registrations.none'))).toBeVisible()
    const chosen = page.getByRole('navigation', { name: t('operator:registrations.states') })
    await expect(chosen.locator('[aria-current=page]')).toContainText(
      t('operator:registrations.filter.refused'),
    )
    await look('operator-registrations-none')
  })

  test('announces maintenance, which everybody reads above each page and among the status, and withdraws it', async ({
    page,
    t,
    look,
    language,
    anotherPerson,
  }) => {
    const czech = named('Odesílání půjde jen pomalu.')
    // Who reads Slovak reads it in Czech.
    const texts = { cs: czech, en: named('Sending will be slow.'), sk: czech }
    const local = (hours: number) => {
      const at = new Date(Date.now() + hours * 3_600_000)
      return at.toLocaleString('sv-SE', { timeZone: 'Europe/Prague' }).slice(0, 16).replace(' ', 'T')
    }
    await open(page, '/operator/announcements', t('announcements:title'))
    await page.getByRole('button', { name: t('announcements:new') }).click()
    await page.getByRole('button', { name: t('announcements:announce'), exact: true }).click()
    await expect(page.getByLabel(t('announcements:field.from'), { exact: true })).toBeFocused()
    await look('operator-announcement-missing')
    await page.getByLabel(t('announcements:field.from'), { exact: true }).fill(local(-1))
    await page.getByLabel(t('announcements:field.to'), { exact: true }).fill(local(3))
    await page.getByLabel(t('announcements:field.cs')).fill(texts.cs)
    await page.getByLabel(t('announcements:field.en')).fill(texts.en)
    await page.getByRole('button', { name: t('announcements:announce'), exact: true }).click()
    await expect(page.getByText(t('announcements:announced'))).toBeVisible()
    await look('operator-announcements')

    const visitor = await anotherPerson()
    await visitor.goto('/')
    await expect(visitor.getByRole('complementary', { name: t('common:announcement.label') })).toContainText(
      texts[language],
    )
    await look('about-announcement', visitor)
    await visitor
      .getByRole('contentinfo')
      .getByRole('link', { name: t('common:footer.status') })
      .click()
    await expect(visitor.getByRole('heading', { level: 1, name: t('status:title') })).toBeVisible()
    await expect(visitor.getByRole('main')).toContainText(texts[language])
    await expect(visitor.getByText(t('status:part.database.name'))).toBeVisible()
    await look('status-announcement', visitor)

    await page
      .getByRole('listitem')
      .filter({ hasText: texts.cs })
      .getByRole('button', { name: t('announcements:withdraw.confirm') })
      .click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('announcements:withdraw.confirm') })
      .click()
    await expect(page.getByText(t('announcements:withdrawn'))).toBeVisible()
    await visitor.reload()
    await expect(visitor.getByText(t('status:part.database.name'))).toBeVisible()
    await expect(visitor.getByText(texts[language])).toHaveCount(0)
  })

  test('sees a request with its checks and decides', async ({ page, t, look }) => {
    // In the demo's register under another name and seat.
    const ico = '99000059'
    const institution = named('Špitál na kopci')
    const id = await requestToJoin({ institution, email: address('kontroly'), ico })
    await requestToJoin({ institution, email: address('podruhe'), ico })
    await open(page, `/operator/registrations/${id}`, institution)
    await expect(page.getByText(t('operator:checks.register-name.doubtful'))).toBeVisible()
    await expect(page.getByText(t('operator:register.differs')).first()).toBeVisible()
    await expect(page.getByText(t('operator:checks.duplicate-registration.doubtful'))).toBeVisible()
    await look('operator-registration')
    await page.getByRole('button', { name: t('operator:decision.take') }).click()
    await expect(page.getByText(t('operator:dialogue.move.in-review'))).toBeVisible()

    await page.getByRole('radio', { name: t('operator:decision.refuse.name') }).check()
    await page.getByRole('button', { name: t('operator:decision.refuse.submit') }).click()
    await expect(page.getByText(t('operator:decision.refuse.wordsMissing'))).toBeVisible()
    await expect(page.getByLabel(t('operator:decision.words'))).toBeFocused()
    await look('operator-refuse-without-words')

    await page.getByRole('radio', { name: t('operator:decision.approve.name') }).check()
    const quota = page.getByLabel(t('operator:decision.quota'))
    await expect(quota).toHaveValue(/^\d/)
    await quota.fill('mnoho')
    await page.getByRole('button', { name: t('operator:decision.approve.submit') }).click()
    await expect(page.getByText(t('operator:decision.quotaWrong'))).toBeVisible()
    await look('operator-approve-wrong-quota')
    await quota.fill('20,5')
    await page.getByRole('button', { name: t('operator:decision.approve.submit') }).click()
    await expect(page.getByRole('dialog')).toContainText(institution)
    await look('operator-approve-dialog')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  })

  test('approves a node: what was made, and the code once', async ({ page, t, look }) => {
    const institution = named('Klinika s uzlem')
    const id = await requestToJoin({ institution, email: address('uzel'), wayIn: 'node', ico: '99123061' })
    await open(page, `/operator/registrations/${id}`, institution)
    await page.getByRole('radio', { name: t('operator:decision.approve.name') }).check()
    await page.getByRole('button', { name: t('operator:decision.approve.submit') }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('operator:decision.approve.confirm') })
      .click()
    await expect(
      page.getByRole('status').filter({ hasText: t('operator:result.approve.title') }),
    ).toBeFocused()
    await expect(page.getByText(/^[A-Z2-9]{5}(-[A-Z2-9]{5}){3}$/)).toBeVisible()
    await expect(page.getByText(t('operator:result.made.title'))).toBeVisible()
    await look('operator-approved')
    await page.reload()
    await expect(page.getByText(t('operator:result.made.title'))).toBeVisible()
    await expect(page.getByText(t('operator:result.code.title'))).toBeHidden()
  })

  test('words a mail: refused, looked at, tried, kept, put back', async ({
    page,
    t,
    look,
    language,
    complaints,
  }) => {
    await open(page, '/operator/wordings', t('wordings:title'))
    await expect(page.getByRole('rowheader').nth(11)).toBeVisible()
    await look('operator-wordings')
    const row = page.getByRole('row').filter({ hasText: t('wordings:name.invitation.when') })
    await row.getByRole('cell').nth({ cs: 0, en: 1, sk: 2 }[language]).getByRole('link').click()
    const subject = page.getByLabel(t('wordings:subject'))
    const text = page.getByLabel(t('wordings:text'), { exact: true })
    await expect(subject).toHaveValue(/ePACS/)
    const original = await text.inputValue()
    await look('operator-wording')

    await text.fill('{patientName}\n\n')
    // Who leaves now is asked, and stays.
    page.once('dialog', (dialog) => {
      expect(dialog.message()).toBe(t('wordings:leave'))
      void dialog.dismiss()
    })
    await page
      .getByRole('link', { name: t('wordings:title') })
      .last()
      .click()
    await expect(text).toHaveValue('{patientName}\n\n')
    await page.getByRole('button', { name: t('wordings:keep') }).click()
    const unknown = t('wordings:fault.unknown-placeholder', { placeholder: '{patientName}' })
    await expect(page.getByText(unknown)).toBeVisible()
    await expect(
      page.getByText(t('wordings:fault.missing-placeholder', { placeholder: '{link}' })),
    ).toBeVisible()
    await expect(text).toBeFocused()
    await look('operator-wording-faulty')
    expectComplaints(complaints, /status of 422/)

    await text.fill('Ahoj!\n\nVstup: ')
    await page
      .getByRole('button', { name: t('wordings:placeholders.insert', { placeholder: '{link}' }) })
      .click()
    await expect(text).toHaveValue('Ahoj!\n\nVstup: {link}')
    await subject.fill('{invitedBy} zve')
    await page.getByRole('button', { name: t('wordings:preview.show'), exact: true }).click()
    await expect(page.getByRole('heading', { level: 3, name: / zve$/ })).toBeFocused()
    await look('operator-wording-preview')
    await page.getByRole('button', { name: t('wordings:try') }).click()
    const tried = t('wordings:tried', { to: 'provozovatel@epacs.example.cz' })
    await expect(page.getByText(tried)).toBeVisible()

    await page.getByRole('button', { name: t('wordings:keep') }).click()
    await expect(page.getByText(t('wordings:kept'))).toBeVisible()
    await page.reload()
    await expect(subject).toHaveValue('{invitedBy} zve')
    await page.getByRole('button', { name: t('wordings:restore.open') }).click()
    await look('operator-wording-restore')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('wordings:restore.confirm') })
      .click()
    await expect(page.getByText(t('wordings:restored'))).toBeVisible()
    await expect(text).toHaveValue(original)
    const version = page.getByText(
      t('wordings:versions.show', { title: t('wordings:versions.version', { version: '1' }) }),
    )
    await version.click()
    await look('operator-wording-versions')
    await page.goto('/operator/wordings')
    await expect(page.getByRole('rowheader').nth(11)).toBeVisible()
    await expect(row.getByText(t('wordings:changed'))).toHaveCount(0)
  })

  test('puts an institution on the map, by a click and by degrees, and takes it off', async ({
    page,
    t,
    look,
    language,
  }) => {
    await open(page, '/operator/positions', t('positions:title'))
    await expect(page.getByRole('rowheader').first()).toBeVisible()
    await look('operator-positions')
    // Of two that run at once, each has its own.
    const row = page.getByRole('rowheader').nth({ cs: 2, en: 3, sk: 4 }[language])
    const name = (await row.textContent()) ?? ''
    await page.getByLabel(t('positions:search')).fill(name)
    await page.getByRole('link', { name, exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    const latitude = page.getByLabel(t('positions:latitude'))
    const longitude = page.getByLabel(t('positions:longitude'))
    const before = { latitude: await latitude.inputValue(), longitude: await longitude.inputValue() }
    await latitude.fill('Brno')
    await page.getByRole('button', { name: t('positions:keep') }).click()
    await expect(page.getByText(t('positions:fault.latitude'))).toBeVisible()
    await expect(latitude).toBeFocused()
    await look('operator-position-faulty')

    const map = page.getByRole('img', { name: /./ }).last()
    const box = await map.boundingBox()
    if (box === null) throw new Error('there is no map')
    await map.click({ position: { x: box.width / 2, y: box.height / 2 } })
    // A pixel of it is a hundredth of a degree.
    await expect(latitude).toHaveValue(/^49[,.](79|8)/)
    await longitude.fill('15,25')
    await page.getByRole('button', { name: t('positions:keep') }).click()
    await expect(page.getByText(t('positions:happened.placed'))).toBeVisible()
    await expect(
      page.getByText(`15${language === 'en' ? '.' : ','}25° – ${t('positions:origin.operator')}`),
    ).toBeVisible()
    await look('operator-position')
    await page.getByRole('link', { name: t('positions:show') }).click()
    await expect(page.getByRole('img', { name: /./ }).last()).toBeVisible()
    await page.goBack()
    await page.getByRole('button', { name: t('positions:remove') }).click()
    await expect(page.getByText(t('positions:happened.removed'))).toBeVisible()
    await page.getByRole('button', { name: t('positions:leaveToRegister') }).click()
    await expect(page.getByText(t('positions:happened.left'))).toBeVisible()
    await expect(page.getByRole('button', { name: t('positions:leaveToRegister') })).toHaveCount(0)
    // Others look at the map, too.
    await latitude.fill(before.latitude)
    await longitude.fill(before.longitude)
    await page.getByRole('button', { name: t('positions:keep') }).click()
    await expect(page.getByText(t('positions:happened.placed'))).toBeVisible()
  })

  test('sees what the centre carries, holds and what waits in it', async ({ page, t, look }) => {
    await open(page, '/operator/operations', t('operations:title'))
    const charts = page.getByRole('img', { name: t('operations:traffic.received.messages') })
    await expect(charts).toBeVisible()
    await expect(page.getByRole('img', { name: t('operations:traffic.held.volumeBytes') })).toBeVisible()
    await expect(page.getByRole('meter', { name: t('operations:space.volume') })).toBeVisible()
    await expect(page.getByText(t('operations:queues.uploads'))).toBeVisible()
    await page.getByText(t('operations:traffic.table'), { exact: true }).click()
    // The head and thirty days.
    await expect(page.getByRole('table').last().getByRole('row')).toHaveCount(31)
    // A centre has looked at its space since it began.
    const today = page.getByRole('table').last().getByRole('row').nth(1)
    await expect(today.getByRole('cell').nth(4)).toContainText(/[1-9]/)
    await look('operator-operations')
    await page
      .getByRole('navigation', { name: t('operations:traffic.by') })
      .getByRole('link', { name: t('operations:traffic.byPeriod.month') })
      .click()
    await expect(page).toHaveURL(/by=month/)
    await expect(page.getByRole('table').last().getByRole('row')).toHaveCount(13)
    await look('operator-operations-months')
  })

  test('finds institutions in one table', async ({ page, t, look }) => {
    await open(page, '/operator/institutions', t('operations:institutions.title'))
    const rows = page.getByRole('row').filter({ has: page.getByRole('rowheader') })
    await expect(rows.first()).toBeVisible()
    await look('operator-institutions')
    await page.getByLabel(t('operations:institutions.search')).fill('na vysine')
    await expect(rows).toHaveCount(1)
    await expect(rows).toContainText('Nemocnice Na Výšině')
    await expect(page).toHaveURL(/q=na/)
    const more = page.getByRole('button', { name: t('operations:institutions.moreFilters') })
    if (await more.isVisible()) await more.click()
    await page.getByLabel(t('operations:institutions.state')).selectOption('without-mailbox')
    await expect(rows).toHaveCount(0)
    await look('operator-institutions-none')
    await page.getByLabel(t('operations:institutions.state')).selectOption('')
    await page.getByLabel(t('operations:institutions.sort')).selectOption('used')
    await rows.getByRole('link', { name: 'Nemocnice Na Výšině', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Nemocnice Na Výšině' })).toBeVisible()
  })

  test('corrects who an institution is: told what is wrong, and that it is saved', async ({
    page,
    t,
    look,
    complaints,
  }) => {
    await open(page, '/operator/institutions', t('operations:institutions.title'))
    const found = 'Poliklinika Na Soutoku'
    await page.getByLabel(t('operations:institutions.search')).fill(found)
    await page.getByRole('link', { name: t('operations:record.openOf', { name: found }) }).click()
    await expect(page.getByRole('heading', { level: 1, name: found })).toBeVisible()
    const ico = page.getByLabel(t('registration:field.institution-ico.label'))
    const right = await ico.inputValue()
    const save = page.getByRole('button', { name: t('operations:record.save') })
    await look('operator-record')

    // Wrong by its check digit, which is seen here, and by a rule that the centre alone knows: both are told at once.
    await ico.fill('12345678')
    const postalCode = page.getByLabel(t('registration:field.institution-postalCode.label'))
    const code = await postalCode.inputValue()
    await postalCode.fill('12')
    await save.click()
    const summary = page
      .getByRole('alert')
      .filter({ hasText: t('registration:fault.invalid-ico') })
      .filter({ hasText: t('registration:fault.invalid-postal-code') })
    await expect(summary).toBeFocused()
    expectComplaints(complaints, /status of 422/)
    await look('operator-record-faulty')
    await summary.getByRole('link').first().click()
    await expect(ico).toBeFocused()
    await ico.fill(right)
    await save.click()
    await expect(
      page.getByRole('alert').filter({ hasText: t('registration:fault.invalid-postal-code') }),
    ).toBeFocused()
    expectComplaints(complaints, /status of 422/)
    await postalCode.fill(code)

    // Where it may be, the country stays with another answer to who joins.
    const eligibility = (word: string) =>
      page.getByRole('radio', { name: t(`institutions:eligibility.${word}`) })
    const country = page.getByLabel(t('registration:field.institution-country.label'))
    await eligibility('eu-provider').check()
    await country.selectOption('SK')
    await eligibility('accredited-body').check()
    await expect(country).toHaveValue('SK')
    await look('operator-record-elsewhere')
    await eligibility('czech-provider').check()
    await expect(ico).toHaveValue(right)

    await save.click()
    await expect(page.getByRole('status').filter({ hasText: t('operations:record.saved') })).toBeFocused()
    await postalCode.fill('12')
    await save.click()
    // Refused again: only once that is said can it be told that nothing is called saved.
    await expect(
      page.getByRole('alert').filter({ hasText: t('registration:fault.invalid-postal-code') }),
    ).toBeFocused()
    await expect(page.getByText(t('operations:record.saved'))).toHaveCount(0)
    expectComplaints(complaints, /status of 422/)
    await postalCode.fill(code)

    // What belongs to no field here, as from a centre of another version, is told beside the form.
    await page.route('**/api/institutions/*/record', async (route) => {
      await route.fulfill({
        status: 422,
        contentType: 'application/problem+json',
        json: {
          type: 'about:blank',
          title: 'Unprocessable',
          status: 422,
          code: 'invalid-request',
          errors: [{ pointer: '/unknown', code: 'unknown' }],
        },
      })
    })
    await save.click()
    await expect(page.getByRole('main').getByRole('alert')).toBeVisible()
    expectComplaints(complaints, /status of 422/)
  })

  test('keeps the list of authorities', async ({ page, t, look, complaints }) => {
    await open(page, '/operator/authorities', t('operator:authorities.title'))
    await expect(page.getByRole('heading', { level: 3, name: 'ePACS Demo CA' })).toBeVisible()
    await look('operator-authorities')
    const found = page.getByRole('search').getByRole('status')
    const all = await found.textContent()
    await page.getByLabel(t('operator:authorities.search')).fill('žádná taková')
    await expect(page.getByText(t('operator:authorities.noneFound'))).toBeVisible()
    await expect(page).toHaveURL(/q=/)
    await page.getByLabel(t('operator:authorities.search')).fill('epacs démo')
    await expect(page.getByRole('heading', { level: 3, name: 'ePACS Demo CA' })).toBeVisible()
    await page.getByLabel(t('operator:authorities.search')).fill('')
    await expect(found).toHaveText(all ?? '')
    await page
      .getByRole('button', { name: t('operator:authorities.withdraw') })
      .first()
      .click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await look('operator-authority-withdraw')
    await page.getByRole('button', { name: t('operator:dialog.back') }).click()
    await page.getByRole('button', { name: t('operator:authorities.add') }).click()
    await page.getByRole('button', { name: t('operator:authorities.keepNew') }).click()
    await expect(page.getByText(t('operator:authorities.fault.certificates'))).toBeVisible()
    await look('operator-authority-empty')
    await page.getByLabel(t('operator:authorities.name'), { exact: true }).fill('Osobní')
    await page
      .getByLabel(t('operator:authorities.files'))
      .setInputFiles([{ name: 'dopis.txt', mimeType: 'text/plain', buffer: Buffer.from('Dobrý den') }])
    await expect(page.getByRole('alert')).toContainText('dopis.txt')
    await page.getByLabel(t('operator:authorities.files')).setInputFiles(network().users[0]?.cert ?? '')
    await page.getByRole('button', { name: t('operator:authorities.keepNew') }).click()
    await expect(page.getByText(t('operator:problem.no-authority-certificate.title'))).toBeVisible()
    await look('operator-authority-refused')
    expectComplaints(complaints, /status of 400/)
  })

  test('keeps the gateways of DICOM', async ({ page, t, look, complaints }) => {
    await open(page, '/operator/gateways', t('gateways:title'))
    const first = page.getByRole('article').first()
    await expect(first.getByRole('heading', { level: 3 }).first()).toBeVisible()
    await look('operator-gateways')
    await first
      .getByRole('button', { name: t('gateways:withdraw') })
      .first()
      .click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await look('operator-gateway-withdraw')
    await page.getByRole('button', { name: t('operator:dialog.back') }).click()
    await first.getByRole('heading', { level: 3 }).first().scrollIntoViewIfNeeded()
    await first
      .getByRole('region')
      .or(first.locator('section'))
      .first()
      .getByRole('button', { name: t('gateways:change') })
      .click()
    await expect(page.getByText(t('gateways:present'))).toBeVisible()
    await look('operator-gateway-change')
    await page.getByRole('button', { name: t('gateways:cancel') }).click()
    await first.getByRole('button', { name: t('gateways:add') }).click()
    await page.getByLabel(t('gateways:callingTitle')).fill('ŽLUTÝ')
    await page.getByLabel(t('gateways:host')).fill('pacs.example.cz')
    await page.getByRole('button', { name: t('gateways:keepNew') }).click()
    await expect(page.getByText(t('gateways:portWrong'))).toBeVisible()
    await page.getByLabel(t('gateways:port'), { exact: true }).fill('11112')
    await page.getByRole('button', { name: t('gateways:keepNew') }).click()
    await expect(page.getByText(t('operator:problem.invalid-ae-title.title'))).toBeVisible()
    await look('operator-gateway-refused')
    expectComplaints(complaints, /status of 400/)
  })

  test('sees what became of mails', async ({ page, t, look }) => {
    await refusedMail(address('vratilo-se'))
    await open(page, '/operator/mail', t('operator:mail.title'))
    await expect(page.getByText(t('operator:mail.way.folder.title'))).toBeVisible()
    await expect(page.getByText(address('vratilo-se')).first()).toBeVisible()
    await look('operator-mail')
    await page
      .getByRole('navigation', { name: t('operator:mail.states') })
      .getByRole('link', { name: t('operator:mail.filter.failed') })
      .click()
    await expect(page.getByText(t('operator:mail.problem.smtp5', { code: '550' })).first()).toBeVisible()
    await look('operator-mail-failed')
  })

  test('sees a renewed certificate beside the earlier one', async ({
    page,
    t,
    look,
    anotherPerson,
  }, info) => {
    const person = network().users.find(({ name }) => name.includes('Kubíček'))
    if (person === undefined) throw new Error('the demo has no such person')
    const other = await anotherPerson(await renewedCertificate(person, info.outputPath()))
    await offerCertificate(other, t)
    await expect(other).toHaveURL(/problem=renewal-waiting/)
    await open(page, '/operator/renewals', t('operator:renewals.title'))
    await expect(page.getByRole('heading', { level: 2, name: person.name }).first()).toBeVisible()
    await look('operator-renewals')
    await page
      .getByRole('button', { name: t('operator:renewals.confirm') })
      .first()
      .click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await look('operator-renewal-dialog')
  })
})

test.describe('an auditor', () => {
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    clientCertificates: async ({}, use) => use(certificatesOf(network().auditor)),
  })

  test('reads the trail and nothing else', async ({ page, t, look, complaints }) => {
    await signInWithCertificate(page, t)
    await expect(page).toHaveURL(/\/audit$/)
    await expect(page.getByRole('heading', { level: 1, name: t('audit:title') })).toBeVisible()
    await expect(page.getByRole('table')).toBeVisible()
    await look('audit')
    await page.getByLabel(t('audit:filter.action')).selectOption('session.')
    await expect(page).toHaveURL(/action=session/)
    await page.getByLabel(t('audit:filter.from'), { exact: true }).fill('2020-01-01')
    await page
      .getByRole('table')
      .getByRole('button', { name: /Dana Přísná/ })
      .first()
      .click()
    await expect(page).toHaveURL(/person=/)
    await look('audit-filtered')
    await page.getByLabel(t('audit:filter.to'), { exact: true }).fill('2020-01-02')
    await expect(page.getByText(t('audit:nothing'))).toBeVisible()
    await look('audit-nothing')
    await page.goto('/operator/registrations')
    await expect(page.getByText(t('operator:notForYou.operator.lead'))).toBeVisible()
    await look('operator-not-for-auditors')
    expect(complaints).toEqual([])
  })
})

test('others are told that the console is not for them', async ({ page, t, look }) => {
  await signInWithJtp(page, t, 'horak')
  await openMenu(page, t)
  const navigation = page.getByRole('navigation', { name: t('common:nav.label') })
  await expect(navigation.getByRole('link', { name: t('common:nav.operator') })).toBeHidden()
  await page.goto('/operator/registrations')
  await expect(page.getByText(t('operator:notForYou.operator.lead'))).toBeVisible()
  await look('operator-not-for-you')
  await page.goto('/audit')
  await expect(page.getByText(t('operator:notForYou.auditor.lead'))).toBeVisible()
})
