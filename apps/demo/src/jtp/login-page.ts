/** The identity provider's own page: login and password, in Czech or English, no script. */
import { createHash } from 'node:crypto'

export type Language = 'cs' | 'en'

interface Words {
  readonly title: string
  readonly lead: string
  readonly login: string
  readonly password: string
  readonly enter: string
  readonly cancel: string
  readonly wrong: string
  readonly ended: string
  readonly endedAdvice: string
  readonly otherLanguage: string
  readonly note: string
}

const words: Record<Language, Words> = {
  cs: {
    title: 'Přihlášení přes JTP',
    lead: 'Ukázkový poskytovatel identity. Přihlašujete se ke službě ePACS.',
    login: 'Přihlašovací jméno',
    password: 'Heslo',
    enter: 'Přihlásit se',
    cancel: 'Zpět bez přihlášení',
    wrong: 'Jméno nebo heslo nesouhlasí. Zkuste to znovu.',
    ended: 'Přihlášení už neběží',
    endedAdvice: 'Trvalo příliš dlouho, nebo bylo dokončeno v jiném okně. Začněte znovu na portálu.',
    otherLanguage: 'English',
    note: 'Jména a hesla vypsal příkaz npm run demo; stojí i v souboru access.json.',
  },
  en: {
    title: 'Sign in with JTP',
    lead: 'A demonstration identity provider. You are signing in to ePACS.',
    login: 'User name',
    password: 'Password',
    enter: 'Sign in',
    cancel: 'Back without signing in',
    wrong: 'The user name or the password is wrong. Try again.',
    ended: 'This sign-in has ended',
    endedAdvice: 'It took too long or was finished in another window. Start again on the portal.',
    otherLanguage: 'Česky',
    note: 'The names and passwords were printed by npm run demo; they are in access.json as well.',
  },
}

export const STYLE = `
:root { color-scheme: light; font: 16px/1.5 system-ui, sans-serif; color: #1b1c1f; background: #f0f4fa; }
body { margin: 0; display: grid; place-items: center; min-height: 100vh; }
main { box-sizing: border-box; width: min(26rem, 100vw); padding: 2rem; background: #fff; border-top: 4px solid #2362a2; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; }
p { margin: 0 0 1rem; }
label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
input { box-sizing: border-box; width: 100%; padding: .625rem; font: inherit; border: 1px solid #686a6e; border-radius: 4px; }
button { padding: .625rem 1.25rem; margin: 1.5rem 0 1rem; width: 100%; font: inherit; font-weight: 600; color: #fff; background: #2362a2; border: 0; border-radius: 4px; cursor: pointer; }
button:hover { background: #1a4a7a; }
.plain { margin: 0; color: #2362a2; background: none; text-decoration: underline; }
.plain:hover { background: #f0f4fa; }
a, button, input { outline-offset: 2px; }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid #2362a2; }
a { color: #2362a2; }
.problem { padding: .75rem; color: #8a1520; background: #fdecee; border-left: 4px solid #8a1520; }
.note { font-size: .875rem; color: #55575c; }
nav { text-align: right; }
`
/** Its address changes with its content, so that it may be kept for good. */
export const STYLE_PATH = `/style-${createHash('sha256').update(STYLE).digest('hex').slice(0, 12)}.css`

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function page(language: Language, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="${STYLE_PATH}">
<link rel="icon" href="data:,">
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`
}

export interface LoginPage {
  readonly language: Language
  /** The interaction's own path, where the form goes. */
  readonly path: string
  /** What was typed before, when it was wrong. */
  readonly login: string
  readonly isWrong: boolean
}

export function loginPage({ language, path, login, isWrong }: LoginPage): string {
  const text = words[language]
  const other: Language = language === 'cs' ? 'en' : 'cs'
  const action = escapeHtml(`${path}?lang=${language}`)
  return page(
    language,
    text.title,
    `<nav><a href="${escapeHtml(`${path}?lang=${other}`)}" lang="${other}" hreflang="${other}">${text.otherLanguage}</a></nav>
<h1>${text.title}</h1>
<p>${text.lead}</p>
${isWrong ? `<p class="problem" role="alert">${text.wrong}</p>` : ''}
<form method="post" action="${action}">
<label for="login">${text.login}</label>
<input id="login" name="login" value="${escapeHtml(login)}" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus>
<label for="password">${text.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">${text.enter}</button>
</form>
<form method="post" action="${action}"><button class="plain" type="submit" name="cancel" value="yes">${text.cancel}</button></form>
<p class="note">${text.note}</p>`,
  )
}

/** What a late or repeated visit of a sign-in gets. */
export function endedPage(language: Language): string {
  const text = words[language]
  return page(language, text.ended, `<h1>${text.ended}</h1>\n<p>${text.endedAdvice}</p>`)
}

/** Language by an explicit choice, then OIDC's `ui_locales`, then the browser's; Czech otherwise. */
export function chooseLanguage(wishes: readonly (string | undefined)[]): Language {
  for (const wish of wishes) {
    const known = wish
      ?.toLowerCase()
      .split(/[\s,]+/)
      .map((tag) => tag.slice(0, 2))
      .find((tag): tag is Language => tag === 'cs' || tag === 'en')
    if (known !== undefined) return known
  }
  return 'cs'
}
