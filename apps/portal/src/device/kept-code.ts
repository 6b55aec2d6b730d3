/** The code that came with the address, kept for this tab while its person signs in; it leaves the address bar at once. */
const KEY = 'epacs-device-code'

export function keepCode(code: string): void {
  sessionStorage.setItem(KEY, code)
}

/** Empty: none came. */
export function keptCode(): string {
  return sessionStorage.getItem(KEY) ?? ''
}

/** It has served. */
export function dropCode(): void {
  sessionStorage.removeItem(KEY)
}
