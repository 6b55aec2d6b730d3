/**
 * Notifications of the browser, while the portal is open in a tab: no push service learns of anything. Each browser is asked
 * at a click, and remembers by itself that it was.
 */
const storageKey = 'epacs-browser-notices'
/** For as long as the tab lasts: a browser that was brought up to date may show them, and is then asked anew. */
const missingKey = 'epacs-browser-notices-missing'

export type BrowserNotices = 'missing' | 'denied' | 'off' | 'on'

export function browserNotices(): BrowserNotices {
  if (!('Notification' in window) || sessionStorage.getItem(missingKey) !== null) return 'missing'
  if (Notification.permission === 'denied') return 'denied'
  return Notification.permission === 'granted' && localStorage.getItem(storageKey) === 'on' ? 'on' : 'off'
}

/**
 * Asks the browser's user, if they were not asked before: to be called at a click. The first one is shown at once, since
 * browsers of telephones have the permission and refuse the notification: there only push services may show any.
 */
export async function allowBrowserNotices(title: string, body: string): Promise<BrowserNotices> {
  if ((await Notification.requestPermission()) !== 'granted') return browserNotices()
  if (isShown(title, body)) localStorage.setItem(storageKey, 'on')
  return browserNotices()
}

/** False: the browser only says that it can. It is remembered, so that the settings say so. */
function isShown(title: string, body: string, kind: NoticeKind = 'arrival'): boolean {
  try {
    show(title, body, kind)
    return true
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    localStorage.removeItem(storageKey)
    sessionStorage.setItem(missingKey, '1')
    return false
  }
}

export function stopBrowserNotices(): BrowserNotices {
  localStorage.removeItem(storageKey)
  return browserNotices()
}

/** Only where nobody looks: on the page itself the mailbox shows it. Several tabs show one of each kind. */
export function showBrowserNotice(title: string, body: string, kind: NoticeKind = 'arrival'): void {
  if (browserNotices() !== 'on' || document.visibilityState === 'visible') return
  isShown(title, body, kind)
}

type NoticeKind = 'arrival' | 'request'

function show(title: string, body: string, kind: NoticeKind): void {
  const shown = new Notification(title, { body, tag: `epacs-${kind}` })
  shown.addEventListener('click', () => {
    window.focus()
    shown.close()
  })
}
