/** Joining, sending and receiving without a mouse: everything is reached with Tab, and where one is can be seen. */
import { readFile } from 'node:fs/promises'
import { strangersCertificate } from '../support/certificates.ts'
import { tabTo, tabToInMenu } from '../support/keyboard.ts'
import { network, sharedData } from '../support/network.ts'
import { savedPackage } from '../support/packages.ts'
import { decide, expectStatus, linkMailedTo } from '../support/registering.ts'
import { expectResult } from '../support/sending.ts'
import { fillProvider, jtpUser } from '../support/signing-in.ts'
import { storeIn } from '../support/storing.ts'
import { expect, type Page, test } from '../support/test.ts'
import type { Words } from '../support/words.ts'

async function throughJtp(page: Page, t: Words, login: string): Promise<void> {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await tabToInMenu(page, t, t('common:signIn'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: t('signIn:title') })).toBeFocused()
  await tabTo(page, 'link', t('signIn:jtp.enter'))
  await page.keyboard.press('Enter')
  await fillProvider(page, jtpUser(login))
}

async function signIn(page: Page, t: Words, login: string): Promise<void> {
  await throughJtp(page, t, login)
  await expect(page.getByRole('heading', { level: 1, name: t('mailbox:inbox.title') })).toBeVisible()
}

/** In the order of the form, by the names of its fields. */
async function typeInto(page: Page, t: Words, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    await tabTo(page, 'textbox', t(`registration:field.${name}.label`))
    await page.keyboard.type(value)
  }
}

async function chooseKind(page: Page, t: Words, kind: string): Promise<void> {
  await tabTo(page, 'combobox', t('registration:field.institution-kind.label'))
  const words = t(`common:kind.${kind}`)
  await page.keyboard.type(words.slice(0, 1))
  await expect(page.locator('#institution-kind')).toHaveValue(kind)
}

async function agreeAndSend(page: Page, t: Words): Promise<void> {
  await tabTo(page, 'checkbox', t('registration:field.conditions-agreed.label'))
  await page.keyboard.press('Space')
  await tabTo(page, 'button', t('registration:send'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: t('registration:sent.title') })).toBeFocused()
}

/** Along the mail's link; approved by the operator meanwhile. */
async function enterApproved(page: Page, t: Words, email: string, way: 'certificate' | 'jtp') {
  const link = await linkMailedTo(email)
  await page.goto(link)
  await expectStatus(page, t, 'received')
  await decide(/registration\/([^#]+)#/.exec(link)?.[1] ?? '', 'approve')
  await page.reload()
  await expectStatus(page, t, 'approved')
  await tabTo(page, 'link', t(`registration:next.enter.${way}`))
  await page.keyboard.press('Enter')
}

async function expectInbox(page: Page, t: Words, institution: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: t('mailbox:inbox.title') })).toBeVisible()
  await expect(page.getByRole('banner')).toContainText(institution)
}

test('sending and receiving with the keyboard alone', async ({ page, anotherPerson, t }, info) => {
  await test.step('sending', async () => {
    await signIn(page, t, 'horak')
    await tabToInMenu(page, t, t('common:nav.send'))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: t('sending:title') })).toBeFocused()
    await tabTo(page, 'combobox', t('sending:recipients.find'))
    await page.keyboard.type('brno')
    await expect(page.getByRole('option')).toHaveCount(1)
    await page.keyboard.press('Enter')
    // Asked for well before the key: Chromium opens, and headless closes, a chooser that nobody waits for yet.
    const choosing = page.waitForEvent('filechooser')
    await tabTo(page, 'button', t('sending:files.chooseFiles'))
    await page.keyboard.press('Enter')
    const chooser = await choosing
    await chooser.setFiles(sharedData('files/mr/MR_small.dcm'))
    await tabTo(page, 'textbox', t('sending:words.subject'))
    await page.keyboard.type('Bez myši')
    await tabTo(page, 'button', t('sending:send'))
    await page.keyboard.press('Enter')
    await expectResult(page, t, 'Bez myši', 'complete')
    await expect(page.getByRole('heading', { level: 1, name: 'Bez myši' })).toBeFocused()
  })

  await test.step('receiving', async () => {
    const receiver = await anotherPerson()
    await signIn(receiver, t, 'cerna')
    await expect(receiver.getByRole('link', { name: 'Bez myši', exact: true })).toBeVisible()
    await tabTo(receiver, 'link', 'Bez myši')
    await receiver.keyboard.press('Enter')
    await expect(receiver.getByRole('heading', { level: 1, name: 'Bez myši' })).toBeFocused()
    await tabTo(receiver, 'link', new RegExp(t('messages:download')))
    const [download] = await Promise.all([
      receiver.waitForEvent('download'),
      receiver.keyboard.press('Enter'),
    ])
    expect((await readFile(await savedPackage(download, info.outputDir))).subarray(0, 2).toString()).toBe(
      'PK',
    )
    await tabTo(receiver, 'button', t('messages:delete'))
    await receiver.keyboard.press('Enter')
    await expect(receiver.getByRole('dialog')).toBeVisible()
    await receiver.keyboard.press('Escape')
    await expect(receiver.getByRole('dialog')).toBeHidden()
    await expect(receiver.getByRole('button', { name: t('messages:delete'), exact: true })).toBeFocused()
    await receiver.keyboard.press('Enter')
    await expect(receiver.getByRole('dialog')).toBeVisible()
    await tabTo(receiver, 'button', t('messages:deleteDialog.delete'))
    await receiver.keyboard.press('Enter')
    await expect(receiver.getByText(t('messages:situation.dataDeleted.title'))).toBeVisible()
  })
})

test('a pointer that rests where the list of recipients opens takes nothing from the keys', async ({
  page,
  t,
}) => {
  await signIn(page, t, 'horak')
  await page.goto('/send')
  const field = page.getByRole('combobox', { name: t('sending:recipients.find') })
  const box = await field.boundingBox()
  if (box === null) throw new Error('the field has no place on the page')
  await page.mouse.move(box.x + 40, box.y + box.height + 150)
  await field.pressSequentially('a')
  const options = page.getByRole('option')
  await expect(options.nth(3)).toBeVisible()
  await expect(options.first()).toHaveAttribute('aria-selected', 'true')
  await page.mouse.move(box.x + 60, box.y + box.height + 150)
  await expect(options.first()).toHaveAttribute('aria-selected', 'false')
  await field.fill('brno')
  await expect(options).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('list', { name: t('sending:recipients.chosen') })).toBeVisible()
})

test('forwarding and own settings with the keyboard alone', async ({ page, t }) => {
  const { institution } = jtpUser('cerna')
  const sender = network().users.find((each) => each.institution !== institution)
  if (institution === null || sender === undefined) throw new Error('nobody can send to the reader')
  const { id } = await storeIn(institution, sender, [sharedData('files/mr/MR_small.dcm')])
  await signIn(page, t, 'cerna')

  await test.step('forwarding', async () => {
    await page.goto(`/messages/${id}`)
    await expect(page.getByRole('link', { name: t('forwarding:open') })).toBeVisible()
    await tabTo(page, 'link', t('forwarding:open'))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: t('forwarding:title') })).toBeFocused()
    await tabTo(page, 'combobox', t('sending:recipients.find'))
    await page.keyboard.type('čtyř řek')
    await expect(page.getByRole('option')).toHaveCount(1)
    await page.keyboard.press('Enter')
    await tabTo(page, 'button', t('forwarding:send'))
    await page.keyboard.press('Enter')
    await expect(page.getByText(t('messages:situation.complete.title'))).toBeVisible({ timeout: 60_000 })
    await expect(page.getByRole('main')).toContainText('Nemocnice Čtyř řek')
  })

  await test.step('own settings', async () => {
    const saved = () => page.waitForResponse((answer) => answer.request().method() !== 'GET' && answer.ok())
    const viewer = page.getByRole('combobox', { name: t('settings:viewer.label') })
    await page.goto('/settings')
    await expect(viewer.getByRole('option')).not.toHaveCount(1)
    await tabTo(page, 'combobox', t('settings:viewer.label'))
    // Another flow may have chosen for this person: the last one chosen again would save nothing.
    if ((await viewer.inputValue()) !== '') await Promise.all([saved(), page.keyboard.press('Home')])
    await expect(viewer).toHaveValue('')
    await Promise.all([saved(), page.keyboard.press('End')])
    await expect(page.getByText(t('settings:saved'))).toBeVisible()
    await page.reload()
    await expect(viewer).not.toHaveValue('')
    await tabTo(page, 'combobox', t('settings:viewer.label'))
    await Promise.all([saved(), page.keyboard.press('Home')])
    await page.reload()
    await expect(viewer).toHaveValue('')
  })
})

test('asking to join with a certificate, with the keyboard alone', async ({ anotherPerson, t }, info) => {
  const page = await anotherPerson(
    await strangersCertificate('MUDr. Jiří Klávesa', info.outputPath('person')),
  )
  const [institution, email] = ['Ordinace U Kláves', 'klavesa@uklaves.example.cz']
  await page.goto('/join')
  await expect(page.getByRole('heading', { level: 1, name: t('join:title') })).toBeVisible()
  await tabTo(page, 'link', t('join:apply.fill'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: t('registration:title') })).toBeFocused()
  await tabTo(page, 'link', t('registration:identity.certificate.show'))
  await page.keyboard.press('Enter')
  await expect(page.locator('#representative-name')).toHaveValue('MUDr. Jiří Klávesa')

  await tabTo(page, 'button', t('registration:send'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main').getByRole('alert')).toBeFocused()
  await tabTo(page, 'link', t('registration:field.institution-ico.label'))
  await page.keyboard.press('Enter')
  await expect(page.locator('#institution-ico')).toBeFocused()
  await page.keyboard.type('99009978')
  await typeInto(page, t, { 'institution-name': institution })
  await chooseKind(page, t, 'private-practice')
  await typeInto(page, t, {
    'institution-street': 'Klávesová 1',
    'institution-city': 'Písek',
    'institution-postalCode': '397 01',
    'representative-function': 'lékař',
    'representative-email': email,
    'representative-phone': '+420 777 123 460',
  })
  await agreeAndSend(page, t)
  await enterApproved(page, t, email, 'certificate')
  await expectInbox(page, t, institution)
})

test('asking to join through JTP, with the keyboard alone', async ({ page, t }) => {
  const institution = 'Nemocnice Nad Klávesnicí'
  await throughJtp(page, t, 'hostka')
  await expect(page.locator('#representative-name')).toHaveValue('MUDr. Libuše Neznámá')
  await typeInto(page, t, { 'institution-name': institution })
  await chooseKind(page, t, 'hospital')
  await typeInto(page, t, {
    'institution-street': 'Tabulátorová 7',
    'institution-city': 'Písek',
    'institution-postalCode': '397 01',
    'representative-function': 'lékařka',
    'representative-phone': '+420 777 123 461',
  })
  const way = (name: string) => page.getByRole('radio', { name: t(`registration:way.${name}.label`) })
  await tabTo(page, 'radio', t('registration:way.jtp.label'))
  await expect(way('jtp')).toBeChecked()
  await page.keyboard.press('ArrowDown')
  await expect(way('node')).toBeChecked()
  await page.keyboard.press('ArrowUp')
  await expect(way('jtp')).toBeChecked()
  await agreeAndSend(page, t)
  await enterApproved(page, t, 'hostka@jinde.example.cz', 'jtp')
  await fillProvider(page, jtpUser('hostka'))
  await expectInbox(page, t, institution)
})

/** Of the part for administrators, and by words that its text has with diacritics and another ending. */
const IN_ONE_CHAPTER = {
  cs: { typed: 'zneplatneny certifikat', marked: ['certifikát', 'zneplatněný'] },
  en: { typed: 'revoked certificate', marked: ['certificate', 'revoked'] },
  sk: { typed: 'zneplatneny certifikat', marked: ['certifikát', 'zneplatnený'] },
} as const

test('the help is searched with the keyboard alone, in all its chapters', async ({
  page,
  t,
  look,
  language,
}) => {
  const { typed, marked } = IN_ONE_CHAPTER[language]
  await page.goto('/help')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await tabTo(page, 'searchbox', t('help:search.label'))
  await page.keyboard.type(typed)
  const chapters = page.getByRole('heading', { level: 3 })
  await expect(chapters).toHaveText([t('help:chapter.node-centre-away')])
  await expect(page.locator('mark')).toHaveText([...marked])
  await expect(page.getByRole('status')).toHaveText(t('help:search.found_one', { count: '1' }))
  await expect(page).toHaveURL(new RegExp(`\\?q=${typed.replace(' ', '(\\+|%20)')}$`))
  await look('help-search')

  await page.keyboard.press('Enter')
  await expect(chapters).toBeFocused()
  await page.reload()
  await expect(page.getByRole('searchbox')).toHaveValue(typed)
  await expect(chapters).toHaveText([t('help:chapter.node-centre-away')])

  await page.getByRole('searchbox').fill('velryba')
  await expect(page.getByRole('heading', { level: 2, name: t('help:search.nothing') })).toBeVisible()
  await look('help-nothing')
  await tabTo(page, 'link', t('help:search.clear'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 3, name: t('help:chapter.user') })).toBeVisible()
  await expect(page.getByRole('searchbox')).toHaveValue('')

  // A chapter's own address still leads to it, though its text comes after the page.
  await page.goto('/help#node-logs')
  await expect(page.getByRole('heading', { level: 3, name: t('help:chapter.node-logs') })).toBeInViewport()
  await expect(page.getByText('journalctl -u epacs-node')).toBeInViewport()
})
