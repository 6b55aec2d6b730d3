/**
 * Sets the image viewer (OHIF) up, before it starts: which message it reads, and what stands above it. Its own page,
 * `/viewer/MESSAGE/viewer?StudyInstanceUIDs=…`, has nothing else of the portal.
 */
import '../theme/fonts.css'
import './viewer.css'
import { keptLanguage } from '../i18n/languages.ts'
import { askAhead } from './ahead.ts'
import { viewerConfig } from './config.ts'
import czech from './czech.json' with { type: 'json' }
import { letEnterPress } from './enter-key.ts'
import { showFirstImage } from './first-image/show.ts'
import { showNotice } from './notice.ts'
import { startProgram } from './start.ts'

const [, messageId = ''] = /^\/viewer\/([0-9a-f-]{36})\//.exec(location.pathname) ?? []
const language = keptLanguage(localStorage, navigator.languages)
document.documentElement.lang = language
// What it keeps of its own choice of language would win over the portal's.
localStorage.setItem('i18nextLng', language === 'en' ? 'en-US' : 'cs')

const studies = new URLSearchParams(location.search).get('StudyInstanceUIDs') ?? ''
const notice = showNotice(language, messageId)
letEnterPress()
Object.assign(window, {
  PUBLIC_URL: '/viewer/',
  // Its build has no Czech, and Slovaks read that better than English; what is not named here stays in its English.
  epacsViewerLocales: { cs: czech },
  config: viewerConfig(messageId, notice),
  browserImportFunction: (path: string) => import(/* @vite-ignore */ path),
})

const firstImage = new Promise<void>((resolve) => {
  const withFirst = async (address: string) => {
    // What no picture is made of is the viewer's to show.
    await showFirstImage(address).catch(() => undefined)
    resolve()
  }
  // What fails here the viewer meets itself, and says.
  askAhead(`/dicomweb/messages/${messageId}`, studies.split(',').filter(Boolean), withFirst)
    .catch(() => undefined)
    .finally(resolve)
})
await startProgram(firstImage)
