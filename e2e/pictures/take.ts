/** Pictures for the documents: WebP of a page's upper part, small enough for the repository. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { repository } from '../support/network.ts'

const MOST_BYTES = 80 * 1024
const QUALITY = 82

/** @param name `docs/pictures/NAME.webp` */
export async function takePicture(page: Page, name: string): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready
    // What is under the pointer looks otherwise, and messages that pass would be in the way.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  })
  await page.mouse.move(0, 0)
  // Playwright's own pictures are PNG, four times as large.
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY })
  await session.detach()
  const bytes = Buffer.from(data, 'base64')
  if (bytes.length > MOST_BYTES) throw new Error(`${name} has ${bytes.length} bytes, more than ${MOST_BYTES}`)
  await writeFile(join(repository, 'docs/pictures', `${name}.webp`), bytes)
}
