/** How soon a visitor sees something, the page's own heading, and the whole page, beside a page of React alone. */
import type { Browser } from '@playwright/test'
import { serveBarePage } from '../support/bare-page.ts'
import { MEASURED_PAGES } from '../support/public-pages.ts'
import { test } from '../support/test.ts'

const ROUNDS = 3 * Number(process.env.MEASURE_ROUNDS ?? 3)

const WHAT = { paintMs: 'first contentful paint', headingMs: 'heading', wholeMs: 'whole page' } as const

/** Since the navigation began, in milliseconds. */
interface Seen {
  readonly paintMs: number
  readonly headingMs: number
  /** Until the program has drawn the page; of the bare one, its heading. */
  readonly wholeMs: number
}

test('the first paint of public pages beside a bare page', async ({ browser, baseURL }) => {
  const bare = await serveBarePage('bare')
  try {
    for (const path of MEASURED_PAGES) {
      const [ours, theirs]: [Seen[], Seen[]] = [[], []]
      await seen(browser, `${baseURL}${path}`)
      for (let round = 0; round < ROUNDS; round += 1) {
        const sides = [
          async () => ours.push(await seen(browser, `${baseURL}${path}`)),
          async () => theirs.push(await seen(browser, bare.url)),
        ]
        for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side()
      }
      const figures = (['paintMs', 'headingMs', 'wholeMs'] as const).map((which) => {
        const [our, their] = [ours, theirs].map((all) => median(all.map((each) => each[which])))
        if (our === undefined || their === undefined) throw new Error('nothing was measured')
        const what = WHAT[which]
        return `${what} ${Math.round(our)} ms, bare ${Math.round(their)} ms: ${(our / their).toFixed(2)}`
      })
      process.stdout.write(`${[path, ...figures].join(' · ')}\n`)
    }
  } finally {
    await bare.stop()
  }
})

/** With an empty cache. */
async function seen(browser: Browser, url: string): Promise<Seen> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  await page.addInitScript(() => {
    const seen: Record<string, number> = {}
    const look = () => {
      const isShown = [...document.querySelectorAll('h1')].some((each) => each.getClientRects().length > 0)
      if (isShown) seen.headingMs ??= performance.now()
      if (isShown && document.querySelector('footer, body > #root > h1')) seen.wholeMs ??= performance.now()
      const paint = performance.getEntriesByName('first-contentful-paint')[0]
      if (paint) seen.paintMs = paint.startTime
      if (Object.keys(seen).length < 3) return requestAnimationFrame(look)
      return Object.assign(window, { seen })
    }
    look()
  })
  await page.goto(url)
  const result = await page.waitForFunction(() => Reflect.get(window, 'seen'))
  const { paintMs, headingMs, wholeMs } = await result.jsonValue()
  await context.close()
  return { paintMs, headingMs, wholeMs }
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}
