/**
 * A trace of what a page and its workers do, with the script's stacks, where MEASURE_TRACE names a folder: for the
 * developer tools of Chromium. Tasks in it have their processor time (`tdur`) beside the time that passed, which says
 * something on a busy machine, too.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

const folder = process.env.MEASURE_TRACE

const CATEGORIES = [
  'toplevel',
  'devtools.timeline',
  'blink.user_timing',
  'v8.execute',
  'disabled-by-default-v8.cpu_profiler',
]

export async function traced<Result>(page: Page, name: string, work: () => Promise<Result>): Promise<Result> {
  const browser = page.context().browser()
  if (folder === undefined || browser === null) return await work()
  await mkdir(folder, { recursive: true })
  await browser.startTracing(page, { path: join(folder, `${name}.json`), categories: CATEGORIES })
  try {
    return await work()
  } finally {
    await browser.stopTracing()
  }
}
