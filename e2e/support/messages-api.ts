/** A message as the API tells it, and waiting for what becomes of it. */
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Curl } from './curl.ts'

const message = z.looseObject({
  id: z.uuid(),
  status: z.string(),
  instances: z.number(),
  sizeBytes: z.number(),
  files: z.array(z.looseObject({ path: z.string(), outcome: z.string(), code: z.string().nullable() })),
})
export type ApiMessage = z.infer<typeof message>

const UNDER_WAY = ['uploading', 'checking', 'accepted']
const WITHIN_MS = 30_000
const LOOK_EVERY_MS = 200

export function readMessage(body: string): ApiMessage {
  return message.parse(JSON.parse(body))
}

export async function untilSettled(curl: Curl, id: string): Promise<ApiMessage> {
  const lateAt = Date.now() + WITHIN_MS
  for (;;) {
    const found = readMessage((await curl(`/api/messages/${id}`)).body)
    if (!UNDER_WAY.includes(found.status)) return found
    if (Date.now() > lateAt) throw new Error(`the message is still ${found.status}`)
    await pause(LOOK_EVERY_MS)
  }
}
