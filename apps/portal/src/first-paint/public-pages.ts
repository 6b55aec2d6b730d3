/** Public pages whose heading stands in the page before the program has come: what it is in, and where it comes from. */

export interface PublicPage {
  readonly path: `/${string}`
  /** Of its texts (i18n/). */
  readonly feature: string
  /** Its file below src/, which the program asks for next. */
  readonly module: string
  readonly width: 'wide' | 'reading' | 'hero'
  /** Not where what stands under the heading depends on how one came. */
  readonly hasLead?: false
}

export const PUBLIC_PAGES: readonly PublicPage[] = [
  { path: '/', feature: 'about', module: 'about/AboutPage.tsx', width: 'hero' },
  {
    path: '/institutions',
    feature: 'institutions',
    module: 'institutions/InstitutionsPage.tsx',
    width: 'wide',
  },
  {
    path: '/authorities',
    feature: 'authorities',
    module: 'authorities/AuthoritiesPage.tsx',
    width: 'reading',
  },
  { path: '/join', feature: 'join', module: 'join/JoinPage.tsx', width: 'wide' },
  { path: '/help', feature: 'help', module: 'help/HelpPage.tsx', width: 'wide' },
  { path: '/status', feature: 'status', module: 'status/StatusPage.tsx', width: 'reading' },
  {
    path: '/accessibility',
    feature: 'accessibility',
    module: 'accessibility/AccessibilityPage.tsx',
    width: 'reading',
  },
  { path: '/privacy', feature: 'privacy', module: 'privacy/PrivacyPage.tsx', width: 'reading' },
  {
    path: '/sign-in',
    feature: 'signIn',
    module: 'sign-in/SignInPage.tsx',
    width: 'reading',
    hasLead: false,
  },
]
