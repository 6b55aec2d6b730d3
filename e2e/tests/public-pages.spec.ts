import { PUBLIC_PAGES } from '../support/public-pages.ts'
import { expect, test } from '../support/test.ts'

for (const [name, path] of PUBLIC_PAGES) {
  test(`the page ${path} is whole and accessible`, async ({ page, look }) => {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page).toHaveTitle(/ePACS/)
    await look(name)
  })
}
