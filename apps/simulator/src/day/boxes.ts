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

export async function* boxOf(clerk: ApiClient, box: 'inbox' | 'sent'): AsyncGenerator<BoxItem> {
  yield* pagesOf<BoxItem>(clerk, `/api/messages?box=${box}&sort=date&order=ascending`)
}

/** @param path with parameters */
export async function* pagesOf<Item>(clerk: ApiClient, path: string): AsyncGenerator<Item> {
  for (let page = 1; ; page++) {
    const { status, json } = await steadily(() => clerk.get(`${path}&page=${page}&pageSize=${PAGE_SIZE}`))
    if (status !== 200) throw new Error(`${path} answered ${status}`)
    yield* json.items as readonly Item[]
    if (json.items.length < PAGE_SIZE) return
  }
}
