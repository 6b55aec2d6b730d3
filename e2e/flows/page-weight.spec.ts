/** What a public page costs a visitor, and what it is allowed to do in the browser. */
import { gzipSync } from 'node:zlib'
import type { Response } from '@playwright/test'
import { MEASURED_PAGES, PUBLIC_PAGES } from '../support/public-pages.ts'
import { expect, test } from '../support/test.ts'

const MOST_SCRIPT_BYTES = 170_000

test('no public page needs more than 170 kB of script, packed', async ({ browser }) => {
  for (const path of MEASURED_PAGES) {
    const context = await browser.newContext()
    const page = await context.newPage()
    const scripts: Promise<Buffer>[] = []
    const note = (response: Response) => {
      if (response.request().resourceType() === 'script') scripts.push(response.body())
    }
    page.on('response', note)
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.waitForLoadState('networkidle')
    page.off('response', note)
    const packed = (await Promise.all(scripts)).map((body) => gzipSync(body).length)
    const bytes = packed.reduce((sum, length) => sum + length, 0)
    expect(bytes, path).toBeGreaterThan(0)
    expect(bytes, path).toBeLessThan(MOST_SCRIPT_BYTES)
    await context.close()
  }
})

test('no request leaves the portal', async ({ page, baseURL }) => {
  const strangers: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(`${baseURL}/`)) strangers.push(request.url())
  })
  for (const [, path] of PUBLIC_PAGES) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
  expect(strangers).toEqual([])
})

test('pages may run and load nothing but what is the portal’s own', async ({ page }) => {
  const answer = await page.goto('/')
  const policy = answer?.headers()['content-security-policy'] ?? ''
  expect(policy).toMatch(/default-src '(self|none)'/)
  expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|\*|https?:/)
  expect(policy).toMatch(/frame-ancestors 'none'/)
})
