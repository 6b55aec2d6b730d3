/** Unfinished transfers in the browser's own database (IndexedDB): there after the tab is closed, and the browser. */
import { isToForget } from './forgetting.ts'
import type { UnfinishedTransfer } from './unfinished-transfer.ts'

const DATABASE = 'epacs-unfinished-transfers'
const VERSION = 2
const STORE = 'transfers'

/** In `localStorage`: the person whose transfers are kept. Gone with a sign-out, in whichever tab. */
const OWNER = 'epacs-unfinished-of'

/** Throws where the browser keeps nothing, as in some private windows. */
async function withStore<Result>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => Promise<Result>,
): Promise<Result> {
  const opening = indexedDB.open(DATABASE, VERSION)
  opening.onupgradeneeded = () => {
    const { result: database } = opening
    // Of the first version nothing can go on: it knew no digests.
    if (database.objectStoreNames.contains(STORE)) database.deleteObjectStore(STORE)
    database.createObjectStore(STORE, { keyPath: 'id' })
  }
  const database = await resultOf(opening)
  try {
    const transaction = database.transaction(STORE, mode)
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
    const [result] = await Promise.all([work(transaction.objectStore(STORE)), done])
    return result
  } finally {
    database.close()
  }
}

function resultOf<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/**
 * Nothing is kept once its person has signed out, be it elsewhere and while this tab was still reading the files. Asked
 * again behind the opening: what a sign-out removes waits until the database is closed here.
 */
export async function putUnfinished(transfer: UnfinishedTransfer): Promise<void> {
  const isOwn = () => localStorage.getItem(OWNER) === transfer.personId
  if (!isOwn()) return
  await withStore('readwrite', async (store) => {
    if (isOwn()) await resultOf(store.put(transfer))
  })
}

export async function removeUnfinished(id: string): Promise<void> {
  await withStore('readwrite', (store) => resultOf(store.delete(id)))
}

/** Those of who is signed in; what others have left here, and what is too old, is forgotten. */
export async function ownUnfinished(personId: string): Promise<readonly UnfinishedTransfer[]> {
  localStorage.setItem(OWNER, personId)
  const all = await withStore<UnfinishedTransfer[]>('readonly', (store) => resultOf(store.getAll()))
  const now = new Date()
  const own: UnfinishedTransfer[] = []
  for (const transfer of all) {
    if (isToForget(transfer, personId, now)) await removeUnfinished(transfer.id)
    else own.push(transfer)
  }
  return own
}

/** Of whoever has used this browser, with the database. */
export async function forgetAllUnfinished(): Promise<void> {
  localStorage.removeItem(OWNER)
  const removing = indexedDB.deleteDatabase(DATABASE)
  await new Promise<void>((resolve, reject) => {
    removing.onsuccess = () => resolve()
    // Another tab uses it right now; it goes as soon as that has finished.
    removing.onblocked = () => resolve()
    removing.onerror = () => reject(removing.error)
  })
}
