/** Looking at images in the browser (every kind of transfer syntax), and handing them to a program on the computer. */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { z } from 'zod'
import { slicesOfCt } from '../support/generated.ts'
import { network, sharedData } from '../support/network.ts'
import { jtpUser, signInWithJtp } from '../support/signing-in.ts'
import { storeIn } from '../support/storing.ts'
import { backToView, expect, test } from '../support/test.ts'

/** One for each transfer syntax that there is a codec for, each in a study of its own. */
const IMAGES = {
  'implicit little endian': 'ct/ct-3slice/01.dcm',
  'explicit little endian': 'ct/CT_small.dcm',
  'explicit big endian': 'us/ExplVR_BigEnd.dcm',
  deflated: 'sc/image_dfl.dcm',
  RLE: 'mr/emri_small_RLE.dcm',
  'JPEG baseline': 'sc/SC_rgb_small_odd_jpeg.dcm',
  'JPEG extended': 'nm/JPGExtended.dcm',
  'JPEG lossless': 'mg/OutOfBoundsOverlay.dcm',
  'JPEG-LS': 'mr/MR_small_jpeg_ls_lossless.dcm',
  'JPEG-LS near-lossless': 'sc/JPEGLSNearLossless_08_ident.dcm',
  'JPEG 2000 lossless': 'ct/j2k.dcm',
  'JPEG 2000': 'crdx/RG3_J2KI.dcm',
  'HTJ2K lossless': 'sc/HTJ2KLossless_08_RGB_ident.dcm',
  HTJ2K: 'sc/HTJ2K_08_RGB_ident.dcm',
} as const
const READER = 'cerna'

const studies = z.object({ studies: z.array(z.object({ studyInstanceUid: z.string() })) })

function readersInstitution(): string {
  const { institution } = jtpUser(READER)
  if (institution === null) throw new Error(`${READER} has no institution`)
  return institution
}

function sender() {
  const found = network().users.find(({ institution }) => institution !== readersInstitution())
  if (found === undefined) throw new Error('everybody belongs to the institution of the reader')
  return found
}

/** The picture in the viewport is one when its pixels differ. */
async function seesPicture(page: Page): Promise<boolean> {
  return await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas.cornerstone-canvas')
    const context = canvas?.getContext('2d')
    if (canvas === null || !context) return false
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    let [darkest, brightest] = [765, 0]
    for (let at = 0; at < data.length; at += 4) {
      const value = (data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)
      darkest = Math.min(darkest, value)
      brightest = Math.max(brightest, value)
    }
    return brightest - darkest > 60
  })
}

test('the viewer shows a picture of every transfer syntax, under its own policy; others get nothing', async ({
  page,
  anotherPerson,
  t,
}) => {
  test.setTimeout(600_000)
  const files = Object.values(IMAGES).map((name) => sharedData(`files/${name}`))
  const { id, instances } = await storeIn(readersInstitution(), sender(), files)
  expect(instances).toBe(files.length)
  await signInWithJtp(page, t, READER)
  const message = await page.request.get(`/api/messages/${id}`)
  const uids = studies.parse(await message.json()).studies.map((each) => each.studyInstanceUid)
  expect(uids).toHaveLength(files.length)
  for (const uid of uids) {
    const answer = await page.goto(`/viewer/${id}/viewer?StudyInstanceUIDs=${uid}`)
    expect(answer?.headers()['content-security-policy']).not.toMatch(/'unsafe-eval'|https?:/)
    await expect(page.getByText(t('viewer:notice.notForDiagnosis'))).toBeVisible()
    await expect.poll(() => seesPicture(page), { message: `a picture of ${uid}`, timeout: 90_000 }).toBe(true)
  }
  await page.getByRole('link', { name: t('viewer:notice.back') }).click()
  await expect(page).toHaveURL(new RegExp(`/messages/${id}$`))

  const stranger = await anotherPerson()
  const other = network().jtp.users.find(
    ({ institution }) =>
      institution !== null && ![readersInstitution(), sender().institution].includes(institution),
  )
  if (other === undefined) throw new Error('nobody else signs in with JTP')
  for (const path of [
    `/dicomweb/messages/${id}/studies`,
    `/dicomweb/messages/${id}/studies/${uids[0]}/metadata`,
  ]) {
    expect((await stranger.request.get(path)).status()).toBe(401)
  }
  await signInWithJtp(stranger, t, other.login)
  for (const path of [
    `/dicomweb/messages/${id}/studies`,
    `/dicomweb/messages/${id}/studies/${uids[0]}/metadata`,
  ]) {
    expect((await stranger.request.get(path)).status()).toBe(404)
  }
})

test('the first image stands there while the viewer starts, and is the one that the viewer shows first', async ({
  page,
  t,
  look,
}) => {
  const { folder, files } = await slicesOfCt(30)
  const { id } = await storeIn(
    readersInstitution(),
    sender(),
    files.map(({ path }) => join(folder, path)),
  )
  await signInWithJtp(page, t, READER)
  const started = Promise.withResolvers<void>()
  await page.route(/\/viewer\/app\.bundle\.\w+\.js$/, async (route) => {
    await started.promise
    await route.continue()
  })
  await page.goto(`/messages/${id}`)
  const viewer = page.getByRole('link', { name: t('opening:view') }).first()
  const address = await viewer.getAttribute('href')
  if (address === null) throw new Error('the viewer has no address')
  // Not waited for: the program is a part of the page.
  await page.goto(address, { waitUntil: 'commit' })
  const image = page.getByRole('img', { name: t('viewer:notice.firstImage') })
  await expect(image).toBeVisible()
  await expect(page.getByText(t('viewer:notice.starting'))).toBeVisible()
  await expect(page.getByText(t('viewer:notice.notForDiagnosis'))).toBeVisible()
  await look('viewer-starting')
  await page.setViewportSize({ width: 390, height: 844 })
  await look('viewer-starting-phone')
  const notice = page.getByText(t('viewer:notice.notForDiagnosis'))
  const hidden = await notice.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)
  expect(hidden, 'nothing of the notice is cut off').toBeLessThanOrEqual(0)
  await backToView(page)
  const shown = await image.getAttribute('src')
  const asked = page.waitForRequest(/\/instances\/[\d.]+\/frames\/1$/)
  started.resolve()
  const [frame] = /instances\/[\d.]+\/frames\/1/.exec((await asked).url()) ?? []
  expect(shown).toContain(frame)
  await expect.poll(() => seesPicture(page), { timeout: 90_000 }).toBe(true)
  await expect(image).toHaveCount(0)
})

test('a message is opened in the chosen program, and what the viewer does not show on a page of ours', async ({
  page,
  t,
  look,
}) => {
  const names = ['ct/ct-3slice/01.dcm', 'rt/rtplan.dcm', 'pdf/pdf.dcm']
  const { id } = await storeIn(
    readersInstitution(),
    sender(),
    names.map((name) => sharedData(`files/${name}`)),
  )
  await signInWithJtp(page, t, READER)
  await page.goto(`/messages/${id}`)
  await expect(page.getByRole('link', { name: t('opening:view') }).first()).toBeVisible()
  await page.getByRole('button', { name: t('opening:desktop.choose') }).click()
  await expect(page.getByRole('button', { name: 'Weasis' })).toBeVisible()
  // Beside the programs, they are no taller than before.
  const forward = page.getByRole('main').getByRole('link', { name: t('forwarding:open') })
  expect((await forward.boundingBox())?.height).toBeLessThan(60)
  await look('message-opening')
  const first = page.waitForEvent('download')
  await page.getByRole('button', { name: t('opening:desktop.asFile', { viewer: 'ZIP' }) }).click()
  const link = (await first).url()
  expect((await first).suggestedFilename()).toMatch(/\.zip$/)
  await (await first).path()
  expect((await page.request.get(link)).status(), 'the link served once').toBe(404)
  await page.reload()
  const again = page.waitForEvent('download')
  const viewer = t('opening:desktop.file')
  await page.getByRole('button', { name: t('opening:desktop.open', { viewer }) }).click()
  expect((await again).url()).not.toBe(link)
  const ofStudy = page.waitForRequest(/\/hand-offs\/file\?study=[\d.]+$/)
  const part = page.waitForEvent('download')
  await page
    .getByRole('button', { name: t('opening:desktop.openStudy', { viewer }) })
    .first()
    .click()
  await ofStudy
  await (await part).path()
  await look('message-studies-in-program')

  const contents = page.getByRole('link', { name: new RegExp(t('opening:contentsOf', { series: '' })) })
  await expect(contents).toHaveCount(2)
  for (const [index, word] of ['RTPlanLabel', 'EncapsulatedDocument'].entries()) {
    await contents.nth(index).click()
    await expect(page.getByRole('heading', { level: 1, name: t('opening:page.title') })).toBeVisible()
    if (index === 1) {
      const pdf = page.getByRole('link', { name: t('opening:page.pdf') })
      const address = (await pdf.getAttribute('href')) ?? ''
      const document = await page.request.get(address)
      expect((await document.body()).subarray(0, 5).toString()).toBe('%PDF-')
      await page.getByText(t('opening:page.attributes')).click()
    }
    await expect(
      page
        .getByText(word, { exact: true })
        .or(page.getByText(/MIMETypeOf/))
        .first(),
    ).toBeVisible()
    await look(`contents-${index}`)
    await page.goBack()
  }
})

test('a segmentation without its images is shown on a page of ours: the viewer would stay black', async ({
  page,
  t,
  look,
}) => {
  const { id } = await storeIn(
    readersInstitution(),
    sender(),
    ['ct/CT_small.dcm', 'seg/liver_deflate.dcm'].map((name) => sharedData(`files/${name}`)),
  )
  await signInWithJtp(page, t, READER)
  await page.goto(`/messages/${id}`)
  const contents = page.getByRole('link', { name: t('opening:contentsOf', { series: 'Liver Segmentation' }) })
  await expect(contents).toBeVisible()
  await expect(page.getByText(t('opening:view'), { exact: true })).toHaveCount(1)
  await contents.click()
  const picture = page.getByRole('img', { name: t('opening:page.image', { number: '1' }) })
  await expect
    .poll(() => picture.evaluate((img) => (img instanceof HTMLImageElement ? img.naturalWidth : 0)))
    .toBeGreaterThan(0)
  await look('contents-segmentation')
})

test('the viewer names its tools and panels in the language of the portal', async ({ page, t, language }) => {
  test.setTimeout(180_000)
  const [zoom, studyPanel] = language === 'en' ? ['Zoom', 'Studies'] : ['Zvětšit', 'Vyšetření']
  const { id } = await storeIn(readersInstitution(), sender(), [sharedData('files/ct/CT_small.dcm')])
  await signInWithJtp(page, t, READER)
  const message = await page.request.get(`/api/messages/${id}`)
  const [study] = studies.parse(await message.json()).studies
  await page.goto(`/viewer/${id}/viewer?StudyInstanceUIDs=${study?.studyInstanceUid}`)
  await expect.poll(() => seesPicture(page), { timeout: 90_000 }).toBe(true)
  await expect(page.getByRole('button', { name: zoom })).toBeVisible()
  await expect(page.getByText(studyPanel ?? '', { exact: true })).toBeVisible()
})

test('a name under a wrong character set is shown as it was meant, and its label’s reading among the attributes', async ({
  page,
  t,
}) => {
  test.setTimeout(180_000)
  // ISO 8859-2 that is labelled as ISO 8859-1: "Pøibyl^¥ubo¹".
  const file = sharedData('files/charset/cz_isoir101_declared_isoir100.dcm')
  const { id } = await storeIn(readersInstitution(), sender(), [file])
  await signInWithJtp(page, t, READER)
  const message = await page.request.get(`/api/messages/${id}`)
  const [study] = studies.parse(await message.json()).studies
  const uid = study?.studyInstanceUid
  const metadata = await page.request.get(`/dicomweb/messages/${id}/studies/${uid}/metadata`)
  expect(await metadata.text()).toContain('Pøibyl')
  await page.goto(`/viewer/${id}/viewer?StudyInstanceUIDs=${uid}`)
  await expect.poll(() => seesPicture(page), { timeout: 90_000 }).toBe(true)
  await page.getByText('Patient', { exact: true }).click()
  await expect(page.getByText(/Přibyl/).first()).toBeVisible()
  await expect(page.getByText(/Pøibyl/)).toHaveCount(0)
})
