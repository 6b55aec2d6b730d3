/** Replying: from the message that came to one that leads back to it. */
import { tabTo } from '../support/keyboard.ts'
import { sharedData } from '../support/network.ts'
import {
  expectResult,
  fileInput,
  fillWords,
  openMessage,
  openSendingTo,
  pressSend,
} from '../support/sending.ts'
import { signInWithJtp } from '../support/signing-in.ts'
import { backToView, expect, test } from '../support/test.ts'

const PHONE = { width: 390, height: 844 }
const sending = 'Nemocnice Na Výšině'
const receiving = 'Nemocnice U Tří kaštanů'

test('a reply with the keyboard alone, and both messages lead to each other', async ({
  page,
  anotherPerson,
  t,
  look,
}) => {
  const subject = 'Re: Dotaz k MR'
  await test.step('a message arrives', async () => {
    await signInWithJtp(page, t, 'horak')
    await openSendingTo(page, t, receiving)
    await fileInput(page, t, 'files').setInputFiles(sharedData('files/mr/MR_small.dcm'))
    await fillWords(page, t, 'Dotaz k MR')
    await pressSend(page, t)
    await expectResult(page, t, 'Dotaz k MR', 'complete')
    await expect(page.getByRole('link', { name: t('replying:open') })).toBeHidden()
  })

  const receiver = await anotherPerson()
  await test.step('its recipient replies without a mouse', async () => {
    await signInWithJtp(receiver, t, 'cerna')
    await openMessage(receiver, 'Dotaz k MR')
    await tabTo(receiver, 'link', t('replying:open'))
    await receiver.keyboard.press('Enter')
    await expect(receiver.getByRole('heading', { level: 1, name: t('replying:title') })).toBeFocused()
    expect(new URL(receiver.url()).search, 'the subject stands in no address').toBe('')
    await expect(receiver.getByRole('list', { name: t('sending:recipients.chosen') })).toContainText(sending)
    await expect(receiver.getByLabel(t('sending:words.subject'))).toHaveValue(subject)
    await look('reply', receiver)
    await receiver.setViewportSize(PHONE)
    await look('reply-phone', receiver)
    await backToView(receiver)
    const choosing = receiver.waitForEvent('filechooser')
    await tabTo(receiver, 'button', t('sending:files.chooseFiles'))
    await receiver.keyboard.press('Enter')
    const chooser = await choosing
    await chooser.setFiles(sharedData('files/ct/ct-3slice/01.dcm'))
    await tabTo(receiver, 'button', t('sending:send'))
    await receiver.keyboard.press('Enter')
    await expectResult(receiver, t, subject, 'complete')
    await look('reply-sent', receiver)
    await receiver
      .getByRole('complementary')
      .getByRole('link', { name: /^Dotaz k MR/ })
      .click()
    await expect(receiver.getByRole('heading', { level: 1, name: 'Dotaz k MR' })).toBeVisible()
  })

  await test.step('the first sender comes from the message to its reply, and replies with one mark', async () => {
    await page.reload()
    const reply = page.getByRole('complementary').getByRole('link', { name: /^Re: Dotaz k MR/ })
    await expect(reply).toBeVisible()
    await look('replied')
    await page.setViewportSize(PHONE)
    await look('replied-phone')
    await backToView(page)
    await reply.click()
    await expect(page.getByRole('heading', { level: 1, name: subject })).toBeVisible()
    await page.getByRole('link', { name: t('replying:open') }).click()
    await expect(page.getByLabel(t('sending:words.subject'))).toHaveValue(subject)
  })
})

test('a sender that takes no messages is told of before anything is written', async ({ page, t, look }) => {
  await signInWithJtp(page, t, 'horak')
  await openSendingTo(page, t, sending)
  await fileInput(page, t, 'files').setInputFiles(sharedData('files/mr/MR_small.dcm'))
  await fillWords(page, t, 'Sobě')
  await pressSend(page, t)
  await expectResult(page, t, 'Sobě', 'complete')
  const address = page.url()
  await page.goto(`${address}/reply`)
  await expect(page.getByText(t('replying:notReceived'))).toBeVisible()
  await look('reply-own')
  // No institution of the demo is without a mailbox: what the centre answers then is told by its own tests.
  await page.route(/\/api\/messages\/[^/]+$/, async (route) => {
    const answer = await route.fetch()
    const message = await answer.json()
    const other = { id: '00000000-0000-7000-8000-000000000001', name: 'Bez schránky' }
    await route.fulfill({ response: answer, json: { ...message, sender: other, senderTakesMessages: false } })
  })
  await page.goto(address)
  await expect(page.getByText(t('replying:senderTakesNone'))).toBeVisible()
  await look('reply-none')
  await page.setViewportSize(PHONE)
  await look('reply-none-phone')
  await page.goto(`${address}/reply`)
  await expect(page.getByText(t('replying:senderTakesNone'))).toBeVisible()
  await expect(page.getByRole('button', { name: t('sending:send'), exact: true })).toHaveCount(0)
})

test('images are asked for, answered with the keyboard, and both sides see it; another request is refused', async ({
  page,
  anotherPerson,
  t,
  look,
}) => {
  // Neither is the hospital whose node others watch.
  const [asking, practice] = [receiving, 'MUDr. Alžběta Kučírková, neurologická ordinace']
  const wanted = 'CT hrudníku z jara'
  const rowOfRequest = (of: typeof page, name: string) =>
    of.getByRole('row').filter({ has: of.getByRole('link', { name, exact: true }) })

  async function ask(patient: string): Promise<void> {
    await page.goto(`/institutions?q=${encodeURIComponent(practice)}`)
    await page.getByRole('link', { name: practice }).click()
    await page.getByRole('link', { name: t('institutions:detail.ask') }).click()
    await expect(page.getByRole('heading', { level: 1, name: t('requests:ask.title') })).toBeVisible()
    await page.getByLabel(t('requests:ask.name')).fill(patient)
    await page.getByLabel(t('requests:ask.identifier'), { exact: true }).fill('736028/5163')
    await page.getByLabel(t('requests:ask.wanted')).fill(wanted)
    await page.getByLabel('CT', { exact: true }).check()
    await page.getByLabel(t('requests:ask.urgency')).selectOption('urgent')
  }
  const send = page.getByRole('button', { name: t('requests:ask.send') })

  await test.step('what is lacking is said, then the request is sent', async () => {
    await signInWithJtp(page, t, 'cerna')
    await ask('Žádaná Anna')
    await look('ask')
    await send.click()
    await expect(page.getByRole('alert')).toBeFocused()
    await expect(page.getByRole('alert')).toContainText(t('requests:ask.fault.reason'))
    await page.getByLabel(t('requests:ask.reason')).fill('Před operací')
    await page.setViewportSize(PHONE)
    await look('ask-phone')
    await backToView(page)
    await send.click()
    await expect(page.getByRole('heading', { level: 1, name: 'Žádaná Anna' })).toBeVisible()
    await ask('Odmítaná Ema')
    await page.getByLabel(t('requests:ask.reason')).fill('Omylem')
    await send.click()
    await expect(page.getByRole('heading', { level: 1, name: 'Odmítaná Ema' })).toBeVisible()
  })

  const asked = await anotherPerson()
  await test.step('the asked institution finds both, refuses one and answers the other', async () => {
    await signInWithJtp(asked, t, 'novotna')
    await asked.getByRole('link', { name: new RegExp(`^${t('mailbox:requests')} \\(`) }).click()
    await asked.getByLabel(t('requests:filter.urgency')).selectOption('urgent')
    await expect(asked).toHaveURL(/\/requests\?urgency=urgent$/)
    await expect(rowOfRequest(asked, 'Žádaná Anna')).toContainText(t('requests:status.open'))
    await look('requests', asked)
    await asked.setViewportSize(PHONE)
    await look('requests-phone', asked)
    await backToView(asked)
    await asked.getByRole('link', { name: 'Odmítaná Ema', exact: true }).click()
    await asked.getByRole('button', { name: t('requests:actions.refuse') }).click()
    const dialog = asked.getByRole('dialog')
    await dialog.getByRole('button', { name: t('requests:actions.refuse') }).click()
    await expect(dialog.getByText(t('requests:refuse.lacking'))).toBeVisible()
    await dialog.getByLabel(t('requests:refuse.reason')).fill('U nás nevyšetřena')
    await dialog.getByRole('button', { name: t('requests:actions.refuse') }).click()
    await expect(asked.getByText('U nás nevyšetřena')).toBeVisible()
    await asked.getByRole('link', { name: t('requests:detail.back') }).click()
    await asked.getByRole('link', { name: 'Žádaná Anna', exact: true }).click()
    await tabTo(asked, 'link', t('requests:actions.answer'))
    await asked.keyboard.press('Enter')
    await expect(asked.getByRole('heading', { level: 1, name: t('requests:answer.title') })).toBeFocused()
    await expect(asked.getByRole('list', { name: t('sending:recipients.chosen') })).toContainText(asking)
    await fileInput(asked, t, 'files').setInputFiles(sharedData('files/ct/ct-3slice/01.dcm'))
    await fillWords(asked, t, 'Odpověď s CT')
    await pressSend(asked, t)
    await expectResult(asked, t, 'Odpověď s CT', 'complete')
    await expect(asked.getByText(t('messages:envelope.answers'))).toBeVisible()
  })

  await test.step('who asked sees the answer, and why the other one was refused', async () => {
    await page.goto('/requests?box=sent')
    await expect(rowOfRequest(page, 'Žádaná Anna')).toContainText(t('requests:status.answered'))
    await expect(rowOfRequest(page, 'Odmítaná Ema')).toContainText(t('requests:status.refused'))
    await page.getByRole('link', { name: 'Žádaná Anna', exact: true }).click()
    await expect(page.getByText(t('requests:history.completed'))).toBeVisible()
    await look('request')
    await page.setViewportSize(PHONE)
    await look('request-phone')
    // What the centre says of images that are missing is told by its own tests.
    await page.route(/\/api\/messages\/[^/]+$/, async (route) => {
      const answer = await route.fetch()
      const missing = ['1.2.3.4', '1.2.3.5']
      const studies = [{ studyInstanceUid: '1.2.3', instances: 433, arrived: 431, missing }]
      const declared = { instances: 433, arrived: 431, studies }
      await route.fulfill({ response: answer, json: { ...(await answer.json()), declared } })
    })
    await page.getByRole('link', { name: 'Odpověď s CT' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Odpověď s CT' })).toBeVisible()
    await expect(page.getByRole('heading', { name: /431 .* 433/ })).toBeVisible()
    await page.getByText(t('messages:declared.which')).click()
    await expect(page.getByText('1.2.3.5')).toBeVisible()
    await look('missing-images-phone')
  })
})
