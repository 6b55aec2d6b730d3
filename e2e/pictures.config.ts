/** `npm run pictures`: makes the pictures in docs/pictures anew, from a fresh demo. */
import { defineConfig } from '@playwright/test'
import base, { type LanguageOption } from './playwright.config.ts'

// Not merged by Playwright: that would run the projects of the tests too.
const VIEW = { width: 1120, height: 800 }

export default defineConfig<LanguageOption>({
  ...base,
  testDir: './pictures',
  outputDir: './test-results/pictures-run',
  reporter: 'list',
  // One after the other: what the first one sends is in the second one's pictures, and never the other way round.
  workers: 1,
  projects: [
    { name: 'cs', use: { language: 'cs', locale: 'cs-CZ', viewport: VIEW } },
    { name: 'en', use: { language: 'en', locale: 'en-GB', viewport: VIEW } },
  ],
})
