/** Has the browser fetch the viewer's program while a message is read, for whoever looks at its images then. */
import { PROGRAM } from 'virtual:viewer-program'

/** Until the browser has time: it is needed in seconds, not at once. */
const atMostMs = 2000

let isPrepared = false

export function prepareViewer(): void {
  if (isPrepared || savesData()) return
  isPrepared = true
  // Nothing depends on it: what fails here comes when it is needed.
  whenIdle(() => void fetchAll().catch(() => undefined))
}

/** Into the browser's own cache, one after the other: what the page itself asks for meanwhile goes first. */
async function fetchAll(): Promise<void> {
  for (const file of PROGRAM) {
    const { body } = await fetch(file, { priority: 'low' })
    await body?.pipeTo(new WritableStream())
  }
}

function whenIdle(then: () => void): void {
  // Safari has none.
  if ('requestIdleCallback' in window) requestIdleCallback(then, { timeout: atMostMs })
  else setTimeout(then, atMostMs)
}

/** Who pays for each megabyte says so to the browser (Save-Data; not in Firefox and Safari). */
function savesData(): boolean {
  const connection: unknown = 'connection' in navigator ? navigator.connection : undefined
  return connection instanceof Object && 'saveData' in connection && connection.saveData === true
}
