/** Twenty thousand chosen files: how soon the first of what is in them is shown, and how long the page does not answer. */
import { dropFiles } from '../support/dropping.ts'
import { archive } from '../support/generated.ts'
import { gapsSoFar, watchGaps, watchMachine } from '../support/page-watch.ts'
import { fileInput, openSendingTo } from '../support/sending.ts'
import { signInWithJtp } from '../support/signing-in.ts'
import { expect, type Page, test } from '../support/test.ts'
import { traced } from '../support/trace.ts'
import type { Words } from '../support/words.ts'

const ROUNDS = Number(process.env.MEASURE_ROUNDS ?? 3)

/** Since the browser gave the files to the page: times of the page's own clock. */
interface Moments {
  readonly listedMs: number
  readonly doneMs: number
}

/** The ways that files come to the page, by the event that tells of them. */
const ways = {
  change: async (page: Page, t: Words, folder: string) => {
    await fileInput(page, t, 'folder').setInputFiles(folder)
  },
  drop: async (page: Page, t: Words, folder: string) => {
    await dropFiles(page, page.getByText(t('sending:files.drop')), [folder])
  },
} as const

for (const way of ['change', 'drop'] as const) {
  test(`twenty thousand files before sending, ${way}`, async ({ page, t }) => {
    const { folder, files } = await archive()
    await signInWithJtp(page, t, 'horak')
    for (let round = 1; round <= ROUNDS; round += 1) {
      await openSendingTo(page, t, 'Nemocnice Čtyř řek')
      const moments = momentsAfter(page, way)
      const machine = watchMachine()
      await watchGaps(page, way)
      const { listedMs, doneMs } = await traced(page, `looking-${way}-${round}`, async () => {
        await ways[way](page, t, folder)
        return await moments
      })
      const { longestMs, noticed } = await gapsSoFar(page)
      const machineMs = machine.stop()
      const figures = [
        `${files.length} files, ${way}, round ${round}`,
        `first list ${Math.round(listedMs)} ms`,
        `all ${Math.round(doneMs)} ms`,
        `longest gap ${Math.round(longestMs)} ms (of the machine ${Math.round(machineMs)} ms)`,
        `gaps above 100 ms: ${noticed}`,
      ]
      process.stdout.write(`${figures.join(' · ')}\n`)
      await expect(page.getByText(/Odešle se: 1 pacient, 1 vyšetření, 100 sérií/)).toBeVisible()
    }
  })
}

function momentsAfter(page: Page, event: keyof typeof ways): Promise<Moments> {
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
