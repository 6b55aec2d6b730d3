/** What lists of the API say, page by page. */
import type { DeliveryStatus } from '@epacs/exchange'
import type { ApiClient } from '../../../centre/src/testing/api-client.ts'
import { steadily } from '../../../centre/src/testing/crash/steadily.ts'

export interface BoxItem {
  readonly id: string
  readonly sender: { readonly id: string }
  readonly instances: number
  readonly studies: readonly { readonly studyInstanceUid: string }[]
  readonly deliveries: readonly {
    readonly institution: { readonly id: string }
    readonly status: DeliveryStatus
  }[]
}

const PAGE_SIZE = 100

interface Page<Item> {
  readonly items: readonly Item[]
  /** What it says was so by then. */
  readonly answeredMs: number
}

export async function* boxOf(clerk: ApiClient, box: 'inbox' | 'sent'): AsyncGenerator<BoxItem> {
  for await (const { items } of pagesOfBox(clerk, box)) yield* items
}

export function pagesOfBox(clerk: ApiClient, box: 'inbox' | 'sent'): AsyncGenerator<Page<BoxItem>> {
  return pagesOf(clerk, `/api/messages?box=${box}&sort=date&order=ascending`)
}

/** @param path with parameters */
export async function* itemsOf<Item>(clerk: ApiClient, path: string): AsyncGenerator<Item> {
  for await (const { items } of pagesOf<Item>(clerk, path)) yield* items
}

async function* pagesOf<Item>(clerk: ApiClient, path: string): AsyncGenerator<Page<Item>> {
  for (let page = 1; ; page++) {
    const { status, json } = await steadily(() => clerk.get(`${path}&page=${page}&pageSize=${PAGE_SIZE}`))
    const answeredMs = Date.now()
    if (status !== 200) throw new Error(`${path} answered ${status}`)
    yield { items: json.items, answeredMs }
    if (json.items.length < PAGE_SIZE) return
  }
}
