/** Going through a page without a mouse. */
import { expect, type Page } from '@playwright/test'
import type { Words } from './words.ts'

const MOST_TABS = 80

/** Presses Tab until the focus stands on what has this role and name. */
export async function tabTo(page: Page, role: string, name: string | RegExp): Promise<void> {
  const target = page.locator(':focus').and(page.getByRole(role as 'link', { name }))
  for (let presses = 0; presses < MOST_TABS; presses += 1) {
    await page.keyboard.press('Tab')
    if ((await target.count()) === 0) continue
    const outline = await target.evaluate((element) => {
      // A Mantine field shows the focus at its edge, everything else by an outline.
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
    })
    expect(outline, `the focus on ${name} can be seen`).toBe(true)
    return
  }
  throw new Error(`Tab does not come to ${role} ${name}`)
}

/** To a link of the header, which on a phone is folded under a button. */
export async function tabToInMenu(page: Page, t: Words, name: string): Promise<void> {
  // A public page's heading is there before the program, which brings the button.
  await expect(page.getByRole('contentinfo')).toBeVisible()
  const menu = page.getByRole('banner').getByRole('button', { name: t('common:menu') })
  if (await menu.isVisible()) {
    await tabTo(page, 'button', t('common:menu'))
    await page.keyboard.press('Enter')
  }
  await tabTo(page, 'link', name)
}
