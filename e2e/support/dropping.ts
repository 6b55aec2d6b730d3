/** Drops files and folders from the disk into the page, as the desktop does (Chrome DevTools Protocol). */
import type { Locator, Page } from '@playwright/test'

export async function dropFiles(page: Page, target: Locator, paths: readonly string[]): Promise<void> {
  // On the screen, and where it stays: lists above it may still be coming.
  await target.click({ trial: true })
  const box = await target.boundingBox()
  if (box === null) throw new Error('what should be dropped on is not on the screen')
  const session = await page.context().newCDPSession(page)
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...at, data })
  }
  await session.detach()
}
