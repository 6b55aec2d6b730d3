import { expect, test } from '../support/test.ts'

const pages = [
  ['authorities', '/authorities'],
  ['help', '/help'],
  ['join', '/join'],
  ['registration-new', '/registration/new'],
  ['conditions', '/conditions'],
  ['registration-without-link', '/registration/0193e1a0-0000-7000-8000-000000000000'],
  ['accessibility', '/accessibility'],
  ['sign-in', '/sign-in'],
  ['not-found', '/nothing-here'],
] as const

for (const [name, path] of pages) {
  test(`the page ${path} is whole and accessible`, async ({ page, look }) => {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page).toHaveTitle(/ePACS/)
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(sideways, 'nothing is wider than the window').toBeLessThanOrEqual(0)
    await look(name)
  })
}

test('no request leaves the portal', async ({ page, baseURL }) => {
  const strangers: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(`${baseURL}/`)) strangers.push(request.url())
  })
  for (const [, path] of pages) await page.goto(path)
  expect(strangers).toEqual([])
})
