/** What stands on the screen until the program has come: where the program's own will be, in the visitor's language. */
import { signInWithJtp } from '../support/signing-in.ts'
import { expect, type Page, test } from '../support/test.ts'
import { words } from '../support/words.ts'

const WIDTHS = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } }

/** Loads the page with its program held back. */
async function openHeld(page: Page, path: string): Promise<{ release(): void }> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route(/\/assets\/main-[^/]+\.js$/, async (route) => {
    await promise
    await route.continue()
  })
  await page.goto(path, { waitUntil: 'commit' })
  await expect(page.getByRole('banner')).toBeVisible()
  // Before that it may stand there without its style sheet, which nobody sees.
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0)
  return { release: resolve }
}

async function places(page: Page) {
  const banner = page.getByRole('banner')
  const all = {
    banner,
    mark: banner.locator('svg').first(),
    tab: banner.getByRole('navigation').getByRole('link').last(),
    heading: page.getByRole('heading', { level: 1 }),
  }
  const boxes = Object.entries(all).map(async ([name, each]) => [
    name,
    (await each.isVisible()) ? await each.boundingBox() : null,
  ])
  return Object.fromEntries(await Promise.all(boxes))
}

/** The program puts its own in the place of what was there. */
const programIsThere = (page: Page) => expect(page.getByRole('contentinfo')).toBeVisible()

/** Each size counts that changes how lines break. */
const fontsAreThere = (page: Page) => page.evaluate(async () => void (await document.fonts.ready))

/** Every text that the page shows, frame by frame. */
async function watchTexts(page: Page): Promise<() => Promise<string>> {
  await page.addInitScript(() => {
    const seen = new Set<string>()
    const look = () => {
      // biome-ignore lint/performance/useDomNodeTextContent: what is hidden, nobody reads
      seen.add(document.body?.innerText ?? '')
      requestAnimationFrame(look)
    }
    look()
    Object.assign(window, { textsSeen: () => [...seen].join('\n') })
  })
  return async () => String(await page.evaluate('textsSeen()'))
}

test.describe('a browser from another country', () => {
  test.use({ locale: 'de-DE' })

  test('shows English from the first paint on', async ({ page }) => {
    const english = words('en')('common:claim')
    const { release } = await openHeld(page, '/')
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    await expect(page.getByText(english).first()).toBeAttached()
    release()
    await programIsThere(page)
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    await expect(page.getByText(english).first()).toBeAttached()
  })
})

for (const [name, viewport] of Object.entries(WIDTHS)) {
  test.describe(name, () => {
    test.use({ viewport })

    for (const path of ['/', '/institutions', '/privacy'])
      test(`the heading of ${path} is where the program will put it`, async ({ page, t, language }) => {
        const { release } = await openHeld(page, path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await expect(page.locator('html')).toHaveAttribute('lang', language)
        await expect(page.getByText(words(language === 'en' ? 'cs' : 'en')('common:claim'))).toBeHidden()
        await fontsAreThere(page)
        const before = await places(page)
        release()
        await programIsThere(page)
        await fontsAreThere(page)
        expect(await places(page)).toEqual(before)
        await expect(page.getByText(t('common:claim')).first()).toBeAttached()
      })

    test('for whoever is signed in, too', async ({ page, t }) => {
      await signInWithJtp(page, t, 'horak')
      const { release } = await openHeld(page, '/institutions')
      const { mark, tab } = await places(page)
      expect(tab, 'members have other tabs').toBeNull()
      const signIn = page.getByRole('banner').getByRole('link', { name: t('common:signIn') })
      await expect(signIn).toBeHidden()
      release()
      await programIsThere(page)
      expect((await places(page)).mark).toEqual(mark)
    })
  })
}

test.describe('in English', () => {
  // Where the header's words are seen, not behind a button.
  test.use({ language: 'en', locale: 'en-GB', viewport: WIDTHS.desk })

  test('no word of Czech is seen', async ({ page, t }) => {
    const texts = await watchTexts(page)
    await page.goto('/institutions')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    const seen = await texts()
    const czech = words('cs')
    for (const word of ['signIn', 'claim', 'nav.institutions'].map((key) => `common:${key}`)) {
      expect(seen).toContain(t(word))
      expect(seen).not.toContain(czech(word))
    }
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  })
})

test.describe('in Slovak, which nobody has chosen', () => {
  test.use({ language: 'cs', locale: 'sk-SK', viewport: WIDTHS.desk })

  test('the page is in it from the first paint on', async ({ page }) => {
    const texts = await watchTexts(page)
    const { release } = await openHeld(page, '/')
    await expect(page.locator('html')).toHaveAttribute('lang', 'sk')
    release()
    await programIsThere(page)
    await expect(page.locator('html')).toHaveAttribute('lang', 'sk')
    const seen = await texts()
    expect(seen).toContain(words('sk')('common:claim'))
    expect(seen).not.toContain(words('cs')('common:claim'))
  })
})
