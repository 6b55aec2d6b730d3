/** A hospital's communication node: its own page by keyboard, and what its representative and the operator see of it. */
import { DatabaseSync } from 'node:sqlite'
import { curlAs, json } from '../support/curl.ts'
import { enrolmentCode, type HospitalNode, startHospitalNode } from '../support/hospital-node.ts'
import { tabTo } from '../support/keyboard.ts'
import { network, sharedData } from '../support/network.ts'
import { certified, HOSPITAL, REPRESENTATIVE } from '../support/people.ts'
import { expectResult, fileInput, fillWords, openSendingTo, pressSend } from '../support/sending.ts'
import { enterWithCertificate } from '../support/signing-in.ts'
import { storeIn } from '../support/storing.ts'
import { backToView, expect, expectComplaints, test } from '../support/test.ts'

const PHONE = { width: 390, height: 844 }
/** Without a node. */
const ELSEWHERE = 'Nemocnice U Tří kaštanů'

// The node's own page is gone through in both languages here; it begins with the browser's.
test.use({ locale: 'cs-CZ' })

// In order and by one worker: each would enrol a node of its own, and one of them takes the other's deliveries.
test.describe.configure({ mode: 'default' })

let node: HospitalNode
test.beforeAll(async () => {
  node = await startHospitalNode(await enrolmentCode(certified(REPRESENTATIVE).institution))
})
test.afterAll(() => node?.stop())

test('a delivery is held, released and cancelled by keyboard at the node; others see how the node is doing', async ({
  page,
  look,
  t,
  complaints,
  anotherPerson,
}) => {
  const sender = network().users.find(
    ({ institution }) => institution !== certified(REPRESENTATIVE).institution,
  )
  if (sender === undefined) throw new Error('the demo has no other institution')
  await storeIn(certified(REPRESENTATIVE).institution, sender, [sharedData('files/mr/MR_small.dcm')])

  const request = await curlAs(sender, network())(
    '/api/requests',
    ...json({
      institution: certified(REPRESENTATIVE).institution,
      patient: { name: 'Hledaná Alena', birthDate: '1973-10-28' },
      clinician: 'MUDr. Tázavý',
      wanted: 'CT hrudníku',
      reason: 'Srovnání',
      urgency: 'urgent',
      neededBy: new Date(Date.now() + 3_600_000).toISOString(),
    }),
  )
  expect(request.status).toBe(201)

  await page.goto(node.page)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(HOSPITAL)
  const czech = page.getByRole('table', { name: 'Ze sítě', exact: true })
  await expect(czech).toContainText('ukládá se do PACS')
  await expect(czech).toContainText(/pokus \d+/)
  const asked = page.getByRole('region', { name: 'Žádosti o snímky' })
  await expect(asked).toContainText('Hledaná Alena')
  await asked.getByRole('button', { name: 'Najít v PACS' }).click()
  await expect(asked.getByRole('alert'), 'its PACS never answers').not.toBeEmpty()
  expectComplaints(complaints, /status of 502/)
  await look('node-queue-czech')
  await asked.getByLabel('Rozhodl(a)').fill('MUDr. Malá')
  await asked.getByLabel('Důvod odmítnutí').fill('Vyšetření bylo jinde')
  await asked.getByRole('button', { name: 'Odmítnout' }).click()
  await expect(asked).toBeHidden()
  await expect(page.getByText(/^Odmítnuto: /)).toBeVisible()
  await page.getByRole('button', { name: /^Zrušit: od/ }).click()
  await look('node-cancel-czech')
  await page.keyboard.press('Escape')
  await page.setViewportSize(PHONE)
  await look('node-queue-czech-phone')
  await tabTo(page, 'link', 'English')
  await page.keyboard.press('Enter')
  const queue = page.getByRole('table', { name: 'From the network', exact: true })
  await expect(queue).toContainText('storing')
  await look('node-queue-phone')
  await backToView(page)
  await look('node-queue')
  const log = page.getByRole('table', { name: /^The newest 500 lines/ })
  await expect(log).toContainText('a PACS is not reached')
  await expect(log).toContainText('ready')
  await page.getByLabel('Show').selectOption('warnings and errors')
  await expect(log).not.toContainText('ready')
  await expect(log).toContainText('a PACS is not reached')

  await tabTo(page, 'button', /^Hold: from/)
  await page.keyboard.press('Enter')
  await expect(queue).toContainText('storing, held')
  await expect(page.getByText(/^Held: from/)).toBeVisible()
  // The focus has stayed in the row, whose buttons are others now.
  await expect(page.getByRole('button', { name: /^Release: from/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(queue).not.toContainText('held')

  await page.getByRole('button', { name: /^Cancel: from/ }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: /^Cancel: from/ })
  await expect(dialog).toContainText('the message stays in the mailbox at the centre')
  await look('node-cancel')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(queue).toContainText('storing')

  const representative = await anotherPerson(certified(REPRESENTATIVE))
  await enterWithCertificate(representative, '/institution')
  const own = representative.getByRole('region', { name: t('nodes:title') })
  await expect(own.getByRole('row')).toHaveCount(2)
  await expect(own).toContainText(t('nodes:trouble.pacs-away'))
  await expect(own).toContainText(t('nodes:incoming_one', { count: '1' }))
  await own.getByText(t('nodes:takes.ofNode')).click()
  await expect(own).toContainText(t('nodes:takes.characterSets', { names: 'ISO_IR 100' }))
  await look('own-nodes', representative)

  // Whoever is about to send there sees it, too: in the directory, and of what was chosen.
  const writing = await anotherPerson(certified('Kučírková'))
  await enterWithCertificate(writing, '/')
  await openSendingTo(writing, t, HOSPITAL)
  await fileInput(writing, t, 'files').setInputFiles(sharedData('files/mr/emri_small_jpeg_ls_lossless.dcm'))
  const foreseen = writing.getByRole('region', { name: t('looking:foreseen.title') })
  await expect(foreseen).toContainText(
    t('looking:foreseen.syntax-refused_one', { number: '1', names: 'JPEG-LS Lossless' }),
  )
  await look('send-foreseen', writing)
  await writing.goBack()
  const takes = writing.locator('section', {
    has: writing.getByRole('heading', { name: t('nodes:takes.title') }),
  })
  await expect(takes).toContainText(t('nodes:takes.declared'))
  await look('institution-takes', writing)

  // Who forwards there is told the same of images that are in the centre already.
  await openSendingTo(writing, t, ELSEWHERE)
  await fileInput(writing, t, 'files').setInputFiles(sharedData('files/mr/emri_small_jpeg_ls_lossless.dcm'))
  await fillWords(writing, t, 'MR k přeposlání')
  await pressSend(writing, t)
  await expectResult(writing, t, 'MR k přeposlání', 'complete')
  await writing.getByRole('link', { name: t('forwarding:open') }).click()
  await writing.getByRole('combobox', { name: t('sending:recipients.find') }).fill(HOSPITAL)
  await writing.getByRole('option').first().click()
  await expect(writing.getByRole('region', { name: t('looking:foreseen.title') })).toContainText(
    t('looking:foreseen.syntax-refused_one', { number: '1', names: 'JPEG-LS Lossless' }),
  )
  await look('forward-foreseen', writing)

  const operator = await anotherPerson(network().operator)
  await enterWithCertificate(operator, '/operator/nodes')
  const row = operator.getByRole('row', { name: new RegExp(HOSPITAL) })
  await expect(row).toContainText(t('nodes:state.trouble'))
  const states = operator.getByRole('navigation', { name: t('nodes:states') })
  await states.getByRole('link', { name: t('nodes:state.trouble') }).click()
  await expect(operator).toHaveURL(/\?status=trouble$/)
  await expect(row).toBeVisible()
  await look('operator-nodes', operator)
  await states.getByRole('link', { name: t('nodes:state.revoked') }).click()
  await expect(operator).toHaveURL(/\?status=revoked$/)
  // Other nodes of this network may have been revoked.
  await expect(row).toHaveCount(0)

  await page.getByRole('button', { name: /^Cancel: from/ }).click()
  await dialog.getByRole('button', { name: 'Cancel it' }).click()
  await expect(page.getByRole('table', { name: 'Received from the network' })).toContainText('cancelled')
  await expect(queue).toBeHidden()
  await expect(async () => {
    await representative.reload()
    await expect(own).toContainText(t('nodes:state.well'), { timeout: 2000 })
  }).toPass()
})

test('a key that came in the place of a known one is accepted by keyboard, once it was compared', async ({
  page,
  look,
}) => {
  const fingerprints = { known: 'VjVJvC1p0oJb8mPbX7l1sV2gq6mC5m0nK1kT9dYwz1A', other: 'a'.repeat(43) }
  const database = new DatabaseSync(node.databaseFile)
  const met = database.prepare('insert into end_to_end_identity values (?, ?, ?, ?, ?, 0)')
  const elsewhere = '01940000-0000-7000-8000-0000000000aa'
  met.run(elsewhere, fingerprints.known, ELSEWHERE, 'believed', Date.now() - 86_400_000)
  met.run(elsewhere, fingerprints.other, ELSEWHERE, 'asked', Date.now())
  database.close()

  await page.goto(node.page)
  await expect(page.getByRole('status').first()).toContainText(`${ELSEWHERE} má jiný klíč`)
  const changed = page.getByRole('region', { name: 'Změněné klíče' })
  await expect(changed).toContainText(fingerprints.known)
  await expect(changed).toContainText(fingerprints.other)
  await look('node-changed-key')
  await page.setViewportSize(PHONE)
  await look('node-changed-key-phone')
  await backToView(page)
  await tabTo(page, 'checkbox', /^Nový otisk jsme s nimi porovnali/)
  await tabTo(page, 'textbox', 'Rozhodl(a)')
  await page.keyboard.type('Ing. Klíčová')
  // Without the word that it was compared nothing happens.
  await page.keyboard.press('Enter')
  await expect(changed.getByRole('checkbox')).toBeFocused()
  await page.keyboard.press('Space')
  await tabTo(page, 'button', 'Přijmout')
  await page.keyboard.press('Enter')
  await expect(page.getByText(`Klíč přijat: ${ELSEWHERE}`)).toBeVisible()
  await expect(changed).toBeHidden()
  await expect(page.getByRole('table', { name: /^Posledních 500 řádků/ })).toContainText(
    /end-to-end identities were accepted; .*by Ing. Klíčová/,
  )
})
