/** A transfer that takes a while: it is watched, paused, cut off, cancelled, and left. */
import { mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Request } from '@playwright/test'
import { type CuttableLine, openLine } from '../support/cuttable-line.ts'
import { writeLargeInstance } from '../support/large-instance.ts'
import { sharedData } from '../support/network.ts'
import { digests, imageDigests, savedPackage, unpack } from '../support/packages.ts'
import { expectResult, fileInput, fillWords, openSendingTo, pressSend, rowOf } from '../support/sending.ts'
import { fillProvider, jtpUser, signInWithJtp } from '../support/signing-in.ts'
import { expect, expectComplaints, openMenu, type Page, test } from '../support/test.ts'
import type { Words } from '../support/words.ts'

const MEBIBYTE = 1024 * 1024
const FRAMES = 24

let line: CuttableLine

async function begin(page: Page, t: Words, file: string, subject: string): Promise<void> {
  await fileInput(page, t, 'files').setInputFiles(file)
  await fillWords(page, t, subject)
  line.limitUpload(MEBIBYTE)
  await pressSend(page, t)
  await expect(page.getByRole('heading', { name: t('sending:transfer.phase.sending') })).toBeVisible()
  await expect
    .poll(async () => Number(await page.getByRole('progressbar').getAttribute('aria-valuenow')))
    .toBeGreaterThan(5)
}

test.beforeEach(async ({ page, t, baseURL }) => {
  line = await openLine(baseURL ?? '')
  await signInWithJtp(page, t, 'horak')
  await openSendingTo(page, t, 'Nemocnice Čtyř řek', line.url)
})

test.afterEach(() => line.close())

test('progress in bytes, a pause, a lost connection, and nothing is lost', async ({
  page,
  t,
  language,
  look,
  complaints,
}, info) => {
  const file = join(info.outputDir, 'velky.dcm')
  await writeLargeInstance(file, FRAMES)
  await begin(page, t, file, 'Přerušený přenos')
  const whole = t('sending:transfer.sentOf', { sent: '', total: language === 'en' ? '25.2' : '25,2' }).trim()
  // In Czech the preposition stays with its number: the space is one that does not break.
  const ofWhole = whole.replaceAll(' ', '\\s')
  await expect(page.getByText(new RegExp(`^[\\d,.]+\\sMB\\s${ofWhole}\\sMB$`))).toBeVisible()
  await expect(page.getByText(/^[\d,.]+\s(kB|MB)\/s$/)).toBeVisible()
  const about = ['seconds', 'minutes'].map((unit) => t(`sending:transfer.${unit}`, { count: 1 }))
  const forms = about.map((words) => words.replace('1', '\\d+').replace(/.$/, ''))
  await expect(page.getByText(new RegExp(`^(${forms.join('|')})`))).toBeVisible()
  await look('transfer')

  await page.getByRole('button', { name: t('sending:transfer.pause') }).click()
  await expect(page.getByRole('heading', { name: t('sending:transfer.phase.paused') })).toBeVisible()
  await look('transfer-paused')
  await page.getByRole('button', { name: t('sending:transfer.resume') }).click()
  await expect(page.getByRole('heading', { name: t('sending:transfer.phase.sending') })).toBeVisible()

  line.cut()
  await expect(page.getByRole('heading', { name: t('sending:transfer.phase.waiting') })).toBeVisible()
  await look('transfer-waiting')
  line.mend()
  line.limitUpload(undefined)
  await expectResult(page, t, 'Přerušený přenos', 'complete')
  expectComplaints(complaints, /ERR_CONNECTION|ERR_NETWORK|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE/)

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: t('messages:download') }).click(),
  ])
  const fileSet = await unpack(await savedPackage(download, info.outputDir))
  expect(await imageDigests(fileSet)).toEqual(await digests([file]))
})

test('a cancelled sending reaches nobody, and the form is still there', async ({
  page,
  t,
  look,
  complaints,
}, info) => {
  const file = join(info.outputDir, 'velky.dcm')
  await writeLargeInstance(file, FRAMES)
  await begin(page, t, file, 'Zrušený přenos')
  const cancel = page.getByRole('button', { name: t('sending:transfer.cancel') })
  line.cut()
  await cancel.click()
  await expect(page.getByRole('alert')).toBeVisible()
  await look('transfer-cancel-failed')
  line.mend()
  await cancel.click()
  await expect(page.getByLabel(t('sending:words.subject'))).toHaveValue('Zrušený přenos')
  await expect(page.getByRole('listitem').filter({ hasText: 'velky.dcm' })).toBeVisible()
  // What other tests send meanwhile would push it off the first page.
  await page.goto(`${line.url}/sent?q=${encodeURIComponent('Zrušený přenos')}`)
  await expect(rowOf(page, 'Zrušený přenos')).toContainText(t('messages:status.message.cancelled'))
  expectComplaints(complaints, /ERR_CONNECTION|ERR_NETWORK|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE/)
})

test('leaving the page in the middle asks, and staying goes on', async ({ page, t }, info) => {
  const file = join(info.outputDir, 'velky.dcm')
  await writeLargeInstance(file, FRAMES)
  await begin(page, t, file, 'Odejít?')
  page.once('dialog', (dialog) => void dialog.dismiss())
  await openMenu(page, t)
  await page
    .getByRole('banner')
    .getByRole('link', { name: t('common:nav.institutions') })
    .click()
  await expect(page.getByRole('progressbar')).toBeVisible()
  // The browser itself asks before another page; nothing else goes on while it does.
  const asked = page.waitForEvent('dialog')
  const leaving = page.evaluate(() => location.assign('/help'))
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await leaving
  await expect(page.getByRole('progressbar')).toBeVisible()
  line.limitUpload(undefined)
  await expectResult(page, t, 'Odejít?', 'complete')
})

test('the session ends in the middle: after signing in elsewhere the transfer goes on', async ({
  page,
  context,
  t,
  look,
  complaints,
}, info) => {
  const file = join(info.outputDir, 'velky.dcm')
  await writeLargeInstance(file, FRAMES)
  await begin(page, t, file, 'Přenos přes konec přihlášení')
  await page.getByRole('button', { name: t('sending:transfer.pause') }).click()
  await context.clearCookies()
  await page.getByRole('button', { name: t('sending:transfer.resume') }).click()
  await expect(page.getByText(t('signIn:ended.title'))).toBeVisible()
  await look('transfer-session-ended')

  const [tab] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: t('signIn:ended.againInTab') }).click(),
  ])
  await tab.getByRole('link', { name: t('signIn:jtp.enter') }).click()
  // The provider's own cookies are gone, too.
  await fillProvider(tab, jtpUser('horak'))
  await expect(tab.getByRole('heading', { level: 1, name: t('mailbox:inbox.title') })).toBeVisible()
  // The sign-in comes back to the portal's own address, past the line.
  await tab.goto(`${line.url}/mailbox`)
  await expect(page.getByText(t('signIn:ended.title'))).toBeHidden()
  await page.getByRole('button', { name: t('sending:transfer.resume') }).click()
  line.limitUpload(undefined)
  await expectResult(page, t, 'Přenos přes konec přihlášení', 'complete')
  expectComplaints(complaints, /401/)
})

/** The sending form of whoever is signed in, through the line, once it is known whether anything is unfinished. */
async function openNewMessage(page: Page, t: Words): Promise<void> {
  await page.goto(`${line.url}/send`)
  await expect(page.getByRole('combobox', { name: t('sending:recipients.find') })).toBeVisible()
  await expectCompared(page)
}

/** What is unfinished is known, and whether it is of the files that are chosen. */
async function expectCompared(page: Page): Promise<void> {
  await expect(page.locator('form [aria-live][aria-busy=false]')).toHaveCount(2)
}

const DATABASE = 'epacs-unfinished-transfers'
type KeptTransfer = Readonly<Record<string, unknown>>

async function databasesOf(page: Page): Promise<readonly unknown[]> {
  return await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
}

/** What the browser keeps of unfinished transfers, whoever's they are. */
async function keptTransfers(page: Page): Promise<readonly KeptTransfer[]> {
  return await page.evaluate(async (name) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name)
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(opening.error)
    })
    const all = database.transaction('transfers').objectStore('transfers').getAll()
    await new Promise((resolve) => {
      all.onsuccess = resolve
    })
    database.close()
    return all.result
  }, DATABASE)
}

async function keepTransfers(page: Page, transfers: readonly KeptTransfer[]): Promise<void> {
  await page.evaluate(
    async ([name, records]) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => resolve(opening.result)
        opening.onerror = () => reject(opening.error)
      })
      const transaction = database.transaction('transfers', 'readwrite')
      for (const record of records) transaction.objectStore('transfers').put(record)
      await new Promise((resolve) => {
        transaction.oncomplete = resolve
      })
      database.close()
    },
    [DATABASE, transfers] as const,
  )
}

test('the tab is closed in the middle: the same files chosen again go on at the centre’s offset', async ({
  page,
  context,
  t,
  look,
  complaints,
}, info) => {
  const file = join(info.outputDir, 'velky.dcm')
  await writeLargeInstance(file, FRAMES)
  // Of the same name, size and time, and not the same: its last byte is another one.
  const alike = info.outputPath('alike', 'velky.dcm')
  const bytes = await readFile(file)
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
  await mkdir(dirname(alike), { recursive: true })
  await writeFile(alike, bytes)
  const writtenAt = new Date('2026-01-01T12:00:00Z')
  for (const path of [file, alike]) await utimes(path, writtenAt, writtenAt)
  await begin(page, t, file, 'Přenos přes zavřené okno')
  await page.close()
  line.limitUpload(undefined)

  const tab = await context.newPage()
  const notice = tab.getByRole('region', { name: t('unfinished:title') })

  await test.step('what others and older days left in the browser is gone with the next page', async () => {
    await tab.goto(`${line.url}/sent?q=${encodeURIComponent('Přenos přes zavřené okno')}`)
    await expect(rowOf(tab, 'Přenos přes zavřené okno')).toBeVisible()
    const [own] = await keptTransfers(tab)
    if (own === undefined) throw new Error('nothing is kept of the transfer')
    const days = (count: number) => new Date(Date.now() - count * 24 * 3_600_000).toISOString()
    await keepTransfers(tab, [
      // As one that several patients had to be confirmed for.
      { ...own, confirmed: { kind: 'patients', patients: 2 } },
      { ...own, id: 'old', begunAt: days(4) },
      { ...own, id: 'of-another', personId: 'another', begunAt: days(0) },
    ])
    await tab.reload()
    await expect.poll(async () => (await keptTransfers(tab)).map(({ id }) => id)).toEqual([own.id])
  })

  await test.step('the sender is told which files are missing, and that others are not they', async () => {
    await openNewMessage(tab, t)
    await expect(notice).toContainText('Nemocnice Čtyř řek')
    await expect(notice).toContainText('velky.dcm')
    await look('transfer-unfinished', tab)
    await fileInput(tab, t, 'files').setInputFiles(sharedData('files/mr/MR_small.dcm'))
    await expect(tab.getByRole('listitem').filter({ hasText: 'MR_small.dcm' })).toBeVisible()
    await expect(notice.getByRole('button', { name: t('unfinished:resume') })).toHaveCount(0)
    await tab.getByRole('button', { name: t('sending:files.remove', { name: 'MR_small.dcm' }) }).click()
    await expect(tab.getByRole('button', { name: t('sending:files.chooseFiles') })).toBeFocused()
    await fileInput(tab, t, 'files').setInputFiles(alike)
    await expect(tab.getByRole('listitem').filter({ hasText: 'velky.dcm' })).toBeVisible()
    await expectCompared(tab)
    await expect(notice.getByRole('button', { name: t('unfinished:resume') })).toHaveCount(0)
    await tab.getByRole('button', { name: t('sending:files.remove', { name: 'velky.dcm' }) }).click()
  })

  await test.step('no byte before the offset is sent again, and the message arrives whole', async () => {
    await fileInput(tab, t, 'files').setInputFiles(file)
    await expect(notice).toContainText(t('unfinished:same'))
    await notice.getByRole('button', { name: t('unfinished:resume') }).click()
    const confirmed = notice.getByRole('checkbox', { name: t('looking:several.confirm') })
    await expect(confirmed).toBeFocused()
    const desk = tab.viewportSize()
    await tab.setViewportSize({ width: 390, height: 844 })
    await look('transfer-unfinished-same', tab)
    if (desk !== null) await tab.setViewportSize(desk)
    const asked = tab.waitForResponse((answer) => answer.request().method() === 'HEAD' && answer.ok())
    const sent: Promise<{ offset: number; length: number }>[] = []
    const note = (request: Request) => {
      if (request.method() !== 'PATCH') return
      sent.push(
        request.allHeaders().then((headers) => ({
          offset: Number(headers['upload-offset']),
          length: Number(headers['content-length']),
        })),
      )
    }
    tab.on('request', note)
    await confirmed.check()
    await notice.getByRole('button', { name: t('unfinished:resume') }).click()
    const offset = Number((await asked).headers()['upload-offset'])
    expect(offset).toBeGreaterThan(MEBIBYTE)
    await expectResult(tab, t, 'Přenos přes zavřené okno', 'complete')
    tab.off('request', note)
    const [first, ...others] = await Promise.all(sent)
    expect(first).toEqual({ offset, length: (await stat(file)).size - offset })
    expect(others).toEqual([])
    const [download] = await Promise.all([
      tab.waitForEvent('download'),
      tab.getByRole('link', { name: t('messages:download') }).click(),
    ])
    const fileSet = await unpack(await savedPackage(download, info.outputDir))
    expect(await imageDigests(fileSet)).toEqual(await digests([file]))
  })

  await test.step('what is done is offered no more', async () => {
    await openNewMessage(tab, t)
    await fileInput(tab, t, 'files').setInputFiles(file)
    await expect(tab.getByRole('listitem').filter({ hasText: 'velky.dcm' })).toBeVisible()
    await expect(notice).toHaveCount(0)
  })

  await test.step('what is discarded is offered no more, and who signs out leaves nothing behind', async () => {
    await openSendingTo(tab, t, 'Nemocnice Čtyř řek', line.url)
    await begin(tab, t, file, 'Přenos před odhlášením')
    await tab.close()
    line.limitUpload(undefined)
    const last = await context.newPage()
    await openNewMessage(last, t)
    const left = last.getByRole('region', { name: t('unfinished:title') })
    await left.getByRole('button', { name: t('unfinished:discard') }).click()
    await expect(left).toHaveCount(0)
    await expect(last.getByRole('heading', { level: 1 })).toBeFocused()
    expect(await databasesOf(last)).toContain(DATABASE)
    const reading = await context.newPage()
    await openSendingTo(reading, t, 'Nemocnice Čtyř řek', line.url)
    await reading.evaluate(holdDigests)
    await begin(reading, t, file, 'Přenos, jehož soubory se ještě čtou')
    await openMenu(last, t)
    await last.getByRole('button', { name: /MUDr. Štěpán Horák/ }).click()
    await last.getByRole('button', { name: t('common:account.signOut') }).click()
    await openMenu(last, t)
    await expect(last.getByRole('banner').getByRole('link', { name: t('common:signIn') })).toBeVisible()
    expect(await databasesOf(last)).not.toContain(DATABASE)
    await reading.evaluate(releaseDigests)
    expect(await databasesOf(reading)).not.toContain(DATABASE)
    expectComplaints(complaints, /401/)
  })
})

/** What a tab reads of its files takes until it is released. */
function holdDigests(): void {
  const digest = crypto.subtle.digest.bind(crypto.subtle)
  const released = new Promise((resolve) => document.addEventListener('release', resolve, { once: true }))
  crypto.subtle.digest = async (...of) => {
    await released
    return await digest(...of)
  }
}

/** Resolves when the tab has done what it does then. */
async function releaseDigests(): Promise<void> {
  document.dispatchEvent(new Event('release'))
  // As long as a digest, the steps behind it, and a database that is opened may take.
  for (let turn = 0; turn < 20; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve))
    await indexedDB.databases()
  }
}
