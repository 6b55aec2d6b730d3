/** A profile of what a page's script does, for the developer tools of Chromium, where MEASURE_PROFILE names a folder. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

const folder = process.env.MEASURE_PROFILE

export async function profiled<Result>(
  page: Page,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  if (folder === undefined) return await work()
  const session = await page.context().newCDPSession(page)
  await session.send('Profiler.enable')
  await session.send('Profiler.start')
  const result = await work()
  const { profile } = await session.send('Profiler.stop')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${name}.cpuprofile`), JSON.stringify(profile))
  await session.detach()
  return result
}
