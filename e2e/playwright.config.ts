/**
 * Real Chromium against a real demo network. `tests` is what every reader meets, in English on a desk or in Czech
 * on a phone, most of it in both; `flows` goes deep where the way is the same for all, each in one of these four views; `programs` uses the
 * API without a browser.
 */
import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import type { Language } from './support/words.ts'

export interface LanguageOption {
  readonly language: Language
}

const DESK = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 844 }

const czech = { language: 'cs', locale: 'cs-CZ' } as const
const english = { language: 'en', locale: 'en-GB' } as const
const slovak = { language: 'sk', locale: 'sk-SK' } as const

/** Debian's, without windows rather than whole; elsewhere the one that `npx playwright install chromium` brings. */
const installed =
  process.env.CHROMIUM ??
  ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((file) => existsSync(file))

/**
 * A page may need a second attempt when the browser itself stumbles on a busy machine; `npm test` tells which did.
 * Flows have none: that nothing is lost now and then is what they are there to find.
 */
const PAGE_RETRIES = 1

const VIEWS = {
  'cs-desk': { ...czech, viewport: DESK },
  'en-desk': { ...english, viewport: DESK },
  'cs-phone': { ...czech, viewport: PHONE, hasTouch: true },
  'en-phone': { ...english, viewport: PHONE, hasTouch: true },
  'sk-desk': { ...slovak, viewport: DESK },
  'sk-phone': { ...slovak, viewport: PHONE, hasTouch: true },
} as const
type View = keyof typeof VIEWS

/**
 * Pages are looked at in both languages and at both widths, but not each at each: Czech, which is the longer, on the
 * phone, where it has the least room. What every visitor meets in two views; of the others, the operator at a desk.
 */
const PAGES_IN: Readonly<Partial<Record<View, { readonly except: string }>>> = {
  'en-desk': { except: '**/people.spec.ts' },
  'cs-phone': { except: '**/operator.spec.ts' },
}

/** Each flow runs in one of them, so that all are gone through; the others, on a desk in Czech. */
const FLOWS_ELSEWHERE: Readonly<Partial<Record<View, readonly string[]>>> = {
  'en-desk': ['**/colleagues.spec.ts', '**/mailbox.spec.ts', '**/transfer.spec.ts'],
  'cs-phone': ['**/joining.spec.ts', '**/reply.spec.ts', '**/sending.spec.ts'],
  'en-phone': [
    '**/keyboard.spec.ts',
    '**/looking.spec.ts',
    '**/passing-on.spec.ts',
    '**/registration.spec.ts',
    '**/session.spec.ts',
  ],
}

/** Slovak, which is put together like Czech, is looked at where a view is asked for. */
function isOrdinary([, { language }]: readonly [string, { readonly language: Language }]): boolean {
  return language !== 'sk'
}

/** E2E_VIEW: all in this one (`npm test -- --views`). Flows meet in one network, so one view at a time. */
const { E2E_VIEW: wanted } = process.env
const chosen = Object.entries(VIEWS).filter(([view]) => view === wanted)
if (wanted !== undefined && chosen.length === 0) throw new Error(`E2E_VIEW=${wanted} is no view`)

function pages() {
  if (chosen.length > 0) return chosen.map(([name, use]) => ({ name, retries: PAGE_RETRIES, use }))
  return Object.entries(VIEWS).flatMap(([name, use]) => {
    const here = Object.entries(PAGES_IN).find(([view]) => view === name)?.[1]
    return here === undefined ? [] : [{ name, retries: PAGE_RETRIES, use, testIgnore: here.except }]
  })
}

function flows() {
  const all = Object.values(FLOWS_ELSEWHERE).flat()
  const which = ([view]: readonly [string, unknown]) => {
    if (chosen.length > 0) return {}
    const here = Object.entries(FLOWS_ELSEWHERE).find(([other]) => other === view)?.[1]
    return here === undefined ? { testIgnore: all } : { testMatch: [...here] }
  }
  return (chosen.length > 0 ? chosen : Object.entries(VIEWS).filter(isOrdinary)).map((each) => ({
    name: `flows-${each[0]}`,
    testDir: './flows',
    use: each[1],
    ...which(each),
  }))
}

export default defineConfig<LanguageOption>({
  testDir: './tests',
  outputDir: './test-results',
  globalSetup: './support/start-network.ts',
  fullyParallel: true,
  // Three more than the cores of a small machine: they wait half of the time, two flows a minute or two for what is
  // checked once a minute.
  workers: 5,
  forbidOnly: Boolean(process.env.CI),
  // Generous, because machines that build other things at the same time are slow; what passes does not wait.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/results.json' }]],
  use: {
    // The demo's authority is of its own making; that its certificates are right is for other tests.
    ignoreHTTPSErrors: true,
    acceptDownloads: true,
    timezoneId: 'Europe/Prague',
    // E2E_TRACE=1 records every step; that is half of the run's work, and a failure comes with the page as it was.
    trace: process.env.E2E_TRACE === undefined ? 'off' : 'retain-on-failure',
    launchOptions: {
      ...(installed === undefined ? {} : { executablePath: installed }),
      args: [
        // Of an address whose certificate it only overlooks a browser keeps nothing, and starts no service worker.
        '--ignore-certificate-errors',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [...pages(), ...flows(), { name: 'programs', testDir: './programs', use: english }],
})
