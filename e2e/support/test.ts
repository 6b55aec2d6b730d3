/** Playwright's `test` with what every test here needs: a language, its words, and a watch on the browser's complaints. */
import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import type { LanguageOption } from '../playwright.config.ts'
import { network } from './network.ts'
import { type Words, words } from './words.ts'

export { expect }
export type { Page }

interface Fixtures {
  readonly t: Words
  /** Console errors, uncaught exceptions and violations of the Content-Security-Policy; a test ends with none. */
  readonly complaints: string[]
  /** Checks the page as it stands with axe, and keeps a picture of it. */
  readonly look: (name: string) => Promise<void>
}

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

export const test = base.extend<LanguageOption & Fixtures>({
  language: ['cs', { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
  baseURL: async ({}, use) => use(network().portal),

  t: async ({ language }, use) => use(words(language)),

  complaints: [
    async ({ context }, use) => {
      const complaints: string[] = []
      await context.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`)
        })
      })
      context.on('console', (message) => {
        if (message.type() === 'error') {
          complaints.push(`${message.text()} (${message.location().url}, on ${message.page()?.url()})`)
        }
      })
      context.on('weberror', (error) => complaints.push(String(error.error())))
      await use(complaints)
      expect(complaints, 'the browser complains').toEqual([])
    },
    { auto: true },
  ],

  look: async ({ page }, use, info) => {
    await use(async (name) => {
      const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze()
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
      expect.soft(found, `axe on ${name}`).toEqual([])
      await page.screenshot({
        path: `${info.project.outputDir}/pictures/${info.project.name}/${name}.png`,
        fullPage: true,
      })
    })
  },
})

/** On a phone the navigation and the account fold under one button. */
export async function openMenu(page: Page, t: Words): Promise<void> {
  const menu = page.getByRole('banner').getByRole('button', { name: t('common:menu') })
  if ((await menu.isVisible()) && (await menu.getAttribute('aria-expanded')) === 'false') await menu.click()
}
