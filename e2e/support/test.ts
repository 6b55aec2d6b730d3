/** Playwright's `test` with what every test here needs: a language, its words, and a watch on the browser's complaints. */
import AxeBuilder from '@axe-core/playwright'
import { type BrowserContext, expect, type Page, test as playwrightTest } from '@playwright/test'
import type { LanguageOption } from '../playwright.config.ts'
import { faintFields } from './field-edges.ts'
import { certificatesOf, type KeyPair, network } from './network.ts'
import { type Language, type Words, words } from './words.ts'

export type { Page }
export { expect }

interface Fixtures {
  readonly t: Words
  /** Console errors, uncaught exceptions and violations of the Content-Security-Policy; a test ends with none. */
  readonly complaints: string[]
  /** A browser of somebody else, watched like the first one. `person`: whose certificate it holds. */
  readonly anotherPerson: (person?: KeyPair) => Promise<Page>
  /** Checks a page as it stands with axe, for edges of its fields, for its width in every view, and keeps a picture of it (not in CI). */
  readonly look: (name: string, of?: Page) => Promise<void>
}

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

async function axeViolations(page: Page): Promise<readonly string[]> {
  // Without frames of other origins, which no page here has, it needs no second tab for what it found.
  // Nothing is told of what is right but that it is: the rules are the same, for three quarters of the work.
  const axe = new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .withTags(WCAG)
  const { violations } = await axe.analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** As if this browser's person had chosen the language before. */
async function choose(context: BrowserContext, language: Language): Promise<void> {
  await context.addInitScript((chosen) => {
    const key = 'epacs-language'
    // The empty page that a tab begins with keeps nothing.
    if (location.protocol === 'https:' && localStorage.getItem(key) === null)
      localStorage.setItem(key, chosen)
  }, language)
}

async function watch(context: BrowserContext, complaints: string[]): Promise<void> {
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`)
    })
  })
  context.on('console', (message) => {
    if (message.type() !== 'error') return
    complaints.push(`${message.text()} (${message.location().url}, on ${message.page()?.url()})`)
  })
  context.on('weberror', (error) => complaints.push(String(error.error())))
}

export const test = playwrightTest.extend<LanguageOption & Fixtures>({
  language: ['cs', { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
  baseURL: async ({}, use) => use(network().portal),

  t: async ({ language }, use) => use(words(language)),

  complaints: [
    async ({ context, language }, use) => {
      if (language !== 'cs') await choose(context, language)
      const complaints: string[] = []
      await watch(context, complaints)
      await use(complaints)
      expect(complaints, 'the browser complains').toEqual([])
    },
    { auto: true },
  ],

  anotherPerson: async ({ browser, complaints, language }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (person) => {
      const clientCertificates = person === undefined ? [] : certificatesOf(person)
      const context = await browser.newContext({ clientCertificates })
      contexts.push(context)
      if (language !== 'cs') await choose(context, language)
      await watch(context, complaints)
      return await context.newPage()
    })
    for (const context of contexts) await context.close()
  },

  look: async ({ page }, use, info) => {
    await use(async (name, of = page) => {
      expect.soft(await axeViolations(of), `axe on ${name}`).toEqual([])
      expect.soft(await faintFields(of), `edges of fields on ${name}`).toEqual([])
      const sideways = await of.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect.soft(sideways, `nothing on ${name} is wider than the window`).toBeLessThanOrEqual(0)
      // Half a second each, for people to look at: nobody looks in CI.
      if (process.env.CI !== undefined) return
      await of.screenshot({
        path: `${info.project.outputDir}/pictures/${info.project.name}/${name}.png`,
        fullPage: true,
      })
    })
  },
})

/** As wide as the view is that the test runs in, after a look at another width. */
export async function backToView(page: Page): Promise<void> {
  const { viewport } = playwrightTest.info().project.use
  if (viewport) await page.setViewportSize(viewport)
}

/** On a phone the navigation and the account fold under one button. */
export async function openMenu(page: Page, t: Words): Promise<void> {
  const banner = page.getByRole('banner')
  const menu = banner.getByRole('button', { name: t('common:menu') })
  // A public page's heading is there before the program, which brings the button.
  await expect(page.getByRole('contentinfo')).toBeVisible()
  if ((await menu.isVisible()) && (await menu.getAttribute('aria-expanded')) === 'false') await menu.click()
}

/** For tests that make requests fail: the browser notes each of them, and nothing else may be noted. */
export function expectComplaints(complaints: string[], pattern: RegExp): void {
  expect(complaints.filter((complaint) => !pattern.test(complaint))).toEqual([])
  complaints.length = 0
}
