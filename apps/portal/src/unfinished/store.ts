/** Unfinished transfers in the browser's own database (IndexedDB): there after the tab is closed, and the browser. */
import type { UnfinishedTransfer } from './unfinished-transfer.ts'

const DATABASE = 'epacs-unfinished-transfers'
const STORE = 'transfers'

/** Throws where the browser keeps nothing, as in some private windows. */
async function withStore<Result>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const opening = indexedDB.open(DATABASE, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'id' })
  const database = await resultOf(opening)
  try {
    const transaction = database.transaction(STORE, mode)
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
    const [result] = await Promise.all([resultOf(work(transaction.objectStore(STORE))), done])
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

export async function putUnfinished(transfer: UnfinishedTransfer): Promise<void> {
  await withStore('readwrite', (store) => store.put(transfer))
}

export async function removeUnfinished(id: string): Promise<void> {
  await withStore('readwrite', (store) => store.delete(id))
}

/** Of whoever has used this browser. */
export function allUnfinished(): Promise<readonly UnfinishedTransfer[]> {
  return withStore<UnfinishedTransfer[]>('readonly', (store) => store.getAll())
}

export async function forgetAllUnfinished(): Promise<void> {
  await withStore('readwrite', (store) => store.clear())
}
