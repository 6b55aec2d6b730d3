/** The public part of the navigation, which visitors have alone. */
export const PUBLIC_TABS = [
  { to: '/', label: 'nav.about', exact: true },
  { to: '/institutions', label: 'nav.institutions', exact: false },
  { to: '/authorities', label: 'nav.authorities', exact: false },
  { to: '/help', label: 'nav.help', exact: false },
] as const
