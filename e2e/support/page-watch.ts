/** How long a page does not answer, told by the page itself: the gaps between the beats of a timer. */
import type { Page } from '@playwright/test'

export interface Gaps {
  readonly longestMs: number
  /** Longer than a reader notices. */
  readonly noticed: number
}

declare global {
  interface Window {
    pageWatch?: { longestMs: number; noticed: number }
  }
}

const BEAT_MS = 10
const NOTICED_MS = 100

/**
 * @param from an event: only once files were given to the page; until then the browser collects them, and the page
 * stands still whatever it does.
 */
export async function watchGaps(page: Page, from: 'now' | 'change' | 'drop' = 'now'): Promise<void> {
  await page.evaluate(
    ({ beatMs, noticedMs, event }) => {
      const begin = () => {
        const watch = { longestMs: 0, noticed: 0 }
        window.pageWatch = watch
        let lastMs = performance.now()
        setInterval(() => {
          const now = performance.now()
          watch.longestMs = Math.max(watch.longestMs, now - lastMs)
          if (now - lastMs > noticedMs) watch.noticed += 1
          lastMs = now
        }, beatMs)
      }
      if (event === 'now') begin()
      else document.addEventListener(event, begin, { capture: true, once: true })
    },
    { beatMs: BEAT_MS, noticedMs: NOTICED_MS, event: from },
  )
}

/** Since the watch began. */
export async function gapsSoFar(page: Page): Promise<Gaps> {
  const gaps = await page.evaluate(() => window.pageWatch)
  if (gaps === undefined) throw new Error('nobody watches the page')
  return gaps
}

/** Since the last time, if it was asked before. */
export async function gapsSince(page: Page): Promise<Gaps> {
  const gaps = await gapsSoFar(page)
  await page.evaluate(() => Object.assign(window.pageWatch ?? {}, { longestMs: 0, noticed: 0 }))
  return gaps
}

/** The same of this process, which has little to do: what the machine does to everybody. */
export function watchMachine(): { readonly stop: () => Gaps['longestMs'] } {
  let [longestMs, lastMs] = [0, performance.now()]
  const timer = setInterval(() => {
    const now = performance.now()
    longestMs = Math.max(longestMs, now - lastMs)
    lastMs = now
  }, BEAT_MS)
  return {
    stop() {
      clearInterval(timer)
      return longestMs
    },
  }
}
