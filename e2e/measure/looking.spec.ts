/**
 * Twenty thousand chosen files: how soon the first of what is in them is shown, and how long the page does not answer;
 * beside it how long a page does not answer that does with them what every page has to, and nothing else.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Locator } from '@playwright/test'
import { serveBarePage } from '../support/bare-page.ts'
import { dropFiles } from '../support/dropping.ts'
import { archive, type DataSet } from '../support/generated.ts'
import { type Gaps, gapsSince, gapsSoFar, watchGaps, watchMachine } from '../support/page-watch.ts'
import { fileInput, openSendingTo } from '../support/sending.ts'
import { signInWithJtp } from '../support/signing-in.ts'
import { expect, type Page, test } from '../support/test.ts'
import { traced } from '../support/trace.ts'

const ROUNDS = Number(process.env.MEASURE_ROUNDS ?? 3)

/** Since the browser gave the files to the page: times of the page's own clock. */
interface Moments {
  readonly listedMs: number
  readonly doneMs: number
}

/** The ways that files come to the page, by the event that tells of them. */
const ways = ['change', 'drop'] as const
type Way = (typeof ways)[number]

for (const way of ways) {
  test(`twenty thousand files before sending, ${way}`, async ({ page, anotherPerson, t }) => {
    const set = await archive()
    const { folder, files } = set
    const bare = await serveBarePage('bare-files')
    await signInWithJtp(page, t, 'horak')
    const control = await anotherPerson()
    try {
      for (let round = 1; round <= ROUNDS; round += 1) {
        await openSendingTo(page, t, 'Nemocnice Čtyř řek')
        const moments = momentsAfter(page, way)
        const machine = watchMachine()
        await watchGaps(page, way)
        const { listedMs, doneMs, gaps, machineMs } = await traced(
          page,
          `looking-${way}-${round}`,
          async () => {
            const dropped = page.getByText(t('sending:files.drop'))
            await give(page, way, fileInput(page, t, 'folder'), dropped, folder)
            return { ...(await moments), gaps: await gapsSoFar(page), machineMs: machine.stop() }
          },
        )
        await expect(page.getByText(/Odešle se: 1 pacient, 1 vyšetření, 100 sérií/)).toBeVisible()
        // Done with what was chosen, so that nothing of it runs beside the other page.
        await page.goto('/')
        const theirs = await gapsOfBarePage(control, bare.url, way, set, `bare-${way}-${round}`)
        const figures = [
          `${files.length} files, ${way}, round ${round}`,
          `first list ${Math.round(listedMs)} ms`,
          `all ${Math.round(doneMs)} ms`,
          `gaps: ${told(gaps)} (of the machine ${Math.round(machineMs)} ms)`,
          `of a bare page: taking ${told(theirs.taking)}, reading ${told(theirs.reading)}`,
        ]
        process.stdout.write(`${figures.join(' · ')}\n`)
      }
    } finally {
      await bare.stop()
    }
  })
}

function told({ longestMs, noticed }: Gaps): string {
  return `longest ${Math.round(longestMs)} ms, ${noticed} above 100 ms`
}

/** @param input of folders @param dropped where folders may be dropped */
async function give(page: Page, way: Way, input: Locator, dropped: Locator, folder: string): Promise<void> {
  if (way === 'change') await input.setInputFiles(folder)
  else await dropFiles(page, dropped, [folder])
}

/** What the same files cost a page that only takes them, and then has a worker read how each begins. */
async function gapsOfBarePage(
  page: Page,
  url: string,
  way: Way,
  { folder, files }: DataSet,
  name: string,
): Promise<Readonly<Record<'taking' | 'reading', Gaps>>> {
  await page.goto(url)
  await watchGaps(page, way)
  return await traced(page, name, async () => {
    await give(page, way, page.locator('input'), page.getByText('Drop here'), folder)
    await expect(page.locator('body')).toHaveAttribute('data-phase', 'taken', { timeout: 120_000 })
    // What the browser still does about them comes right afterwards.
    await delay(1000)
    const taking = await gapsSince(page)
    await page.evaluate(() => dispatchEvent(new Event('go-on')))
    await expect(page.locator('body')).toHaveAttribute('data-phase', 'read', { timeout: 120_000 })
    await expect(page.locator('body')).toHaveAttribute('data-files', String(files.length))
    return { taking, reading: await gapsSince(page) }
  })
}

function momentsAfter(page: Page, event: Way): Promise<Moments> {
  return page.evaluate(
    async ({ end, event }) => {
      const until = async (isSo: () => boolean) => {
        while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10))
        return performance.now()
      }
      const chosen = new Promise<number>((resolve) => {
        const take = () => resolve(performance.now())
        document.addEventListener(event, take, { capture: true, once: true })
      })
      const chosenMs = await chosen
      const listedMs = await until(() => document.querySelector('article tbody tr') !== null)
      const doneMs = await until(() => document.querySelector('main')?.textContent.includes(end) ?? false)
      return { listedMs: listedMs - chosenMs, doneMs: doneMs - chosenMs }
    },
    { end: 'Odešle se: ', event },
  )
}
