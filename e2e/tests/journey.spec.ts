/** The main job, seen by its two people: a study goes from one institution's hands into another's mailbox and out. */
import { sharedData } from '../support/network.ts'
import { digests, imageDigests, savedPackage, unpack } from '../support/packages.ts'
import {
  columnFilters,
  expectResult,
  fileInput,
  filesWith,
  fillWords,
  openBox,
  openMessage,
  openSendingTo,
  pressSend,
  rowOf,
} from '../support/sending.ts'
import { jtpUser, signInWithJtp } from '../support/signing-in.ts'
import { expect, test } from '../support/test.ts'

const slices = ['01', '02', '03'].map((name) => sharedData(`files/ct/ct-3slice/${name}.dcm`))

test('a study is sent, found in the mailbox, downloaded and deleted', async ({
  page,
  anotherPerson,
  t,
  look,
}, info) => {
  const subject = `Cesta ${info.project.name}`

  await test.step('the sender finds the recipient and sends three files', async () => {
    await signInWithJtp(page, t, 'horak')
    await openSendingTo(page, t, 'Nemocnice U Tří kaštanů')
    await fileInput(page, t, 'files').setInputFiles(slices)
    await expect(page.getByText('01.dcm')).toBeVisible()
    await fillWords(page, t, subject, 'Prosím o druhé čtení.\nDěkuji.')
    await page.getByLabel(t('sending:words.urgent')).check()
    await look('sending')
    await pressSend(page, t)
  })

  await test.step('the result says what was accepted, file by file', async () => {
    await expectResult(page, t, subject, 'complete')
    const accepted = filesWith(page, t, 'accepted')
    for (const name of ['01.dcm', '02.dcm', '03.dcm']) await expect(accepted).toContainText(name)
    await look('result')
    await openBox(page, t, 'sent')
    await expect(rowOf(page, subject)).toContainText(t('messages:status.delivery.delivered'))
    await look('sent')
    await openMessage(page, subject)
  })

  const receiver = await anotherPerson()
  await test.step('the receiver finds it by sender and status', async () => {
    await signInWithJtp(receiver, t, 'cerna')
    const filters = await columnFilters(receiver, t)
    await filters.getByLabel(t('mailbox:column.party.inbox')).selectOption(jtpUser('horak').institution)
    await filters.getByLabel(t('mailbox:column.status')).selectOption('delivered')
    await expect(receiver).toHaveURL(/status=delivered/)
    await expect(rowOf(receiver, subject)).toContainText('Nemocnice Na Výšině')
    await look('mailbox', receiver)
    await openMessage(receiver, subject)
  })

  await test.step('the detail shows the words, the patient, the study and what has happened', async () => {
    const main = receiver.getByRole('main')
    await expect(main).toContainText('Prosím o druhé čtení.')
    await expect(main).toContainText(t('messages:urgent'))
    await expect(main.getByRole('article')).toHaveCount(1)
    await expect(main.getByRole('article').getByRole('row').nth(1)).toContainText('3')
    await expect(main.getByRole('complementary')).toContainText('MUDr. Štěpán Horák')
    await look('message', receiver)
  })

  await test.step('the package holds the very images that were sent', async () => {
    const [download] = await Promise.all([
      receiver.waitForEvent('download'),
      receiver
        .getByRole('main')
        .getByRole('link', { name: t('messages:download') })
        .click(),
    ])
    const fileSet = await unpack(await savedPackage(download, info.outputDir))
    expect(await imageDigests(fileSet)).toEqual(await digests(slices))
    await expect(
      receiver.getByRole('complementary').getByText(t('messages:history.downloaded')),
    ).toBeVisible()
  })

  await test.step('the sender sees it downloaded without doing anything', async () => {
    // In the head of the page, and of the recipient beside it.
    await expect(page.getByText(t('messages:status.delivery.downloaded'), { exact: true })).toHaveCount(2)
  })

  await test.step('deleting asks first, removes the data and leaves the record', async () => {
    await receiver.getByRole('button', { name: t('messages:delete'), exact: true }).click()
    const dialog = receiver.getByRole('dialog', { name: t('messages:deleteDialog.title') })
    await expect(dialog).toContainText(subject)
    await look('delete-dialog', receiver)
    await dialog.getByRole('button', { name: t('messages:deleteDialog.keep') }).click()
    await expect(dialog).toBeHidden()
    await receiver.getByRole('button', { name: t('messages:delete'), exact: true }).click()
    await dialog.getByRole('button', { name: t('messages:deleteDialog.delete') }).click()
    await expect(receiver.getByText(t('messages:situation.dataDeleted.title'))).toBeVisible()
    await expect(receiver.getByRole('link', { name: t('messages:download') })).toHaveCount(0)
    await expect(receiver.getByRole('main').getByRole('status')).toContainText('MUDr. Zdeňka Černá')
    await look('message-deleted', receiver)
    await openBox(receiver, t, 'mailbox')
    await expect(rowOf(receiver, subject)).toContainText(t('messages:status.box.deleted'))
    await look('mailbox-deleted', receiver)
  })

  await test.step('the sender learns that too', async () => {
    await expect(page.getByText(t('messages:situation.allDeleted.title'))).toBeVisible()
    await look('sent-message-deleted')
  })
})

test('a new institution finds its boxes empty and is told what to do', async ({ page, t, look }) => {
  await signInWithJtp(page, t, 'dolezel')
  await expect(page.getByRole('heading', { name: t('mailbox:inbox.emptyTitle') })).toBeVisible()
  await look('mailbox-empty')
  await openBox(page, t, 'sent')
  await expect(page.getByRole('heading', { name: t('mailbox:sent.emptyTitle') })).toBeVisible()
  await look('sent-empty')
})

test('an unfinished form says what is missing', async ({ page, t, look }) => {
  await signInWithJtp(page, t, 'novotna')
  await page.goto('/send')
  await pressSend(page, t)
  await expect(page.getByRole('alert')).toContainText(t('sending:missing.recipients'))
  await expect(page.getByRole('alert')).toContainText(t('sending:missing.files'))
  await look('sending-missing')
  await page.getByRole('link', { name: t('sending:missing.recipients') }).click()
  await page.getByRole('combobox').pressSequentially('usti')
  await expect(page.getByRole('option')).toHaveCount(1)
  await look('sending-recipients')
  await page.getByRole('option').click()
  await expect(page.getByRole('list', { name: t('sending:recipients.chosen') })).toContainText(
    'Zobrazovací centrum Nad Labem',
  )
})

test('a message that is not there, and one that never was ours, look the same', async ({
  page,
  t,
  look,
  complaints,
}) => {
  await signInWithJtp(page, t, 'novotna')
  await page.goto('/messages/01940000-0000-7000-8000-00000000dead')
  await expect(page.getByRole('alert')).toContainText(t('refusals:message-not-found.title'))
  await look('message-missing')
  complaints.length = 0
})
