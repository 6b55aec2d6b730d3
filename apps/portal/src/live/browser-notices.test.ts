/** Notifications, in browsers that show them and in those that only say so. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { allowBrowserNotices, browserNotices, showBrowserNotice } from './browser-notices.ts'

/** As much of a browser as is asked. */
function browser(t: TestContext, is: { canShow: boolean }): { shown: readonly string[]; newTab: () => void } {
  const shown: string[] = []
  class Shown extends EventTarget {
    static permission = 'default'
    static async requestPermission() {
      Shown.permission = 'granted'
      return 'granted'
    }
    constructor(title: string) {
      super()
      if (!is.canShow) throw new TypeError('Illegal constructor')
      shown.push(title)
    }
  }
  const globals = {
    Notification: Shown,
    window: { Notification: Shown },
    document: { visibilityState: 'hidden' },
    localStorage: storage(),
    sessionStorage: storage(),
  }
  for (const [name, value] of Object.entries(globals)) {
    const before = Object.getOwnPropertyDescriptor(globalThis, name)
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
    t.after(() => {
      if (before === undefined) Reflect.deleteProperty(globalThis, name)
      else Object.defineProperty(globalThis, name, before)
    })
  }
  return { shown, newTab: () => globals.sessionStorage.clear() }
}

function storage() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
    clear: () => kept.clear(),
  }
}

test('once allowed, the first one is shown at once, and others follow', async (t) => {
  const { shown } = browser(t, { canShow: true })
  assert.equal(browserNotices(), 'off')
  assert.equal(await allowBrowserNotices('first', ''), 'on')
  showBrowserNotice('arrived', '')
  assert.deepEqual(shown, ['first', 'arrived'])
})

test('a browser that has the permission and shows none says so, and nothing fails later', async (t) => {
  const is = { canShow: false }
  const { shown, newTab } = browser(t, is)
  assert.equal(await allowBrowserNotices('first', ''), 'missing')
  assert.equal(browserNotices(), 'missing')
  showBrowserNotice('arrived', '')
  assert.deepEqual(shown, [])
  is.canShow = true
  newTab()
  assert.equal(browserNotices(), 'off', 'it may have been brought up to date: it can be asked again')
  assert.equal(await allowBrowserNotices('first', ''), 'on')
})

test('a browser that stops showing them breaks no page: it is remembered that it shows none', async (t) => {
  const is = { canShow: true }
  browser(t, is)
  await allowBrowserNotices('first', '')
  is.canShow = false
  showBrowserNotice('arrived', '')
  assert.equal(browserNotices(), 'missing')
})
