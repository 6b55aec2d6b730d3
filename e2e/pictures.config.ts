/** `npm run pictures`: makes the pictures in docs/pictures anew, from a fresh demo. */
import { defineConfig } from '@playwright/test'
import base, { type LanguageOption } from './playwright.config.ts'

// Not merged by Playwright: that would run the projects of the tests too.
export default defineConfig<LanguageOption>({
  ...base,
  testDir: './pictures',
  outputDir: './test-results/pictures-run',
  reporter: 'list',
  projects: [
    {
      name: 'pictures',
      testDir: './pictures',
      use: { language: 'cs', locale: 'cs-CZ', viewport: { width: 1280, height: 860 } },
    },
  ],
})
