/** The documentation site. `npm run docs` puts the pages beside a copy of this and builds them. */
import { defineConfig } from 'vitepress'
import libraries from './libraries.json' with { type: 'json' }

const english = [
  {
    text: 'Working with it',
    items: [
      { text: 'User guide', link: '/user-guide' },
      { text: 'Desktop viewers', link: '/desktop-viewers' },
      { text: 'The mailbox from a terminal', link: '/command-line' },
      { text: 'Glossary', link: '/glossary' },
    ],
  },
  {
    text: 'Connecting',
    items: [
      { text: 'The REST API', link: '/api' },
      { text: 'Connecting a PACS', link: '/dicom' },
      { text: 'The communication node', link: '/node' },
      { text: 'Between a node and the centre', link: '/node-protocol' },
      { text: 'DICOM conformance: centre', link: '/dicom-conformance-statement' },
      { text: 'DICOM conformance: node', link: '/node-conformance-statement' },
      { text: 'Limits', link: '/limits' },
    ],
  },
  {
    text: 'Running a centre',
    items: [
      { text: "Administrator's guide", link: '/administrator-guide' },
      { text: 'Guide for operators and auditors', link: '/operator-guide' },
      { text: 'A centre for a whole network', link: '/production' },
      { text: 'Configuration', link: '/configuration' },
      { text: 'Connecting JTP', link: '/identity' },
      { text: 'Looking after a centre', link: '/operations' },
      { text: 'Languages', link: '/languages' },
    ],
  },
  {
    text: 'How it is made',
    items: [
      { text: 'Architecture', link: '/architecture' },
      { text: 'Decisions', link: '/decisions/' },
      { text: 'Threat model', link: '/security' },
      { text: 'Reporting a vulnerability', link: '/security-policy' },
      { text: 'What is shown, and by what', link: '/assurance' },
      { text: 'A simulated day', link: '/simulator' },
      { text: 'Load and capacity', link: '/capacity' },
      { text: 'Benchmark', link: '/bench' },
      { text: 'Contributing', link: '/contributing' },
      { text: 'Changelog', link: '/changelog' },
    ],
  },
  {
    text: 'Libraries',
    items: [
      { text: '@epacs/dicom', link: '/libraries/dicom' },
      { text: '@epacs/package', link: '/libraries/package' },
      ...libraries.map(({ text, link }) => ({ text: `${text}: reference`, link })),
    ],
  },
]

const czech = [
  {
    text: 'Příručky',
    items: [
      { text: 'Příručka uživatele', link: '/cs/user-guide' },
      { text: 'Příručka provozovatele a auditora', link: '/cs/operator-guide' },
      { text: 'Slovníček', link: '/cs/glossary' },
    ],
  },
  { text: 'Anglicky', items: [{ text: 'Ostatní dokumentace', link: '/' }] },
]

/** Of the search, in Czech; in English they are its own. */
const searchWords = {
  button: { buttonText: 'Hledat', buttonAriaLabel: 'Hledat' },
  modal: {
    displayDetails: 'Zobrazit podrobnosti',
    resetButtonTitle: 'Smazat hledané',
    backButtonTitle: 'Zavřít hledání',
    noResultsText: 'Nenašlo se nic pro',
    footer: { selectText: 'otevřít', navigateText: 'procházet', closeText: 'zavřít' },
  },
}

/**
 * Names of code blocks are too pale in the theme, and long words and indented code wider than a phone. The letter of the
 * search's key is written into its button, and is not in the button's name (WCAG 2.2, 2.5.3): it is shown by the style.
 */
const STYLE = `html:root { --vp-code-lang-color: var(--vp-c-text-2) }
.vp-doc :is(h1, h2, h3, p, li), .vp-doc :not(pre) > code { overflow-wrap: anywhere }
.vp-doc pre:not([class]) { white-space: pre-wrap; overflow-wrap: anywhere }
html .DocSearch-Button .DocSearch-Button-Keys { display: none }
@media (min-width: 768px) {
  .DocSearch-Button::after { content: 'Ctrl K'; padding: 0 12px 0 16px; font-size: 12px; color: var(--vp-c-text-2) }
  .mac .DocSearch-Button::after { content: '⌘ K' }
}`

export default defineConfig({
  title: 'ePACS',
  description: 'Open exchange of medical images between hospitals, practices and research sites',
  head: [['style', {}, STYLE]],
  cleanUrls: false,
  lastUpdated: false,
  markdown: {
    // The documents are plain Markdown: neither elements nor expressions of Vue.
    html: false,
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    // As GitHub and GitLab name headings, and as `npm run check` compares what links name; VitePress would take accents away.
    anchor: {
      slugify: (heading) =>
        heading
          .toLowerCase()
          .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
          .replaceAll(' ', '-'),
    },
    config(md) {
      // A head without words heads nothing: a whole row of them goes, one among others is a plain cell.
      md.core.ruler.push('empty-heads', ({ tokens }) => {
        const heads = tokens.flatMap(({ type }, at) => (type === 'th_open' ? [at] : []))
        for (const at of heads) {
          const close = tokens[at + 2]
          if (tokens[at + 1]?.content !== '' || close?.type !== 'th_close') continue
          for (const end of [tokens[at], close]) if (end) end.tag = 'td'
        }
        for (let from = tokens.length - 1; from >= 0; from--) {
          if (tokens[from]?.type !== 'thead_open') continue
          const to = tokens.findIndex(({ type }, at) => at > from && type === 'thead_close')
          if (tokens.slice(from, to).every(({ tag }) => tag !== 'th')) tokens.splice(from, to - from + 1)
        }
      })
      const write = md.renderer.rules.text
      md.renderer.rules.text = (tokens, index, ...rest) =>
        (write?.(tokens, index, ...rest) ?? md.utils.escapeHtml(tokens[index]?.content ?? '')).replaceAll(
          '{{',
          '<span v-pre>{{</span>',
        )
    },
  },
  locales: {
    root: { label: 'English', lang: 'en', themeConfig: { sidebar: english } },
    cs: {
      label: 'Čeština',
      lang: 'cs',
      description: 'Otevřená výměna obrazové zdravotnické dokumentace',
      themeConfig: {
        sidebar: czech,
        outline: { label: 'Na této stránce' },
        docFooter: { prev: 'Předchozí', next: 'Další' },
        darkModeSwitchLabel: 'Vzhled',
        sidebarMenuLabel: 'Obsah',
        returnToTopLabel: 'Nahoru',
        langMenuLabel: 'Jazyk',
      },
    },
  },
  themeConfig: {
    outline: { level: [2, 3] },
    // Not every page is in both languages: the switch leads to the first page of the other one.
    i18nRouting: false,
    search: {
      provider: 'local',
      options: {
        locales: { cs: { translations: searchWords } },
        miniSearch: {
          // With or without accents. Words of one letter say nothing, and would be marked in the middle of others.
          options: {
            processTerm: (term) =>
              term.length < 2 ? null : term.toLowerCase().normalize('NFD').replace(/\p{M}/gu, ''),
          },
        },
      },
    },
  },
})
