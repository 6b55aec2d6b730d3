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
export const NOTICED_MS = 100

export async function watchGaps(page: Page): Promise<void> {
  await page.evaluate(
    ([beatMs = 0, noticedMs = 0]) => {
      const watch = { longestMs: 0, noticed: 0 }
      window.pageWatch = watch
      let lastMs = performance.now()
      setInterval(() => {
        const now = performance.now()
        watch.longestMs = Math.max(watch.longestMs, now - lastMs)
        if (now - lastMs > noticedMs) watch.noticed += 1
        lastMs = now
      }, beatMs)
    },
    [BEAT_MS, NOTICED_MS],
  )
}

/** Since the watch began. */
export async function gapsSoFar(page: Page): Promise<Gaps> {
  const gaps = await page.evaluate(() => window.pageWatch)
  if (gaps === undefined) throw new Error('nobody watches the page')
  return gaps
}
