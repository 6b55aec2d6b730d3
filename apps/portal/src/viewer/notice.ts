/** The strip above the viewer: that it is not for diagnosis, the way back, and that the session is over when it is. */
import cs from '../i18n/cs/viewer.json' with { type: 'json' }
import en from '../i18n/en/viewer.json' with { type: 'json' }
import type { Language } from '../i18n/languages.ts'
import sk from '../i18n/sk/viewer.json' with { type: 'json' }

export interface Notice {
  tellSessionEnded(): void
}

export function showNotice(language: Language, messageId: string): Notice {
  const texts = { cs, en, sk }[language].notice
  const strip = document.getElementById('notice')
  if (strip === null) throw new Error('viewer.html has no #notice')
  document.title = texts.title
  const message = `/messages/${messageId}`
  strip.replaceChildren(link(message, texts.back), sentence(texts.notForDiagnosis))
  const caption = document.querySelector('#first-image p')
  if (caption !== null) caption.textContent = texts.starting
  document.querySelector('#first-image img')?.setAttribute('alt', texts.firstImage)
  return {
    tellSessionEnded() {
      strip.classList.add('ended')
      const signIn = `/sign-in?returnTo=${encodeURIComponent(message)}`
      strip.replaceChildren(link(signIn, texts.signIn), sentence(texts.sessionEnded))
    },
  }
}

function link(href: string, text: string): HTMLAnchorElement {
  const made = document.createElement('a')
  made.href = href
  made.textContent = text
  return made
}

function sentence(text: string): HTMLElement {
  const made = document.createElement('strong')
  made.textContent = text
  return made
}
