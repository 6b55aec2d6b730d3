/** The pictures of README and guides: the demo's people at their work, with images of nobody. */
import { join } from 'node:path'
import { certificatesOf, network, repository } from '../support/network.ts'
import { fillFields } from '../support/registering.ts'
import {
  expectResult,
  fileInput,
  fillWords,
  openMessage,
  openSendingTo,
  pressSend,
} from '../support/sending.ts'
import { enterWithCertificate, openSignIn, signInWithJtp } from '../support/signing-in.ts'
import { requestToJoin } from '../support/staff.ts'
import { expect, test } from '../support/test.ts'
import { takePicture } from './take.ts'

const sample = (name: string) => join(repository, 'apps/demo/samples', name)

const SENT = ['ct/01.dcm', 'ct/02.dcm', 'ct/03.dcm', 'CR_tibia.dcm']

const SAID = {
  cs: {
    subject: 'CT hrudníku a snímek bérce',
    note: 'Prosíme o druhé čtení do pátku.',
    wanted: 'CT břicha z jara',
    reason: 'Srovnání před operací',
    patient: 'Vzorová Jana',
    clinician: 'MUDr. Zdeňka Černá',
  },
  en: {
    subject: 'CT of the chest and an X-ray of the leg',
    note: 'A second reading by Friday, please.',
    wanted: 'CT of the abdomen from this spring',
    reason: 'To compare before an operation',
    patient: 'Vzorova Jana',
    clinician: 'MUDr. Zdeňka Černá',
  },
}

test('a sender and a recipient', async ({ page, anotherPerson, language, t }) => {
  const said = SAID[language === 'cs' ? 'cs' : 'en']
  await openSignIn(page, t)
  await takePicture(page, `sign-in.${language}`)
  await signInWithJtp(page, t, 'horak')
  await openMessage(page, 'CT k posouzení')
  await expect(page.getByRole('article')).toBeVisible()
  await takePicture(page, `portal.${language}`)

  await openSendingTo(page, t, 'Nemocnice U Tří kaštanů')
  await fileInput(page, t, 'files').setInputFiles(SENT.map(sample))
  const found = page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: t('looking:title') }) })
  await found.scrollIntoViewIfNeeded()
  // Pictures are made of what is on the screen.
  await expect(found.locator('canvas').first()).toBeVisible()
  await takePicture(page, `sending.${language}`)
  const several = page.getByLabel(t('looking:several.confirm'))
  if (await several.isVisible()) await several.check()
  await fillWords(page, t, said.subject, said.note)
  await pressSend(page, t)
  await expectResult(page, t, said.subject, 'complete')
  await takePicture(page, `result.${language}`)

  const receiver = await anotherPerson()
  await signInWithJtp(receiver, t, 'cerna')
  await expect(receiver.getByRole('link', { name: said.subject, exact: true })).toBeVisible()
  await takePicture(receiver, `mailbox.${language}`)
  await receiver.goto('/ask')
  await fillFields(receiver, {
    'ask-name': said.patient,
    'ask-birthNumber': '736028/5163',
    'ask-wanted': said.wanted,
    'ask-reason': said.reason,
    'ask-clinician': said.clinician,
  })
  await receiver.evaluate(() => scrollTo(0, 0))
  await takePicture(receiver, `request.${language}`)
})

test.describe('an operator', () => {
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    clientCertificates: async ({}, use) => use(certificatesOf(network().operator)),
  })

  test('decides on a request to join, and sees how the centre is', async ({ page, language, t }) => {
    const institution = language === 'cs' ? 'Nemocnice Kadaň nad Řekou' : 'Kadaň Hospital'
    const id = await requestToJoin({ institution, email: `kadan-${language}@example.cz`, language: 'cs' })
    await enterWithCertificate(page, `/operator/registrations/${id}`)
    await expect(page.getByRole('heading', { level: 1, name: institution })).toBeVisible()
    await takePicture(page, `request-to-join.${language}`)
    await page.goto('/operator/operations')
    await expect(page.getByRole('heading', { level: 2, name: t('operations:queues.title') })).toBeVisible()
    await expect(
      page.getByRole('heading', { level: 2, name: t('operations:space.title'), exact: true }),
    ).toBeVisible()
    await takePicture(page, `operations.${language}`)
  })
})
