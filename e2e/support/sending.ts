/** Sending and finding messages, as people do it in the portal. */
import { expect, type Locator, type Page } from '@playwright/test'
import { openMenu } from './test.ts'
import type { Words } from './words.ts'

/** Pixels from which a box is a table with columns; below, each message is a card. */
const WITH_COLUMNS = 992

/** From an institution's detail to the form with the recipient filled in; `origin`: other than the tests' portal. */
export async function openSendingTo(page: Page, t: Words, institution: string, origin = ''): Promise<void> {
  await page.goto(`${origin}/institutions?q=${encodeURIComponent(institution)}`)
  await page.getByRole('link', { name: institution }).click()
  await page.getByRole('link', { name: t('institutions:detail.send'), exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: t('sending:title') })).toBeVisible()
  await expect(page.getByRole('list', { name: t('sending:recipients.chosen') })).toContainText(institution)
}

export function fileInput(page: Page, t: Words, kind: 'files' | 'folder'): Locator {
  const label = kind === 'files' ? 'chooseFiles' : 'chooseFolder'
  return page.locator(`input[type=file][aria-label="${t(`sending:files.${label}`)}"]`)
}

export async function fillWords(page: Page, t: Words, subject: string, note = ''): Promise<void> {
  await page.getByLabel(t('sending:words.subject')).fill(subject)
  await page.getByLabel(t('sending:words.note')).fill(note)
}

export async function pressSend(page: Page, t: Words): Promise<void> {
  await page.getByRole('button', { name: t('sending:send'), exact: true }).click()
}

/** Files of several patients are sent only once that was confirmed. */
export async function confirmPatients(page: Page, t: Words): Promise<void> {
  await page.getByLabel(t('looking:several.confirm')).check()
}

/** What the look before sending says of what it has found, as far as it is given. */
export function foundText(
  t: Words,
  counts: Readonly<Partial<Record<'patients' | 'studies' | 'series' | 'images', number>>>,
): string {
  const rest = '…'
  const parts = { patients: rest, studies: rest, series: rest, images: rest, size: rest }
  const known = Object.entries(counts).map(([what, count]) => [
    what,
    t(`looking:counted.${what}`, { count, number: count }),
  ])
  const [text = ''] = t('looking:done', { ...parts, ...Object.fromEntries(known) }).split(`, ${rest}`)
  return text
}

/** The result page, once the message has come to its end. */
export async function expectResult(
  page: Page,
  t: Words,
  subject: string,
  situation: 'complete' | 'partly' | 'rejected' | 'rejectedWhole',
): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: subject })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(t(`messages:situation.${situation}.title`))).toBeVisible({ timeout: 60_000 })
}

export async function openBox(page: Page, t: Words, box: 'mailbox' | 'sent'): Promise<void> {
  await openMenu(page, t)
  await page
    .getByRole('navigation', { name: t('common:nav.label') })
    .getByRole('link', { name: t(`common:nav.${box}`) })
    .click()
  const title = box === 'mailbox' ? 'inbox' : 'sent'
  await expect(page.getByRole('heading', { level: 1, name: t(`mailbox:${title}.title`) })).toBeVisible()
}

/** On a phone most filters of a mailbox and of the directory fold under a button, which says how many are set. */
export async function openFilters(page: Page, t: Words): Promise<void> {
  await expect(page.getByRole('search')).toBeVisible()
  const more = page
    .getByRole('search')
    .getByRole('button', { name: new RegExp(`^${t('mailbox:search.more')}`) })
  if ((await more.isVisible()) && (await more.getAttribute('aria-expanded')) === 'false') await more.click()
}

/** The filters of the other party and the status: in the head of their columns; where there are none, among the others. */
export async function columnFilters(page: Page, t: Words): Promise<Locator> {
  if ((page.viewportSize()?.width ?? 0) >= WITH_COLUMNS)
    return page.getByRole('table').getByRole('row').first()
  await openFilters(page, t)
  return page.getByRole('search')
}

export function rowOf(page: Page, subject: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('link', { name: subject, exact: true }) })
}

export async function openMessage(page: Page, subject: string): Promise<void> {
  await page.getByRole('link', { name: subject, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: subject })).toBeVisible()
}

/** The group of files with one outcome on a message's page. */
export function filesWith(page: Page, t: Words, outcome: string): Locator {
  return page.locator('details').filter({
    has: page.getByRole('heading', { level: 3, name: t(`messages:files.group.${outcome}`) }),
  })
}
