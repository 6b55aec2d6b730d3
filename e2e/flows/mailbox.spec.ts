/** The mailbox as a secretary works with it: finding, sorting, several messages at once, space. */
import { sharedData } from '../support/network.ts'
import {
  expectResult,
  fileInput,
  fillWords,
  openBox,
  openMessage,
  openSendingTo,
  pressSend,
  rowOf,
} from '../support/sending.ts'
import { signInWithJtp } from '../support/signing-in.ts'
import { expect, type Page, test } from '../support/test.ts'
import type { Words } from '../support/words.ts'

const PHONE = { width: 390, height: 844 }
const receiving = 'Nemocnice U Tří kaštanů'

async function send(page: Page, t: Words, subject: string, file: string, urgent = false): Promise<void> {
  await openSendingTo(page, t, receiving)
  await fileInput(page, t, 'files').setInputFiles(sharedData(file))
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
  await send(sender, t, 'Hledané MR', 'files/mr/MR_small.dcm', true)
  await send(sender, t, 'Hledané CT', 'files/ct/ct-3slice/01.dcm')
  await signInWithJtp(page, t, 'cerna')
  await expect(rowOf(page, 'Hledané CT')).toBeVisible()
  const addresses: string[] = []
  page.on('request', (request) => addresses.push(request.url()))

  await test.step('by words, in the address', async () => {
    await page.getByLabel(t('mailbox:search.label')).fill('hledane')
    await expect(page).toHaveURL(/q=hledane/)
    await expect(rows(page)).toHaveCount(2)
  })

  await test.step('by patient, nowhere in an address; Back brings the search again, a reload forgets it', async () => {
    const patient = page.getByLabel(t('mailbox:search.patient'))
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
    await expect(rows(page)).toHaveCount(2)
    await expect(patient).toHaveValue('')
    await expect(page.getByLabel(t('mailbox:search.label'))).toHaveValue('hledane')
  })

  await test.step('by day and urgency', async () => {
    await page.getByLabel(t('mailbox:search.from'), { exact: true }).fill(today())
    await expect(page).toHaveURL(new RegExp(`from=${today()}`))
    await expect(rows(page)).toHaveCount(2)
    await page.getByLabel(t('mailbox:search.to'), { exact: true }).fill('2020-01-01')
    await expect(page.getByText(t('mailbox:nothingFound'))).toBeVisible()
    await look('mailbox-nothing-found')
    await page.getByLabel(t('mailbox:search.to'), { exact: true }).fill('')
    await page.getByLabel(t('mailbox:search.urgent')).check()
    await expect(rows(page)).toHaveText([/Hledané MR/])
    await page.reload()
    await expect(page.getByLabel(t('mailbox:search.urgent'))).toBeChecked()
    await expect(rows(page)).toHaveText([/Hledané MR/])
  })

  await test.step('sorted by size, and cleared without losing the order', async () => {
    await page.getByLabel(t('mailbox:search.sort')).selectOption('smallest')
    await expect(page.getByRole('columnheader', { name: t('mailbox:column.size') })).toHaveAttribute(
      'aria-sort',
      'ascending',
    )
    await page.getByRole('link', { name: t('mailbox:search.clear') }).click()
    await expect(page).toHaveURL(/\/mailbox\?sort=smallest$/)
    await expect(page.getByLabel(t('mailbox:search.urgent'))).not.toBeChecked()
  })

  await test.step('on a phone', async () => {
    await page.setViewportSize(PHONE)
    await look('mailbox-phone')
    await page.getByRole('button', { name: /filtr/i }).click()
    await page.getByLabel(t('mailbox:search.label')).fill('hledane mr')
    await expect(rows(page)).toHaveText([/Hledané MR/])
    await look('mailbox-phone-filters')
  })

  await test.step('what was sent is found in the same way', async () => {
    await openBox(sender, t, 'sent')
    await sender.getByLabel(t('mailbox:search.patient')).fill('4mr1')
    await expect(rows(sender).first()).toContainText('Hledané MR')
    await expect(rowOf(sender, 'Hledané CT')).toHaveCount(0)
    await look('sent-found', sender)
  })
})
