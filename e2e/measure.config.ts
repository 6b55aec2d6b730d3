/** `npm run measure`: how long people wait in the browser. Figures for a quiet machine; nothing here passes or fails. */
import { defineConfig } from '@playwright/test'
import base, { type LanguageOption } from './playwright.config.ts'

// Not merged by Playwright: that would run the projects of the tests too.
export default defineConfig<LanguageOption>({
  ...base,
  testDir: './measure',
  outputDir: './test-results/measure-run',
  reporter: 'list',
  workers: 1,
  timeout: 600_000,
  projects: [
    {
      name: 'measure',
      testDir: './measure',
      use: { language: 'cs', locale: 'cs-CZ', viewport: { width: 1280, height: 800 } },
    },
  ],
})
