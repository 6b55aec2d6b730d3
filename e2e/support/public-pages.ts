/** What a visitor may open, with the names of the pictures; the about page, the directory and an institution have tests of their own. */
export const PUBLIC_PAGES = [
  ['authorities', '/authorities'],
  // At a chapter, with which all of them come.
  ['help', '/help#user'],
  ['join', '/join'],
  ['registration-new', '/registration/new'],
  ['conditions', '/conditions'],
  ['registration-without-link', '/registration/0193e1a0-0000-7000-8000-000000000000'],
  ['status', '/status'],
  ['accessibility', '/accessibility'],
  ['privacy', '/privacy'],
  ['sign-in', '/sign-in'],
  ['not-found', '/nothing-here'],
] as const

/** Those that are counted and measured, by their addresses. */
export const MEASURED_PAGES = [
  '/',
  '/institutions',
  '/authorities',
  '/join',
  '/help',
  '/status',
  '/accessibility',
  '/privacy',
  '/sign-in',
] as const
