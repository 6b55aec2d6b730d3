/** A CT of 500 images, from the click on View until the first of them is on the screen. */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { slicesOfCt } from '../support/generated.ts'
import { network } from '../support/network.ts'
import { jtpUser, signInWithJtp } from '../support/signing-in.ts'
import { storeIn } from '../support/storing.ts'
import { test } from '../support/test.ts'
import type { Words } from '../support/words.ts'

const ROUNDS = Number(process.env.MEASURE_ROUNDS ?? 3)
const IMAGES = 500
const READER = 'cerna'

declare global {
  interface Window {
    /** Since 1970, in milliseconds. */
    pictureAt?: number
    /** The same of the image that stands there while the viewer starts. */
    firstImageAt?: number
  }
}

type Visit = 'at once' | 'after reading' | 'again'

/** Of two people who come for the first time; of the second visit of one more is kept. */
const VISITS: readonly (readonly Visit[])[] = [['at once'], ['after reading', 'again']]

test('the first image of a CT in the viewer', async ({ anotherPerson, t }) => {
  const { folder, files } = await slicesOfCt(IMAGES)
  const reader = jtpUser(READER).institution
  const sender = network().users.find(({ institution }) => institution !== reader)
  if (reader === null || sender === undefined) throw new Error('nobody can send to the reader')
  const paths = files.map(({ path }) => join(folder, path))
  for (let round = 1; round <= ROUNDS; round += 1) {
    // Each time a message that the centre has not read yet.
    const { id } = await storeIn(reader, sender, paths)
    for (const visits of VISITS) {
      const page = await anotherPerson()
      await page.addInitScript(watchForPicture)
      await signInWithJtp(page, t, READER)
      for (const visit of visits) {
        const places = await look(page, t, id, visit)
        process.stdout.write(`${[`${IMAGES} images, round ${round}`, visit, ...places].join(' · ')}\n`)
      }
      // Otherwise the viewer goes on fetching the other images while the next one is measured.
      await page.context().close()
    }
  }
})

async function look(page: Page, t: Words, id: string, visit: Visit): Promise<string[]> {
  await page.goto(`/messages/${id}`)
  const view = page.getByRole('link', { name: t('opening:view') }).first()
  await view.waitFor()
  if (visit !== 'at once') await page.evaluate(viewerIsPrepared)
  const clickedAt = Date.now()
  await view.click()
  await page.waitForURL(/\/viewer\//, { waitUntil: 'commit' })
  const pictureAt = await page.waitForFunction(() => window.pictureAt, undefined, { polling: 20 })
  const pictureMs = Math.round(Number(await pictureAt.jsonValue()) - clickedAt)
  const shownAt = await page.evaluate(() => window.firstImageAt)
  const shown = shownAt === undefined ? 'not before' : `${Math.round(shownAt - clickedAt)} ms`
  return [`first image ${shown}`, `in the viewer ${pictureMs} ms`, await milestones(page, clickedAt)]
}

/** As it is when a person has read for some seconds: all of the viewer's program has come. */
async function viewerIsPrepared(): Promise<void> {
  const fetched = () =>
    performance.getEntriesByType('resource').filter(({ name }) => name.includes('/viewer/')).length
  for (let before = 0; before === 0 || before < fetched(); ) {
    before = fetched()
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
}

/** In every page from its beginning: when the pixels of a viewport first differ. */
function watchForPicture(): void {
  if (!location.pathname.startsWith('/viewer/')) return
  const watchForFirstImage = () => {
    const place = document.getElementById('first-image')
    if (place?.hidden !== false) requestAnimationFrame(watchForFirstImage)
    // In the frame after the one that paints it.
    else requestAnimationFrame(() => (window.firstImageAt = performance.timeOrigin + performance.now()))
  }
  requestAnimationFrame(watchForFirstImage)
  const timer = setInterval(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas.cornerstone-canvas')
    const context = canvas?.getContext('2d')
    if (!canvas?.width || !context) return
    const { data } = context.getImageData(0, Math.floor(canvas.height / 2), canvas.width, 1)
    const reds = data.filter((_, at) => at % 4 === 0)
    if (Math.max(...reds) - Math.min(...reds) < 20) return
    clearInterval(timer)
    window.pictureAt = performance.timeOrigin + performance.now()
  }, 20)
}

/** When the parts that a first picture waits for had come. */
async function milestones(page: Page, clickedAt: number): Promise<string> {
  return await page.evaluate((from) => {
    const origin = performance.timeOrigin - from
    const all = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    const last = (pattern: RegExp) =>
      Math.round(
        origin + Math.max(0, ...all.filter(({ name }) => pattern.test(name)).map((each) => each.responseEnd)),
      )
    const [frame] = all.filter(({ name }) => /\/frames\/\d+$/.test(name))
    const ends = frame
      ? `${Math.round(origin + frame.startTime)} to ${Math.round(origin + frame.responseEnd)}`
      : '-'
    return `page ${Math.round(origin)}, program ${last(/\.bundle\.\w+\.js$/)}, metadata ${last(/\/metadata$/)}, first frame ${ends} ms`
  }, clickedAt)
}
