/** Which program a person opens messages in: kept by the browser, because it is installed beside it. */

const storageKey = 'epacs-desktop-viewer'

export function keepViewer(storage: Pick<Storage, 'setItem'>, id: string): void {
  storage.setItem(storageKey, id)
}

export function keptViewer(storage: Pick<Storage, 'getItem'>): string | null {
  return storage.getItem(storageKey)
}
