/** The mailbox as a secretary works with it: finding, sorting, several messages at once, space. */
import { execFileSync } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { curlAs, json } from '../support/curl.ts'
import { writeLargeInstance } from '../support/large-instance.ts'
import { network, sharedData } from '../support/network.ts'
import {
  columnFilters,
  confirmPatients,
  expectResult,
  fileInput,
  fillWords,
  openBox,
  openFilters,
  openMessage,
  openSendingTo,
  pressSend,
  rowOf,
} from '../support/sending.ts'
import { jtpUser, signInWithJtp } from '../support/signing-in.ts'
import { storeIn } from '../support/storing.ts'
import { expect, type Page, test } from '../support/test.ts'
import type { Words } from '../support/words.ts'

const mr = sharedData('files/mr/MR_small.dcm')
const PHONE = { width: 390, height: 844 }
/** Where most tests send. */
const HOSPITAL = { institution: 'Nemocnice U Tří kaštanů', reader: 'cerna' }
/** Where none does but the one that counts. */
const PRACTICE = { institution: 'MUDr. Alžběta Kučírková, neurologická ordinace', reader: 'novotna' }

async function send(
  page: Page,
  t: Words,
  subject: string,
  file: string,
  { institution = HOSPITAL.institution, urgent = false } = {},
): Promise<void> {
  await openSendingTo(page, t, institution)
  await fileInput(page, t, 'files').setInputFiles(file)
  await fillWords(page, t, subject)
  if (urgent) await page.getByLabel(t('sending:words.urgent')).check()
  await pressSend(page, t)
  await expectResult(page, t, subject, 'complete')
}

const today = () => new Date().toLocaleDateString('sv', { timeZone: 'Europe/Prague' })
const rows = (page: Page) => page.getByRole('table').getByRole('rowheader')

test('a message is found by patient, words, day and urgency; only the patient stays out of the address', async ({
  page,
  anotherPerson,
  t,
  look,
}) => {
  const sender = await anotherPerson()
  await signInWithJtp(sender, t, 'horak')
  await send(sender, t, 'Hledané MR', mr, { urgent: true })
  await send(sender, t, 'Hledané CT', sharedData('files/ct/ct-3slice/01.dcm'))
  await signInWithJtp(page, t, HOSPITAL.reader)
  await expect(rowOf(page, 'Hledané CT')).toBeVisible()
  const addresses: string[] = []
  page.on('request', (request) => addresses.push(request.url()))

  await test.step('by words, in the address', async () => {
    await openFilters(page, t)
    await page.getByLabel(t('mailbox:search.label'), { exact: true }).fill('hledane')
    await expect(page).toHaveURL(/q=hledane/)
    await expect(rows(page)).toHaveCount(2)
  })

  await test.step('by patient, nowhere in an address; Back brings the search again, a reload forgets it', async () => {
    const patient = page.getByLabel(t('mailbox:search.patient'), { exact: true })
    await patient.fill('COMPRESSEDSAMPLES')
    await expect(rows(page)).toHaveCount(1)
    await patient.fill('4mr1')
    await expect(rows(page)).toHaveText([/Hledané MR/])
    await look('mailbox-found')
    await openMessage(page, 'Hledané MR')
    await page.goBack()
    await expect(patient).toHaveValue('4mr1')
    await expect(rows(page)).toHaveText([/Hledané MR/])
    expect(addresses.length).toBeGreaterThan(0)
    expect(addresses.filter((address) => /4mr1|compressed/i.test(address))).toEqual([])
    await expect(page).not.toHaveURL(/4mr1/i)
    await page.reload()
    await openFilters(page, t)
    await expect(rows(page)).toHaveCount(2)
    await expect(patient).toHaveValue('')
    await expect(page.getByLabel(t('mailbox:search.label'), { exact: true })).toHaveValue('hledane')
  })

  await test.step('by day and urgency', async () => {
    await page.getByLabel(t('mailbox:search.from'), { exact: true }).fill(today())
    await expect(page).toHaveURL(new RegExp(`from=${today()}`))
    await expect(rows(page)).toHaveCount(2)
    await page.getByLabel(t('mailbox:search.to'), { exact: true }).fill('2020-01-01')
    await expect(page.getByText(t('mailbox:nothingFound'))).toBeVisible()
    await look('mailbox-nothing-found')
    await page.getByLabel(t('mailbox:search.to'), { exact: true }).fill('')
    await page.getByLabel(t('mailbox:search.urgent'), { exact: true }).check()
    await expect(rows(page)).toHaveText([/Hledané MR/])
    await page.reload()
    await openFilters(page, t)
    await expect(page.getByLabel(t('mailbox:search.urgent'), { exact: true })).toBeChecked()
    await expect(rows(page)).toHaveText([/Hledané MR/])
  })

  await test.step('two filters that change before the page has followed the first are both kept', async () => {
    const urgent = page.getByLabel(t('mailbox:search.urgent'), { exact: true })
    const sort = page.getByLabel(t('mailbox:search.sort'), { exact: true })
    const both = [await urgent.elementHandle(), await sort.elementHandle()]
    await page.evaluate(([box, select]) => {
      if (!(box instanceof HTMLInputElement) || !(select instanceof HTMLSelectElement))
        throw new Error('other fields')
      box.click()
      select.value = 'largest'
      select.dispatchEvent(new Event('change', { bubbles: true }))
    }, both)
    await expect(sort).toHaveValue('largest')
    await expect(urgent).not.toBeChecked()
    await expect(rows(page)).toHaveText([/Hledané CT/, /Hledané MR/])
    await urgent.check()
    await expect(rows(page)).toHaveText([/Hledané MR/])
  })

  await test.step('sorted by size, and cleared without losing the order', async () => {
    await page.getByLabel(t('mailbox:search.sort'), { exact: true }).selectOption('smallest')
    // On a phone no column has a heading; the field alone says how it is sorted.
    if (page.viewportSize()?.width !== PHONE.width) {
      await expect(page.getByRole('columnheader', { name: t('mailbox:column.size') })).toHaveAttribute(
        'aria-sort',
        'ascending',
      )
    }
    await page.getByRole('link', { name: t('mailbox:search.clear') }).click()
    await expect(page).toHaveURL(/\/mailbox\?sort=smallest$/)
    await expect(page.getByLabel(t('mailbox:search.urgent'), { exact: true })).not.toBeChecked()
  })

  await test.step('on a phone', async () => {
    await page.setViewportSize(PHONE)
    await look('mailbox-phone')
    await openFilters(page, t)
    await page.getByLabel(t('mailbox:search.label'), { exact: true }).fill('hledane mr')
    await expect(rows(page)).toHaveText([/Hledané MR/])
    await look('mailbox-phone-filters')
  })

  await test.step('what was sent is found in the same way', async () => {
    await openBox(sender, t, 'sent')
    await sender.getByLabel(t('mailbox:search.patient'), { exact: true }).fill('4mr1')
    await expect(rowOf(sender, 'Hledané MR')).toBeVisible()
    await expect(rowOf(sender, 'Hledané CT')).toHaveCount(0)
    await look('sent-found', sender)
  })
})

test('several messages at once are marked, downloaded and deleted; the tab tells how many are unread', async ({
  page,
  anotherPerson,
  t,
  look,
}) => {
  const sender = await anotherPerson()
  await signInWithJtp(sender, t, 'horak')
  const subjects = ['Hromadně 1', 'Hromadně 2', 'Hromadně 3']
  for (const subject of subjects) await send(sender, t, subject, mr, PRACTICE)
  await signInWithJtp(page, t, PRACTICE.reader)
  await openFilters(page, t)
  await page.getByLabel(t('mailbox:search.label'), { exact: true }).fill('hromadne')
  await expect(page).toHaveURL(/q=hromadne/)
  await expect(rows(page)).toHaveCount(3)
  const unread = async () => Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? 0)
  const choose = (subject: string) =>
    page.getByRole('checkbox', { name: t('mailbox:choose.one', { subject }) })
  const action = (name: string) =>
    page.getByRole('group', { name: t('mailbox:choose.actions') }).getByRole('button', { name: t(name) })

  await test.step('the number in the tab falls on other pages, too', async () => {
    await expect.poll(unread).toBeGreaterThanOrEqual(3)
    const before = await unread()
    // Followed before what is typed has reached the address, to a page whose program is still on its way.
    await page.route('**/assets/**', async (route) => {
      await delay(700)
      await route.continue()
    })
    await page.getByLabel(t('mailbox:search.label'), { exact: true }).fill('hromadne 1')
    await openMessage(page, 'Hromadně 1')
    await page.unroute('**/assets/**')
    await expect.poll(unread).toBe(before - 1)
    await page.goBack()
    await openFilters(page, t)
    // On a slow machine what was typed has reached the address after all.
    await page.getByLabel(t('mailbox:search.label'), { exact: true }).fill('hromadne')
    await expect(rows(page)).toHaveCount(3)
  })

  await test.step('only what was opened can be marked, and the sender sees nothing of it', async () => {
    const before = await unread()
    await choose('Hromadně 2').check()
    await expect(action('mailbox:choose.unread')).toHaveCount(0)
    await choose('Hromadně 1').check()
    await action('mailbox:choose.unread').click()
    await expect(
      page.getByRole('status').filter({ hasText: t('mailbox:choose.marked', { count: 1 }) }),
    ).toBeVisible()
    await expect(page.getByRole('checkbox', { name: t('mailbox:choose.all') })).toBeFocused()
    await expect(rowOf(page, 'Hromadně 1')).toContainText(t('mailbox:unreadMark'))
    await expect.poll(unread).toBe(before + 1)
    await openBox(sender, t, 'sent')
    await openMessage(sender, 'Hromadně 1')
    const recipients = sender.getByRole('complementary')
    await expect(recipients.getByText(t('messages:status.delivery.opened'), { exact: true })).toBeVisible()
    await choose('Hromadně 1').check()
    await action('mailbox:choose.read').click()
    // With this the choice goes: what is chosen sooner goes with it.
    await expect(
      page.getByRole('status').filter({ hasText: t('mailbox:choose.unmarked', { count: 1 }) }),
    ).toBeVisible()
    await expect.poll(unread).toBe(before)
  })

  await test.step('downloads begin with one press, and there is a link for each', async () => {
    await page.getByRole('checkbox', { name: t('mailbox:choose.all') }).check()
    await expect(
      page.getByRole('status').filter({ hasText: t('mailbox:choose.count', { count: 3 }) }),
    ).toBeVisible()
    await look('mailbox-chosen')
    await action('mailbox:choose.download').click()
    const dialog = page.getByRole('dialog', { name: t('mailbox:downloadChosen.title') })
    await expect(dialog.getByRole('listitem')).toHaveCount(3)
    await look('mailbox-download-chosen')
    const names: string[] = []
    page.on('download', (each) => names.push(each.suggestedFilename()))
    await dialog.getByRole('button', { name: t('mailbox:downloadChosen.all') }).click()
    await expect(dialog.getByRole('status')).toHaveText(
      t('mailbox:downloadChosen.begunOf', { begun: '3', all: '3' }),
    )
    await expect.poll(() => new Set(names).size).toBe(3)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('link', { name: t('mailbox:downloadNamed', { subject: 'Hromadně 2' }) }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^epacs-.*\.zip$/)
    await dialog.getByRole('button', { name: t('mailbox:downloadChosen.close') }).click()
    await expect(action('mailbox:choose.download')).toBeFocused()
  })

  await test.step('one question deletes the data of all of them; the records stay', async () => {
    await choose('Hromadně 3').uncheck()
    await expect(page.getByRole('checkbox', { name: t('mailbox:choose.all') })).not.toBeChecked()
    await action('mailbox:choose.delete').click()
    const dialog = page.getByRole('dialog', { name: t('mailbox:deleteChosen.title', { count: 2 }) })
    await expect(dialog.getByRole('listitem')).toHaveCount(2)
    await look('mailbox-delete-chosen')
    await dialog.getByRole('button', { name: t('messages:deleteDialog.delete') }).click()
    await expect(dialog).toBeHidden()
    for (const subject of ['Hromadně 1', 'Hromadně 2']) {
      await expect(rowOf(page, subject)).toContainText(t('messages:status.box.deleted'))
    }
    await expect(rowOf(page, 'Hromadně 3')).toContainText(t('messages:status.box.downloaded'))
    await expect(page.getByRole('checkbox', { name: t('mailbox:choose.all') })).toBeFocused()
  })

  await test.step('on a phone', async () => {
    await page.setViewportSize(PHONE)
    await page.getByRole('checkbox', { name: t('mailbox:choose.all') }).check()
    await look('mailbox-chosen-phone')
  })
})

test('the sender’s list and the message’s page follow each recipient without being loaded anew, and say the same', async ({
  page,
  context,
  anotherPerson,
  t,
  look,
}) => {
  const subject = 'Sledovaná zpráva'
  const status = (name: string) => t(`messages:status.delivery.${name}`)
  const atSome = (name: string) =>
    t('messages:status.atSome', { status: status(name), recipients: '1', all: '2' })
  await signInWithJtp(page, t, 'horak')
  await openSendingTo(page, t, HOSPITAL.institution)
  await page.getByRole('combobox', { name: t('sending:recipients.findMore') }).fill('kucirkova')
  await page.getByRole('option').first().click()
  await fileInput(page, t, 'files').setInputFiles(mr)
  await fillWords(page, t, subject)
  await pressSend(page, t)
  await expectResult(page, t, subject, 'complete')
  const list = await context.newPage()
  // What other tests send meanwhile would push it off the first page.
  const search = `q=${encodeURIComponent(subject)}`
  await list.goto(`/sent?${search}`)
  const badgesOfMessage = page
    .getByRole('main')
    .locator('p:has(> [data-tone])')
    .first()
    .locator('[data-tone]')
  /** The list in one tab, the message in the other: nothing is done in either. */
  const expectSaid = async (...words: string[]) => {
    // In the badges alone: the words stand in the message's history, too.
    await expect(rowOf(list, subject).locator('[data-tone]')).toHaveText(words)
    await expect(badgesOfMessage).toHaveText(words)
  }
  await expectSaid(status('delivered'))

  const doctor = await anotherPerson()
  await signInWithJtp(doctor, t, PRACTICE.reader)
  await openMessage(doctor, subject)
  await expectSaid(atSome('opened'), atSome('delivered'))
  await Promise.all([
    doctor.waitForEvent('download'),
    doctor
      .getByRole('main')
      .getByRole('link', { name: t('messages:download') })
      .click(),
  ])
  await expectSaid(atSome('downloaded'), atSome('delivered'))
  await look('sent-at-some', list)
  await look('sent-message-at-some')

  const hospital = await anotherPerson()
  await signInWithJtp(hospital, t, HOSPITAL.reader)
  await openMessage(hospital, subject)
  await expectSaid(atSome('downloaded'), atSome('opened'))
  await Promise.all([
    hospital.waitForEvent('download'),
    hospital
      .getByRole('main')
      .getByRole('link', { name: t('messages:download') })
      .click(),
  ])
  await expectSaid(status('downloaded'))

  await test.step('what was downloaded is found by that, and what is only delivered is not among it', async () => {
    const filter = (await columnFilters(list, t)).getByLabel(t('mailbox:column.status'))
    await filter.selectOption('downloaded')
    await expect(list).toHaveURL(/status=downloaded/)
    await expect(rowOf(list, subject)).toBeVisible()
    await list.goto(`/sent?${search}&status=delivered`)
    await expect(filter).toHaveValue('delivered')
    await expect(rowOf(list, subject)).toHaveCount(0)
  })
  await page.getByRole('link', { name: t('receipt:open') }).click()
  await expect(page).toHaveURL(/\/receipt$/)
  // On the page before it stands at each recipient, too.
  await expect(page.getByRole('main').getByText(status('downloaded'), { exact: true })).toHaveCount(1)
})

test('the space of the mailbox is a bar, and what takes it is found and deleted there', async ({
  page,
  anotherPerson,
  t,
  look,
}, info) => {
  const sender = await anotherPerson()
  await signInWithJtp(sender, t, 'horak')
  // Ten are listed, the largest: not to be crowded out by what other tests send.
  const large = info.outputPath('velky.dcm')
  await writeLargeInstance(large, 4)
  await send(sender, t, 'Zabírá místo', large)
  await signInWithJtp(page, t, HOSPITAL.reader)
  await expect(page.getByRole('meter', { name: t('mailbox:space.title') })).toBeVisible()
  await page.getByRole('button', { name: t('mailbox:space.what') }).click()
  const item = page
    .getByRole('list', { name: t('mailbox:space.what') })
    .getByRole('listitem')
    .filter({ hasText: 'Zabírá místo' })
  await expect(item.getByRole('link')).toHaveText('Zabírá místo')
  await look('mailbox-space')
  await page.setViewportSize(PHONE)
  await look('mailbox-space-phone')
  await item.getByRole('button').click()
  const dialog = page.getByRole('dialog', { name: t('messages:deleteDialog.title') })
  await dialog.getByRole('button', { name: t('messages:deleteDialog.delete') }).click()
  await expect(item).toHaveCount(0)
})

test('some studies of a message are chosen by keyboard and downloaded as a ZIP of their own', async ({
  page,
  anotherPerson,
  t,
  look,
}) => {
  const sender = await anotherPerson()
  await signInWithJtp(sender, t, 'horak')
  await openSendingTo(sender, t, HOSPITAL.institution)
  await fileInput(sender, t, 'files').setInputFiles([mr, sharedData('files/ct/ct-3slice/01.dcm')])
  await fillWords(sender, t, 'Dvě vyšetření')
  await confirmPatients(sender, t)
  await pressSend(sender, t)
  await expectResult(sender, t, 'Dvě vyšetření', 'complete')
  await signInWithJtp(page, t, HOSPITAL.reader)
  await openMessage(page, 'Dvě vyšetření')
  const open = page.getByRole('button', { name: t('messages:studyDownload.open') })
  await open.press('Enter')
  const dialog = page.getByRole('dialog', { name: t('messages:studyDownload.title') })
  const boxes = dialog.getByRole('checkbox')
  await expect(boxes).toHaveCount(2)
  await expect(dialog.getByRole('button', { name: t('messages:studyDownload.download') })).toBeDisabled()
  await boxes.first().press('Space')
  await expect(dialog.getByRole('status')).toHaveText(t('messages:studyDownload.chosen', { count: 1 }))
  await look('study-download')
  const link = dialog.getByRole('link', { name: t('messages:studyDownload.download') })
  const [download] = await Promise.all([page.waitForEvent('download'), link.press('Enter')])
  const names = execFileSync('unzip', ['-Z1', await download.path()])
    .toString()
    .trim()
    .split('\n')
  expect(names).toHaveLength(2)
  expect(names).toContain('DICOMDIR')
  await page.setViewportSize(PHONE)
  await look('study-download-phone')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(open).toBeFocused()
})

test('a long list is read page by page, with the keyboard, under addresses of their own', async ({
  page,
  t,
  look,
}) => {
  const { institution } = jtpUser(HOSPITAL.reader)
  const sender = network().users.find((user) => user.institution !== institution)
  if (institution === null || sender === undefined) throw new Error('nobody sends to the hospital')
  const curl = curlAs(sender, network())
  const { id } = await storeIn(institution, sender, [mr])
  const subject = `Stránkování ${id}`
  // Two pages and one message, passed on without their images travelling again.
  for (let number = 1; number <= 41; number += 1) {
    const { status } = await curl(
      `/api/messages/${id}/forward`,
      ...json({ recipients: [institution], subject: `${subject} ${number}` }),
    )
    expect(status).toBe(201)
  }
  await signInWithJtp(page, t, HOSPITAL.reader)
  await page.goto(`/mailbox?q=${encodeURIComponent(subject)}`)
  await expect(rows(page)).toHaveCount(20)
  // Of the whole mailbox more are unread.
  const found = page.getByText(t('mailbox:found', { count: 41 }), { exact: true })
  await expect(found).toBeVisible()
  const paging = page.getByRole('navigation', { name: t('common:paging.label') })
  const pageLink = (number: string) =>
    paging.getByRole('link', { name: t('common:paging.page', { page: number }) })
  await expect(pageLink('1')).toHaveAttribute('aria-current', 'page')
  await look('mailbox-pages')
  const first = await rows(page).allTextContents()

  await paging.getByRole('link', { name: t('common:paging.next') }).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/page=2/)
  await expect(pageLink('2')).toHaveAttribute('aria-current', 'page')
  await expect(rows(page)).toHaveCount(20)
  await expect(rows(page).first()).not.toHaveText(first[0] ?? '')
  const second = await rows(page).allTextContents()
  await pageLink('3').click()
  await expect(rows(page)).toHaveCount(1)
  const third = await rows(page).allTextContents()
  expect(new Set([...first, ...second, ...third]).size, 'each message once').toBe(41)
  await expect(paging.getByRole('link', { name: t('common:paging.next') })).toHaveCount(0)
  await page.goBack()
  await expect(rows(page)).toHaveText(second)
  await page.reload()
  await expect(rows(page)).toHaveText(second)
})
